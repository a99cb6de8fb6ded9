"""What shoppers ask shops about, from `words/topics.en.toml`, and which passage covers each topic.

A document that speaks of returns is found by the many ways in which people ask about returns;
a question on a topic that no passage covers is known to go unanswered. Knows nothing of shops.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.wordfiles import kept, read_table
from retrieval.passages import Matrix, PassageIndex

__all__ = ["Coverage", "Topic", "load_topics"]

_COVERED = 0.45
"""Nearness from which a passage may cover a topic."""
_SHARED = 0.7
"""Nearness from which one passage covers several topics."""
_CLEARLY = 0.1
"""How much nearer a passage that covers another topic must be than one that covers none."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: what a document on it says, and how it is asked.

    `elsewhere` is a topic that is no shop's business, such as the weather.
    """

    name: str
    about: str
    asked: tuple[str, ...]
    elsewhere: bool = False


@kept
def load_topics(locale: str = "en") -> tuple[Topic, ...]:
    """Read the topics of a locale; made once."""
    raw = read_table("policies", f"topics.{locale}.toml")["topics"]
    return tuple(
        Topic(name, told["about"], tuple(told["asked"]), told.get("elsewhere", False))
        for name, told in raw.items()
    )


class Coverage:
    """Which passage covers which topic, and how near a question is to each topic."""

    def __init__(self, index: PassageIndex, topics: tuple[Topic, ...]) -> None:
        self._about = index.embed([topic.about for topic in topics])
        asked = [index.embed([*topic.asked, topic.about]) for topic in topics]
        self._asked = np.concatenate(asked)
        self._owners = np.repeat(np.arange(len(topics)), [len(rows) for rows in asked])
        middles = np.stack([rows.mean(axis=0) for rows in asked])
        middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-12)
        near = (index.nearness(self._about) + index.nearness(middles)) / 2
        self.passage_of = _assigned(near)
        self._open = [at for at in range(len(topics)) if at not in self.passage_of]
        self._elsewhere = [at for at, topic in enumerate(topics) if topic.elsewhere]

    def topics(self, question: Matrix) -> Matrix:
        """Give how near a question, a unit vector, is to each topic."""
        near = np.full(len(self._about), -1.0, dtype=np.float32)
        np.maximum.at(near, self._owners, self._asked @ question)
        return near

    def by_passage(self, near: Matrix, passages: int) -> Matrix:
        """Give how near the question is to what each passage covers, 0 where that is nothing."""
        found = np.zeros(passages, dtype=np.float32)
        for topic, passage in self.passage_of.items():
            found[passage] = max(found[passage], near[topic])
        return found

    def uncovered(self, near: Matrix) -> float:
        """Give how near the question is to the nearest topic that no passage covers."""
        return max((float(near[topic]) for topic in self._open), default=0.0)

    def is_silent(self, near: Matrix, sure: float) -> bool:
        """Whether the question is surely on a shop's topic that no passage covers."""
        nearest = int(np.argmax(near))
        asked = nearest in self._open and nearest not in self._elsewhere
        return asked and float(near[nearest]) >= sure


def _assigned(near: npt.NDArray[np.floating]) -> Mapping[int, int]:
    """Give each topic the passage nearest to it that no nearer topic has taken, if near enough."""
    pairs = sorted(np.ndindex(near.shape), key=lambda pair: -float(near[pair]))
    passage_of: dict[int, int] = {}
    taken: set[int] = set()
    for topic, passage in pairs:
        if near[topic, passage] < _COVERED:
            break
        open_ones = [other for other in range(near.shape[1]) if other not in taken]
        rival = max((near[topic, other] for other in open_ones), default=0.0)
        shared = near[topic, passage] >= max(_SHARED, rival + _CLEARLY)
        if topic not in passage_of and (passage not in taken or shared):
            passage_of[topic] = passage
            taken.add(passage)
    return passage_of
