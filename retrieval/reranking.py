"""The second look: a cross-encoder reads the query with each of the first hits, and reorders them.

Off unless a shop switches it on. Knows nothing of how the model was trained, or of conditions.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import Product
from retrieval.errors import CatalogueError
from retrieval.hits import Matches
from retrieval.quiet import quiet
from retrieval.ranking import fuse
from retrieval.trained import read_mark

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

__all__ = ["READ", "Reranker", "product_text", "second_order"]

Floats = npt.NDArray[np.float32]

READ = 30
"""How many of the first hits are read again."""

_BATCH = 10  # pairs
_LONGEST = 96  # tokens of a pair


class Reranker:
    """The reranker in a folder that `aisle train reranker` wrote; loaded at first use.

    Safe to share between threads. `name` tells it from others, `weight` is the share of its
    scores beside the first ranking's.

    Raises:
        CatalogueError: the folder holds no reranker.
    """

    def __init__(self, folder: Path, *, device: str = "cpu") -> None:
        mark = read_mark(folder)
        if mark is None or mark.kind != "reranker":
            raise CatalogueError(
                f"there is no reranker in {folder}: train one with `aisle train reranker`, or "
                'set reranker to "off"'
            )
        self.name, self.weight = mark.name, mark.weight
        self._folder, self._device = folder, device
        self._loading = Lock()
        self._loaded: tuple[PreTrainedTokenizerBase, PreTrainedModel] | None = None

    def reordered(self, query: str, matches: Matches, products: Sequence[Product]) -> Matches:
        """Give the same with its first hits in the order that both rankings make together.

        Products that words had no part in ranking are left as they are.
        """
        found = matches.found
        first = [products[at] for at in found.positions[:READ].tolist()]
        if len(first) < 2 or not matches.by_words:
            return matches
        order = second_order(self.logits(query, first), found.scores[: len(first)], self.weight)
        rest = np.arange(len(first), len(found.positions))
        return matches.reranked(np.concatenate((order, rest)))

    def warm(self) -> None:
        """Load the weights ahead of the first query."""
        self._load()

    def logits(self, query: str, products: Sequence[Product]) -> Floats:
        """Score products for a query: shape (products,), the higher the better, unbounded."""
        import torch

        tokenizer, model = self._load()
        texts = [product_text(product) for product in products]
        scores: list[Floats] = []
        with torch.inference_mode():
            for start in range(0, len(texts), _BATCH):
                batch = texts[start : start + _BATCH]
                with self._loading:  # a tokenizer keeps its truncation as state
                    inputs = tokenizer(
                        [query] * len(batch),
                        batch,
                        truncation="only_second",
                        max_length=_LONGEST,
                        padding=True,
                        return_tensors="pt",
                    )
                logits = model(**inputs.to(self._device)).logits
                scores.append(logits[:, 0].float().cpu().numpy())
        return np.concatenate(scores) if scores else np.zeros(0, np.float32)

    def _load(self) -> tuple[PreTrainedTokenizerBase, PreTrainedModel]:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self._folder, self._device)
            return self._loaded


def _load(folder: Path, device: str) -> tuple[PreTrainedTokenizerBase, PreTrainedModel]:
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        with quiet():
            model = AutoModelForSequenceClassification.from_pretrained(
                folder, local_files_only=True, use_safetensors=True
            )
    except (OSError, ValueError, RuntimeError) as error:
        raise CatalogueError(
            f"the reranker in {folder} cannot be loaded ({error}): train it again, or set "
            'reranker to "off"'
        ) from error
    return tokenizer, model.to(device).eval()


def second_order(logits: Floats, first: Floats, weight: float) -> npt.NDArray[np.int64]:
    """Order hits by both scores, each scaled from 0 to 1, `weight` to the reranker's.

    `first` are the first ranking's scores, best first; ties stay in its order.
    """
    mixed = fuse(logits, first, weight)
    return np.lexsort((np.arange(len(mixed)), -mixed)).astype(np.int64)


def product_text(product: Product) -> str:
    """Write down what is read of a product: title, brand, kind, then the description."""
    kind = product.category[-1] if product.category else ""
    named = ". ".join(filter(None, (product.title, product.brand, kind)))
    return f"{named}. {product.description}".strip()
