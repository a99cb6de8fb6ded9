"""What of a product is embedded, and its one vector. Knows nothing of files or of ranking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import Product
from retrieval.embedding import embed_texts

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["product_texts", "product_vectors"]

Floats = npt.NDArray[np.float32]


def product_vectors(
    products: Sequence[Product],
    embeddings: Embeddings,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Floats:
    """Embed products: the unit mean of the title's vector and that of title and description.

    Returns float32 of shape (products, dimensions). `progress` is called with how many texts
    are done, and of how many.
    """
    titles, full = zip(*map(product_texts, products), strict=True) if products else ((), ())
    both = embed_texts(embeddings, [*titles, *full], progress)
    mean = both[: len(titles)] + both[len(titles) :]
    return np.asarray(mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12))


def product_texts(product: Product) -> tuple[str, str]:
    """Return all that a product's vector is made of: nothing else of it is embedded."""
    return product.title, f"{product.title}. {product.description}".strip()
