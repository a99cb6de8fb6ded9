"""Vectors that need not be made again, found by a digest of all that they were made of.

Knows nothing of generations, nor of which text of a product that is.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import Product
from retrieval.documents import product_texts
from retrieval.recipes import source_digest

__all__ = ["DIGEST_SIZE", "Digests", "KnownVectors", "text_digest"]

Digests = npt.NDArray[np.uint8]
"""Shape (products, 16)."""

Floats = npt.NDArray[np.float32]

DIGEST_SIZE = 16  # bytes, of a digest


class KnownVectors:
    """The vectors of one generation, shape (products, dimensions), by their texts' digests."""

    def __init__(self, digests: Digests, vectors: Floats) -> None:
        self._rows = {digest.tobytes(): row for row, digest in enumerate(digests)}
        self._vectors = vectors

    @classmethod
    def none(cls) -> KnownVectors:
        """Know nothing."""
        return cls(np.zeros((0, DIGEST_SIZE), np.uint8), np.zeros((0, 0), np.float32))

    @property
    def dimensions(self) -> int:
        """The length of a vector; 0 where none is known."""
        return int(self._vectors.shape[1])

    def get(self, digest: bytes) -> Floats | None:
        """Return the vector that was made of this text, or None."""
        row = self._rows.get(digest)
        return None if row is None else np.asarray(self._vectors[row])


def text_digest(product: Product, embedder: str) -> bytes:
    """Digest what a product's vector depends on: its texts, the embedder, and the recipe."""
    digest = blake2b(digest_size=DIGEST_SIZE)
    for text in (source_digest("documents"), embedder, *product_texts(product)):
        encoded = text.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8) + encoded)
    return digest.digest()
