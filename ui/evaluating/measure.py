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
)
from assistant.training.evaluation.requests import Heeded, heed

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.service import Shop

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
    """What messages are understood with; `seconds` is what the model may take for one."""

    model: BaseChatModel
    shop: Shop
    seconds: float

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
            labels, wishes = material.labels[:limit], material.wishes[:limit]
            for verdict in listen(labels, self.model, self.shop, seconds=self.seconds):
                verdicts.append(verdict)
                progress(material.name, len(verdicts), max(len(labels), len(verdicts)))
            heeded = []
            for wish in wishes:
                heeded.append(heed(wish, self.model, self.shop, seconds=self.seconds))
                progress(material.name, len(heeded), len(wishes))
            if heeded:
                requests.append((material.name, measure_wishes(heeded), tuple(heeded)))
        figures = figures_of(verdicts) if verdicts else None
        return Measured(figures, tuple(verdicts), tuple(requests))
