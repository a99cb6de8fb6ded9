"""Scripts as a command finds them: read, selected and held against the catalogue.

What is faulty leaves the command with 2, all faults told; nothing is opened for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from assistant.errors import AssistantError
from ui.options import notice

if TYPE_CHECKING:
    from assistant.rehearsal.script import Script
    from retrieval.search import Index

__all__ = ["check_scripts", "chosen", "faulty", "load_scripts"]

Given = TypeVar("Given")
Taken = TypeVar("Taken")


def load_scripts(
    paths: Iterable[Path], *, keyword: str | None, tags: Sequence[str]
) -> list[Script]:
    """Give every script, all its cases; leaves with 2 where `keyword` and `tags` select none."""
    from assistant.rehearsal.loading import find_scripts, load_script
    from assistant.rehearsal.selecting import check_selection

    try:
        found = find_scripts(tuple(paths))
    except AssistantError as error:
        raise faulty([str(error)]) from error
    scripts = _each(load_script, found)
    try:
        cases = [case for script in scripts for case in script.cases]
        check_selection(cases, keyword=keyword, tags=tags)
    except AssistantError as error:
        raise faulty([str(error)]) from error
    return scripts


def chosen(scripts: Iterable[Script], *, keyword: str | None, tags: Sequence[str]) -> list[Script]:
    """Give the scripts with their selected cases alone; those without one are left out."""
    from assistant.rehearsal.selecting import selected

    kept = [
        replace(script, cases=selected(script.cases, keyword=keyword, tags=tags))
        for script in scripts
    ]
    return [script for script in kept if script.cases]


def check_scripts(scripts: Iterable[Script], index: Index) -> None:
    """Leave with 2 where a script does not fit the catalogue."""
    from assistant.rehearsal.checking import check_script

    _each(lambda script: check_script(script, index), scripts)


def faulty(faults: Iterable[str]) -> typer.Exit:
    """Tell faults on stderr; gives what leaves with 2."""
    for fault in faults:
        notice(f"aisle test: {fault}")
    return typer.Exit(2)


def _each(take: Callable[[Given], Taken], given: Iterable[Given]) -> list[Taken]:
    """Take all, and tell what was wrong with any of them."""
    taken, faults = [], []
    for one in given:
        try:
            taken.append(take(one))
        except AssistantError as error:
            faults.append(str(error))
    if faults:
        raise faulty(faults)
    return taken
