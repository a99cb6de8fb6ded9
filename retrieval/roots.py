"""The root that the forms of an English word share, for scoring words against words.

Coarser than `retrieval.text.stem`, which names things and so must keep them apart: never shown
to anybody. Knows nothing of products.
"""

from __future__ import annotations

from functools import lru_cache

__all__ = ["root"]


@lru_cache(maxsize=100_000)
def root(word: str) -> str:
    """Return the root of a folded word by Snowball's English stemmer: "cooling" -> "cool".

    Porter2 (Porter, Snowball: a language for stemming algorithms, 2001).
    """
    from Stemmer import Stemmer  # a stemmer keeps state: one a call may be used by any thread

    stemmed: str = Stemmer("english", 0).stemWord(word)
    return stemmed
