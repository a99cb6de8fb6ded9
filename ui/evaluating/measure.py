"""Runs the messages of files through understanding, and collects what was measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.training.evaluation import (
    Figures,
    Material,
    RequestFigures,
    Verdict,
    figures_of,
    listen,
    measure_wishes,
    shop_over,
)
from assistant.training.evaluation.requests import Heeded, heed

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from assistant.service import Shop
    from assistant.understanding import Listener

__all__ = ["Bench", "Measured"]

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of labelled messages (all files together) and of requests, file by file."""

    figures: Figures | None
    verdicts: tuple[Verdict, ...]
    requests: tuple[tuple[str, RequestFigures, tuple[Heeded, ...]], ...]


@dataclass(frozen=True, slots=True)
class Bench:
    """What messages are understood with, and in which shop; `embeddings` open other catalogues."""

    listener: Listener
    shop: Shop
    embeddings: Embeddings

    def measure(
        self,
        materials: Sequence[Material],
        *,
        limit: int | None = None,
        progress: Progress = lambda _step, _done, _total: None,
    ) -> Measured:
        """Measure all files, of each at most `limit` messages."""
        verdicts: list[Verdict] = []
        requests = []
        for material in materials:
            shop = self._shop_of(material)
            labels, wishes = material.labels[:limit], material.wishes[:limit]
            heard = listen(labels, self.listener, shop)
            for done, verdict in enumerate(heard, 1):
                verdicts.append(verdict)
                progress(material.name, done, len(labels))
            heeded = []
            for wish in wishes:
                heeded.append(heed(wish, self.listener, shop))
                progress(material.name, len(heeded), len(wishes))
            if heeded:
                requests.append((material.name, measure_wishes(heeded), tuple(heeded)))
        figures = figures_of(verdicts) if verdicts else None
        return Measured(figures, tuple(verdicts), tuple(requests))

    def _shop_of(self, material: Material) -> Shop:
        named = material.catalogue
        return self.shop if named is None else shop_over(named, self.embeddings)
