"""The runner: plays scripts against an assistant, judges every step, repeats with seeds.

Knows nothing of files, of reports, or of where the assistant lives.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar, overload

from assistant.errors import AssistantError
from assistant.rehearsal.partner import InProcess, Partner
from assistant.rehearsal.playing import play
from assistant.rehearsal.results import CaseResult, RunReport
from assistant.rehearsal.script import Case, Script
from assistant.rehearsal.selecting import selected

if TYPE_CHECKING:
    from assistant.turn import Assistant

__all__ = ["Rehearsal"]

Far = TypeVar("Far")
"""What partners talk with: an assistant, or a server far away."""


Note = Callable[[Script, Case], Iterable[str]]
"""Says what should be known of a case in this run."""


@dataclass(frozen=True, slots=True)
class _Task:
    """One case to be played once; `place` is its place in the report."""

    place: tuple[int, int]
    script: Script
    case: Case
    run: int
    seed: int


class Rehearsal:
    """Plays scripts. `make` is called once, at the first case, and may take its time.

    Every case has a conversation and a partner of its own, by default one that talks in this
    process with the assistant that `make` gives; `partner` may talk with something else. What
    `note` says of a case is among the notes of its results.
    """

    @overload
    def __init__(
        self,
        make: Callable[[], Assistant],
        *,
        tell: Callable[[CaseResult], None] = ...,
        note: Note = ...,
    ) -> None: ...

    @overload
    def __init__(
        self,
        make: Callable[[], Far],
        *,
        partner: Callable[[Far], Partner],
        tell: Callable[[CaseResult], None] = ...,
        note: Note = ...,
    ) -> None: ...

    def __init__(
        self,
        make: Callable[[], Any],
        *,
        partner: Callable[[Any], Partner] = InProcess,
        tell: Callable[[CaseResult], None] = lambda _: None,
        note: Note = lambda _script, _case: (),
    ) -> None:
        self._made = cache(make)
        self._partner_of = partner
        self._tell = tell
        self._note = note

    def partner(self) -> Partner:
        """Give a partner for one conversation."""
        return self._partner_of(self._made())

    def run(  # noqa: PLR0913 - each is an option of the command
        self,
        scripts: Iterable[Script],
        *,
        runs: int = 1,
        seed: int = 0,
        stop_at_failure: bool = True,
        workers: int = 1,
        keyword: str | None = None,
        tags: Sequence[str] = (),
    ) -> RunReport:
        """Play every selected case `runs` times, in an order that each run's seed shuffles.

        `keyword` and `tags` select cases (see `selecting`); `stop_at_failure` ends a case at
        its first failing step; `workers` cases are played at a time. Raises AssistantError
        when nothing is selected.
        """
        began = time.perf_counter()
        chosen = [
            (script, case)
            for script in scripts
            for case in selected(script.cases, keyword=keyword, tags=tags)
        ]
        if not chosen:
            raise AssistantError("no case is selected: check -k and --tag")
        tasks = [task for run in range(runs) for task in _tasks(chosen, run, seed + run)]
        self.partner()  # made before the first case is timed, and once only
        results = self._play(tasks, stop_at_failure=stop_at_failure, workers=workers)
        ordered = tuple(result for _, result in sorted(results, key=lambda pair: pair[0]))
        return RunReport(ordered, runs, seed, time.perf_counter() - began)

    def _play(
        self, tasks: list[_Task], *, stop_at_failure: bool, workers: int
    ) -> list[tuple[tuple[int, int], CaseResult]]:
        def one(task: _Task) -> tuple[tuple[int, int], CaseResult]:
            began = time.perf_counter()
            steps, found = play(task.case, self.partner(), task.seed, stop=stop_at_failure)
            notes = (*found, *self._note(task.script, task.case))
            seconds = time.perf_counter() - began
            script = str(task.script.path)
            result = CaseResult(script, task.case, task.run, task.seed, steps, notes, seconds)
            self._tell(result)
            return task.place, result

        if workers <= 1:
            return [one(task) for task in tasks]
        with ThreadPoolExecutor(workers, thread_name_prefix="rehearsal") as threads:
            return list(threads.map(one, tasks))


def _tasks(chosen: Sequence[tuple[Script, Case]], run: int, seed: int) -> list[_Task]:
    tasks = [_Task((run, at), script, case, run, seed) for at, (script, case) in enumerate(chosen)]
    if run:  # the first run keeps the scripts' order; the others show what depends on it
        Random(seed).shuffle(tasks)
    return tasks
