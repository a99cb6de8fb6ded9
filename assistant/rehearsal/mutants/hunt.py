"""Which mutants the given scripts notice: each is played until a case fails."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.errors import AssistantError
from assistant.rehearsal.mutants.registry import MUTANTS, Mutant
from assistant.rehearsal.runner import Rehearsal
from assistant.rehearsal.script import Script
from assistant.turn import Assistant

__all__ = ["Fate", "MutationReport", "hunt"]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant: the case that noticed it and how, or that it lived."""

    name: str
    does: str
    killed_by: str | None = None
    noticed: str = ""


@dataclass(frozen=True, slots=True)
class MutationReport:
    """Every mutant's fate. `unused` are cases that fail without any mutant: they prove nothing."""

    fates: tuple[Fate, ...]
    cases: int
    unused: tuple[str, ...] = ()

    @property
    def survivors(self) -> tuple[Fate, ...]:
        """The mutants that no case noticed."""
        return tuple(fate for fate in self.fates if fate.killed_by is None)

    @property
    def ok(self) -> bool:
        """Whether every mutant was noticed."""
        return not self.survivors

    def as_table(self) -> str:
        """Write a mutant a line, and what is left out."""
        width = max((len(fate.name) for fate in self.fates), default=0)
        lines = [f"{fate.name:<{width}}  {_told(fate)}" for fate in self.fates]
        killed = len(self.fates) - len(self.survivors)
        lines.append(f"{killed} of {len(self.fates)} mutants noticed by {self.cases} cases")
        lines += [f"not used, fails without a mutant: {name}" for name in self.unused]
        return "\n".join(lines)

    def as_json(self) -> str:
        """Write the same for programs."""
        fates = [
            {"mutant": f.name, "does": f.does, "killed_by": f.killed_by, "noticed": f.noticed}
            for f in self.fates
        ]
        whole = {"mutants": fates, "cases": self.cases, "unused": list(self.unused)}
        return json.dumps(whole, ensure_ascii=False, indent=2)


def hunt(
    scripts: Sequence[Script],
    make: Callable[[], Assistant],
    mutants: Iterable[Mutant] = MUTANTS,
    *,
    tell: Callable[[Fate], None] = lambda _: None,
) -> MutationReport:
    """Play the scripts against every mutant of what `make` gives, each until a case fails.

    Only cases that pass without a mutant count. Raises AssistantError where none does.
    """
    assistant = make()
    healthy = Rehearsal(lambda: assistant).run(scripts)
    passed = {result.key for result in healthy.results if result.outcome == "passed"}
    unused = tuple(
        f"{script}: {name}" for script, name in healthy.by_case if (script, name) not in passed
    )
    cases = [s for s in _single_cases(scripts) if (str(s.path), s.cases[0].name) in passed]
    if not cases:
        raise AssistantError("no case passes without a mutant: mend the scripts first")
    fates = []
    for mutant in mutants:
        fates.append(_fate(mutant, assistant, cases))
        tell(fates[-1])
    return MutationReport(tuple(fates), len(cases), unused)


def _single_cases(scripts: Iterable[Script]) -> Iterator[Script]:
    for script in scripts:
        for case in script.cases:
            yield replace(script, cases=(case,))


def _fate(mutant: Mutant, assistant: Assistant, cases: Iterable[Script]) -> Fate:
    rehearsal = Rehearsal(lambda: mutant.apply(assistant))
    for script in cases:
        result = rehearsal.run([script]).results[0]
        if result.mismatches:
            noticed = str(result.mismatches[0])
            return Fate(mutant.name, mutant.does, f"{script.path}: {result.case.name}", noticed)
    return Fate(mutant.name, mutant.does)


def _told(fate: Fate) -> str:
    if fate.killed_by is None:
        return f"LIVES: {fate.does}"
    return f"noticed by {fate.killed_by}"
