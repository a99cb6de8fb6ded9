"""Two runs side by side: what got better, worse, changed its answer, became slower or faster.

Made for two models, two prompts or two feeds: cases are found again by file name and name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from statistics import median

from assistant.rehearsal.records import CaseRecord, ReportRecord, StepRecord

__all__ = ["Difference", "compare"]

_SLOWER = 1.5
_NOTICEABLE = 100.0  # milliseconds below which no ratio counts


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between a first and a second run; each entry is one line for people."""

    better: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    slower: tuple[str, ...] = ()
    faster: tuple[str, ...] = ()
    only_first: tuple[str, ...] = ()
    only_second: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Write it, worst first; one line where nothing differs."""
        parts = {
            "worse": self.worse,
            "better": self.better,
            "changed": self.changed,
            "slower": self.slower,
            "faster": self.faster,
            "only in the first": self.only_first,
            "only in the second": self.only_second,
        }
        if not any(parts.values()):
            yield "no difference"
        for name, entries in parts.items():
            if entries:
                yield f"{name}: {len(entries)}"
                yield from (f"  {entry}" for entry in entries)


def compare(first: ReportRecord, second: ReportRecord) -> Difference:
    """Compare two runs. Times are medians over the messages of a case; a warm-up does not count."""
    one, two = _grouped(_warm(first)), _grouped(_warm(second))
    both = [name for name in one if name in two]
    shares = {name: (_passing(one[name]), _passing(two[name])) for name in both}
    speeds = {name: (_middle(one[name]), _middle(two[name])) for name in both}
    return Difference(
        better=tuple(_share(name, *s) for name, s in shares.items() if s[1] > s[0]),
        worse=tuple(
            f"{_share(name, *s)}{_reason(two[name])}" for name, s in shares.items() if s[1] < s[0]
        ),
        changed=tuple(line for name in both for line in _changed(name, one[name], two[name])),
        slower=tuple(_speed(name, *s) for name, s in speeds.items() if _much(*s)),
        faster=tuple(_speed(name, *s) for name, s in speeds.items() if _much(s[1], s[0])),
        only_first=tuple(name for name in one if name not in two),
        only_second=tuple(name for name in two if name not in one),
    )


def _warm(report: ReportRecord) -> ReportRecord:
    """Take away the time of the very first message, which waits for what is loaded once."""
    if not report.cases:
        return report
    first, *others = report.cases
    begun = next((n for n, s in enumerate(first.steps) if s.total_ms is not None), None)
    steps = tuple(
        step.model_copy(update={"total_ms": None}) if number == begun else step
        for number, step in enumerate(first.steps)
    )
    return report.model_copy(update={"cases": (first.model_copy(update={"steps": steps}), *others)})


def _grouped(report: ReportRecord) -> Mapping[str, list[CaseRecord]]:
    cases: dict[str, list[CaseRecord]] = {}
    for case in report.cases:
        cases.setdefault(f"{PurePath(case.script).name}: {case.case}", []).append(case)
    return cases


def _passing(runs: Sequence[CaseRecord]) -> float:
    met = sum(not any(step.mismatches for step in case.steps) for case in runs)
    return met / len(runs)


def _share(name: str, before: float, after: float) -> str:
    return f"{name}: passed {before:.0%}, now {after:.0%}"


def _reason(runs: Sequence[CaseRecord]) -> str:
    found = [m for case in runs for step in case.steps for m in step.mismatches]
    if not found:
        return ""
    return f" ({found[0].assertion}: expected {found[0].expected}; got {found[0].got})"


def _changed(name: str, one: Sequence[CaseRecord], two: Sequence[CaseRecord]) -> Iterator[str]:
    """Steps whose state differs in the first run of each; words alone are no change."""
    for number, (old, new) in enumerate(zip(one[0].steps, two[0].steps, strict=False), start=1):
        before, after = _state(old), _state(new)
        parts = [
            f"{key} {before[key]} -> {after[key]}" for key in before if before[key] != after[key]
        ]
        if parts:
            yield f"{name}, step {number}: {'; '.join(parts)}"


def _state(step: StepRecord) -> dict[str, str]:
    return {
        "act": str(step.act),
        "products": ", ".join(step.products) or "none",
        "match_count": str(step.match_count),
        "not_found": str(step.not_found),
        "degraded": str(step.degraded),
    }


def _middle(runs: Sequence[CaseRecord]) -> float:
    times = [s.total_ms for case in runs for s in case.steps if s.total_ms is not None]
    return median(times) if times else 0.0


def _much(before: float, after: float) -> bool:
    if not before or not after:  # a case that was not timed is neither
        return False
    return after - before > _NOTICEABLE and after > _SLOWER * before


def _speed(name: str, before: float, after: float) -> str:
    return f"{name}: {before:.0f} ms, now {after:.0f} ms"
