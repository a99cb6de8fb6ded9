"""Scripts in a few lines, and what is observed of a reply, for the tests of the rehearsal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant_samples import assistant_over, demo_index, demo_shop, talk

from assistant.rehearsal.loading import load_script
from assistant.rehearsal.observed import Observed, Scene, observe
from assistant.rehearsal.runner import Rehearsal

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.rehearsal.results import CaseResult, RunReport
    from assistant.rehearsal.script import Script
    from assistant.turn import Assistant

__all__ = ["case_of", "observed", "plain", "play", "scene", "script", "seen_as"]


def script(folder: Path, text: str, name: str = "my.chat.yaml") -> Script:
    """Load a script of this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_script(path)


def case_of(steps: str, **head: str) -> str:
    """A script of one case; `steps` are indented by nothing."""
    lines = ["test_cases:", "  - test_case: mine"]
    lines += [f"    {key}: {value}" for key, value in head.items()]
    return "\n".join([*lines, "    steps:", *(f"      {line}" for line in steps.splitlines())])


def plain() -> Assistant:
    """The demo shop's assistant without a model."""
    return assistant_over(demo_shop())


def play(folder: Path, text: str, **options: bool) -> CaseResult:
    """Play the only case of a script without a model."""
    return report(folder, text, **options).results[0]


def report(folder: Path, text: str, **options: bool) -> RunReport:
    return Rehearsal(plain).run([script(folder, text)], **options)


def observed(*messages: str) -> Observed:
    """What the last of some messages left behind."""
    return observe(messages[-1], talk(plain(), *messages)[-1], demo_index())


def scene(*messages: str) -> Scene:
    """The last of some messages as a scene of its own."""
    return Scene(observed(*messages))


def seen_as(seen: Observed, **changes: object) -> Scene:
    """The same, had the reply been another."""
    reply = replace(seen.reply, **changes)  # type: ignore[arg-type]
    return Scene(observe(seen.message, reply, demo_index()))
