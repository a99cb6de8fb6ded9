"""A shop's reviews: how many, how many stars, which of them speak of something, in whose words.

Read from JSON lines (`product_id`, `stars`, `text`, `helpful`), gzipped or not, at the first
question. Knows nothing of conversations.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from retrieval.errors import CatalogueError
from retrieval.roots import root
from retrieval.text import clean, content_terms

__all__ = ["Mention", "Review", "Reviews", "mentions"]


_ASKING = frozenset(
    map(
        root,
        (
            *("people", "say", "review", "customer", "rating", "rate", "star", "think", "tell"),
            *("opinion", "buyer", "others", "other", "first", "second", "third", "last", "product"),
        ),
    )
)
"""Roots of words that ask for reviews, or point at a product, and name nothing of it."""


@dataclass(frozen=True, slots=True)
class Review:
    """What one customer wrote; `helpful` is how many found it so."""

    product_id: str
    stars: int
    text: str
    helpful: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """What the reviews say of something: how many speak of it, with how many stars.

    `word` is "" for all reviews, `silent` where they were asked for something that none speaks of;
    `total` counts them all, `stars` is the mean among `count`.
    """

    word: str
    count: int
    total: int
    stars: float
    quotes: tuple[str, ...] = ()
    silent: bool = False


class Reviews:
    """The reviews of one file; a file that is not there has none. Safe between threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._read: Mapping[str, Sequence[Review]] | None = None

    def of(self, product_id: str) -> Sequence[Review]:
        """Give a product's reviews. Raises CatalogueError for a file that cannot be read."""
        with self._lock:
            if self._read is None:
                self._read = _grouped(self._path)
        return self._read.get(product_id, ())


def mentions(reviews: Sequence[Review], question: str, title: str = "") -> Mention | None:
    """Give what the reviews say of the first thing asked about that they mention; else of all.

    The words of the product's `title` are what all of them speak of.
    """
    if not reviews:
        return None
    roots = [(review, {root(term) for term in content_terms(review.text)}) for review in reviews]
    named = {root(term) for term in content_terms(title)} | _ASKING
    asked = [term for term in content_terms(question) if root(term) not in named]
    for word in asked:
        naming = [review for review, own in roots if root(word) in own]
        if naming and len(naming) < len(reviews):
            return _mention(word, naming, reviews)
    silent = bool(asked) and not any(root(word) in own for word in asked for _, own in roots)
    return replace(_mention("", reviews, reviews), silent=silent)


def _mention(word: str, naming: Sequence[Review], reviews: Sequence[Review]) -> Mention:
    mean = sum(review.stars for review in naming) / len(naming)
    best = sorted(naming, key=lambda review: -review.helpful)
    return Mention(word, len(naming), len(reviews), round(mean, 1), tuple(r.text for r in best))


def _grouped(path: Path) -> Mapping[str, Sequence[Review]]:
    if not path.is_file():
        return {}
    grouped: dict[str, list[Review]] = defaultdict(list)
    try:
        for row in map(json.loads, _lines(path)):
            review = Review(
                str(row["product_id"]),
                int(row["stars"]),
                clean(str(row["text"])),
                int(row.get("helpful", 0)),
            )
            grouped[review.product_id].append(review)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CatalogueError(
            f"the reviews {path} cannot be read: {error!r}. One JSON object a line, with "
            "product_id, stars and text"
        ) from error
    return grouped


def _lines(path: Path) -> Iterable[str]:
    raw = path.read_bytes()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    return text.decode("utf-8").splitlines()
