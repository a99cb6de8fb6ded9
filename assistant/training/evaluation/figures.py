"""The figures over many verdicts: accuracies, precision and recall, and where they fall short.

Arithmetic alone. A Chinese word counts for two characters, which is what most have.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.training.evaluation.verdict import Verdict

__all__ = ["Count", "Figures", "Group", "figures_of", "percentile"]

_WORD = re.compile(r"[\u4e00-\u9fff]{1,2}|[^\s\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Count:
    """Facts found, too many, and missed."""

    found: int = 0
    surplus: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of what was understood, the share that was meant."""
        return _share(self.found, self.found + self.surplus)

    @property
    def recall(self) -> float:
        """Of what was meant, the share that was understood."""
        return _share(self.found, self.found + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _share(2 * self.found, 2 * self.found + self.surplus + self.missed)


@dataclass(frozen=True, slots=True)
class Group:
    """How messages of one kind came out; shares from 0 to 1."""

    messages: int
    act: float
    exact: float
    f1: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured over messages; `goal` is the joint goal accuracy over `turns`.

    `goal` and `whole` (conversations with every turn's goal right) are of dialogues only.
    `confusion` counts pairs of the act meant and the act understood.
    """

    messages: int
    act: float
    slots: Count
    exact: float
    dialogues: int
    turns: int
    goal: float
    whole: float
    median_ms: float
    ninety_ms: float
    by_slot: Mapping[str, Count]
    by_act: Mapping[str, Group]
    by_tone: Mapping[str, Group]
    by_length: Mapping[str, Group]
    confusion: Mapping[tuple[str, str], int]


def figures_of(verdicts: Sequence[Verdict]) -> Figures:
    """Measure all verdicts together; there is at least one."""
    talks: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.label.dialogue:
            talks[verdict.label.dialogue].append(verdict)
    turns = [verdict for talk in talks.values() for verdict in talk]
    times = [verdict.heard.ms for verdict in verdicts]
    pairs = Counter((str(v.label.act), str(v.heard.acts[0])) for v in verdicts)
    return Figures(
        messages=len(verdicts),
        act=_mean(v.act for v in verdicts),
        slots=_count(verdicts),
        exact=_mean(v.exact for v in verdicts),
        dialogues=len(talks),
        turns=len(turns),
        goal=_mean(v.goal for v in turns),
        whole=_mean(all(v.goal for v in talk) for talk in talks.values()),
        median_ms=percentile(times, 50),
        ninety_ms=percentile(times, 90),
        by_slot=_by_slot(verdicts),
        by_act=_grouped(verdicts, lambda v: str(v.label.act)),
        by_tone=_grouped(verdicts, lambda v: v.label.tone),
        by_length=_grouped(verdicts, lambda v: _length(v.label.say)),
        confusion=dict(pairs),
    )


def percentile(values: Sequence[float], percent: int) -> float:
    """Give the value that `percent` of the values do not exceed; 0 where there is none."""
    if len(values) < 2:
        return sum(values)
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _count(verdicts: Iterable[Verdict], field: str | None = None) -> Count:
    found = surplus = missed = 0
    for verdict in verdicts:
        found += sum(field in {None, slot.field} for slot in verdict.found)
        surplus += sum(field in {None, slot.field} for slot in verdict.surplus)
        missed += sum(field in {None, slot.field} for slot in verdict.missed)
    return Count(found, surplus, missed)


def _by_slot(verdicts: Sequence[Verdict]) -> dict[str, Count]:
    fields = {s.field for v in verdicts for s in (*v.found, *v.surplus, *v.missed)}
    counts = {field: _count(verdicts, field) for field in fields}
    return dict(sorted(counts.items(), key=lambda item: -(item[1].found + item[1].missed)))


def _grouped(verdicts: Sequence[Verdict], key: Callable[[Verdict], str]) -> dict[str, Group]:
    groups: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[key(verdict)].append(verdict)
    return {
        name: Group(
            messages=len(group),
            act=_mean(v.act for v in group),
            exact=_mean(v.exact for v in group),
            f1=_count(group).f1,
        )
        for name, group in sorted(groups.items())
    }


def _length(text: str) -> str:
    words = len(_WORD.findall(text))
    limits = ((1, "1 word"), (4, "2-4 words"), (9, "5-9 words"), (19, "10-19 words"))
    return next((name for most, name in limits if words <= most), "20+ words")


def _mean(values: Iterable[bool]) -> float:
    counted = list(values)
    return _share(sum(counted), len(counted))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
