"""What a rehearsal gives back: every step of every case of every run. Knows nothing of reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from assistant.rehearsal.observed import Observed
from assistant.rehearsal.script import Case, Step

__all__ = ["CaseResult", "Key", "Mismatch", "Outcome", "RunReport", "StepResult"]

Outcome = Literal["passed", "failed", "known", "unexpected"]
"""`known`: failed, as its script says it does. `unexpected`: passed although it should not."""

Key = tuple[str, str]
"""A case by its script's path and its name."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One assertion that does not hold, and the script's line where it stands."""

    assertion: str
    expected: str
    got: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.assertion}: expected {self.expected}; got {self.got}"


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step that was played; `observed` is None where nothing was answered."""

    step: Step
    observed: Observed | None = None
    mismatches: tuple[Mismatch, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case that was played once; steps after a stop are missing."""

    script: str
    case: Case
    run: int
    seed: int
    steps: tuple[StepResult, ...]
    notes: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def key(self) -> Key:
        """What tells the case from others, whatever the run."""
        return self.script, self.case.name

    @property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """Everything that did not hold, in order."""
        return tuple(mismatch for step in self.steps for mismatch in step.mismatches)

    @property
    def outcome(self) -> Outcome:
        """How it went, seen with what its script expects."""
        if self.case.expected_to_fail is not None:
            return "known" if self.mismatches else "unexpected"
        return "failed" if self.mismatches else "passed"


@dataclass(frozen=True)
class RunReport:
    """Everything that was played, case by case in the scripts' order, run by run."""

    results: tuple[CaseResult, ...]
    runs: int = 1
    seed: int = 0
    seconds: float = 0.0
    setting: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether nothing failed that should not, and nothing passed that should not."""
        return all(result.outcome in {"passed", "known"} for result in self.results)

    @cached_property
    def by_case(self) -> Mapping[Key, tuple[CaseResult, ...]]:
        """The runs of each case."""
        found: dict[Key, list[CaseResult]] = defaultdict(list)
        for result in self.results:
            found[result.key].append(result)
        return {key: tuple(results) for key, results in found.items()}

    @property
    def flaky(self) -> tuple[Key, ...]:
        """Cases that went one way in one run and another in another."""
        return tuple(
            key
            for key, results in self.by_case.items()
            if len({bool(result.mismatches) for result in results}) > 1
        )

    @property
    def failures(self) -> tuple[CaseResult, ...]:
        """What makes the report not ok."""
        return tuple(r for r in self.results if r.outcome in {"failed", "unexpected"})

    @property
    def turns(self) -> int:
        """How many messages were answered."""
        return sum(step.observed is not None for r in self.results for step in r.steps)

    def pass_power(self, k: int) -> float:
        """Give pass^k: the chance that k runs of a case all pass, averaged over the cases.

        The unbiased estimate C(passed, k) / C(runs, k) of tau-bench (Yao et al., 2024). Cases
        that are expected to fail are left out; 1.0 where there are no others. Raises
        ValueError where there are fewer runs than k.
        """
        from math import comb

        shares = []
        for results in self.by_case.values():
            if results[0].case.expected_to_fail is not None:
                continue
            if not 1 <= k <= len(results):
                raise ValueError(f"pass^{k} needs {k} runs, and there are {len(results)}")
            passed = sum(not result.mismatches for result in results)
            shares.append(comb(passed, k) / comb(len(results), k))
        return sum(shares) / len(shares) if shares else 1.0
