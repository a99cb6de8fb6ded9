"""`aisle test` at work: scripts found and checked, played, and reported as asked."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from assistant.errors import AssistantError
from ui.options import notice

if TYPE_CHECKING:
    from assistant.rehearsal.results import CaseResult, RunReport
    from assistant.rehearsal.script import Script
    from assistant.settings import Settings
    from assistant.turn import Assistant

__all__ = ["Asked", "Reports", "compare_reports", "quiet", "rehearse"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be played, how often and with what."""

    paths: tuple[Path, ...]
    runs: int = 1
    seed: int = 0
    workers: int = 1
    keyword: str | None = None
    tags: tuple[str, ...] = ()
    stop: bool = True
    model: str | None = None
    shop: Path | None = None


@dataclass(frozen=True, slots=True)
class Reports:
    """What is written besides the text: files, and JSON on stdout."""

    junit: Path | None = None
    html: Path | None = None
    as_json: bool = False


def rehearse(asked: Asked, reports: Reports) -> None:
    """Play scripts and report; leaves with 1 where something failed, 2 for a faulty script."""
    scripts = _loaded(asked)
    settings = _settings(asked, scripts)
    with TemporaryDirectory(prefix="aisle-rehearsal-", ignore_cleanup_errors=True) as folder:
        assistant = _made(asked, settings, Path(folder))
        _check(scripts, assistant)
        report = _played(asked, scripts, assistant, quietly=reports.as_json)
    _write(report, reports)
    if not report.ok:
        raise typer.Exit(1)


def compare_reports(first: Path, second: Path, *, as_json: bool) -> None:
    """Say what differs between two JSON reports; leaves with 1 where something got worse."""
    from assistant.rehearsal.comparing import compare
    from assistant.rehearsal.records import read_record

    difference = compare(read_record(first), read_record(second))
    if as_json:
        typer.echo(json.dumps(asdict(difference), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(difference.lines()))
    if difference.worse:
        raise typer.Exit(1)


def quiet(model: str | None) -> None:
    """Without a model, its absence is no news at every turn."""
    from assistant.rehearsal.making import PLAIN

    if model == PLAIN:
        logging.getLogger("assistant").setLevel(logging.ERROR)


def _loaded(asked: Asked) -> list[Script]:
    """Every script; all of their faults are told before the command leaves with 2."""
    from assistant.rehearsal.loading import find_scripts, load_script

    scripts, faults = [], []
    try:
        paths = find_scripts(asked.paths)
    except AssistantError as error:
        raise _faulty([str(error)]) from error
    for path in paths:
        try:
            scripts.append(load_script(path))
        except AssistantError as error:
            faults.append(str(error))
    if faults:
        raise _faulty(faults)
    return scripts


def _settings(asked: Asked, scripts: list[Script]) -> Settings:
    from assistant.rehearsal.sessions import home_of, settings_of

    homes = {home_of(script) for script in scripts}
    if asked.shop is None and len(homes) > 1:
        raise _faulty(["the scripts are for different shops: run them apart, or name one (--shop)"])
    return settings_of(scripts[0], asked.shop)


def _made(asked: Asked, settings: Settings, folder: Path) -> Assistant:
    from assistant.rehearsal.making import make_assistant
    from ui.progress import progress_bar

    quiet(asked.model)
    notice("Opening the shop …")
    with progress_bar() as progress:
        return make_assistant(settings, folder, model=asked.model, progress=progress, say=notice)


def _check(scripts: list[Script], assistant: Assistant) -> None:
    from assistant.rehearsal.checking import check_script

    faults = []
    for script in scripts:
        try:
            check_script(script, assistant.shop().index)
        except AssistantError as error:
            faults.append(str(error))
    if faults:
        raise _faulty(faults)


def _played(
    asked: Asked, scripts: list[Script], assistant: Assistant, *, quietly: bool
) -> RunReport:
    from dataclasses import replace

    from assistant.rehearsal.making import model_in_force
    from assistant.rehearsal.runner import Rehearsal
    from assistant.rehearsal.telling import tell_case
    from ui.checkup import package_versions

    def tell(result: CaseResult) -> None:
        (notice if quietly else typer.echo)(tell_case(result, runs=asked.runs))

    rehearsal = Rehearsal(lambda: assistant, tell=tell)
    report = rehearsal.run(
        scripts,
        runs=asked.runs,
        seed=asked.seed,
        stop_at_failure=asked.stop,
        workers=asked.workers,
        keyword=asked.keyword,
        tags=asked.tags,
    )
    versions = ", ".join(f"{name} {number}" for name, number in package_versions().items())
    setting = {
        "model": model_in_force(assistant),
        "index": assistant.shop().index.generation,
        "versions": versions,
    }
    return replace(report, setting=setting)


def _write(report: RunReport, reports: Reports) -> None:
    from assistant.rehearsal.junit import junit_xml
    from assistant.rehearsal.page import html_page
    from assistant.rehearsal.records import record_of
    from assistant.rehearsal.telling import tell_failure, tell_summary

    for path, write in ((reports.junit, junit_xml), (reports.html, html_page)):
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(write(report), encoding="utf-8")
    if reports.as_json:
        typer.echo(record_of(report).model_dump_json(indent=2))
        return
    for result in report.failures:
        typer.echo("\n" + "\n".join(tell_failure(result)))
    typer.echo("\n" + "\n".join(tell_summary(report)))


def _faulty(faults: list[str]) -> typer.Exit:
    for fault in faults:
        notice(f"aisle test: {fault}")
    return typer.Exit(2)
