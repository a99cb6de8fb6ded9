"""A cross-encoder that can be trained: BERT reads query and product together, one score a pair.

Knows nothing of products or of what it is trained on.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.fitting import Compute
from retrieval.quiet import quiet
from retrieval.training.weights import merged, with_adapters

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel

__all__ = ["CrossEncoder"]

Pair = tuple[str, str]

_BATCH = 16  # pairs scored together when nothing is learnt
_HEAD = ["classifier", "pooler"]  # new parts, trained whole


class CrossEncoder:
    """A BERT model of the folder `base` with a new head that gives one number."""

    def __init__(self, base: Path, compute: Compute, *, longest: int, lora: bool) -> None:
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        self._base, self._compute, self._longest, self._lora = base, compute, longest, lora
        with quiet():
            self._tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)
            model = AutoModelForSequenceClassification.from_pretrained(
                base, local_files_only=True, use_safetensors=True, num_labels=1
            )
        self._model: PreTrainedModel = with_adapters(model, whole=_HEAD) if lora else model
        self._model.to(compute.device).eval()

    def parameters(self) -> Mapping[str, torch.nn.Parameter]:
        """Return what is trained."""
        named = self._model.named_parameters()
        return {name: weight for name, weight in named if weight.requires_grad}

    def encode(self, pairs: Sequence[Pair]) -> torch.Tensor:
        """Return one logit a pair of query and text, with its gradient, shape (pairs,)."""
        queries, texts = zip(*pairs, strict=True)
        inputs = self._tokenizer(
            list(queries),
            list(texts),
            truncation="only_second",
            max_length=self._longest,
            padding=True,
            return_tensors="pt",
        ).to(self._compute.device)
        with self._compute.autocast():
            logits: torch.Tensor = self._model(**inputs).logits
        return logits[:, 0].float()

    def learning(self, loss: Callable[[], torch.Tensor]) -> torch.Tensor:
        """Compute a loss with the model's noise (dropout) on."""
        self._model.train()
        try:
            return loss()
        finally:
            self._model.eval()

    def logits(self, pairs: Sequence[Pair]) -> npt.NDArray[np.float32]:
        """Score pairs without learning, those of like length together; shape (pairs,)."""
        import torch

        order = sorted(range(len(pairs)), key=lambda at: len(pairs[at][1]))
        found = np.zeros(len(pairs), np.float32)
        with torch.inference_mode():
            for start in range(0, len(order), _BATCH):
                batch = order[start : start + _BATCH]
                found[batch] = self.encode([pairs[at] for at in batch]).cpu().numpy()
        return found

    def save(self, folder: Path) -> None:
        """Write a transformers folder, adapters merged into the weights."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("tokenizer.json", "tokenizer_config.json", "vocab.txt"):
            if (self._base / name).is_file():
                shutil.copy2(self._base / name, folder / name)
        model = merged(self._model) if self._lora else self._model
        with quiet():
            model.save_pretrained(folder, safe_serialization=True)
