"""`aisle test` at work: scripts found and checked, played, and reported as asked."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from assistant.errors import AssistantError
from ui.opening import tell_opening
from ui.options import notice
from ui.outputs import check_file
from ui.scripts import check_scripts, faulty, load_scripts

if TYPE_CHECKING:
    from assistant.rehearsal.partner import Partner
    from assistant.rehearsal.results import CaseResult, RunReport
    from assistant.rehearsal.script import Case, Script
    from assistant.settings import Settings
    from retrieval.search import Index

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
    url: str | None = None
    reachable: bool = False


@dataclass(frozen=True, slots=True)
class Reports:
    """What is written besides the text: files, and JSON on stdout."""

    junit: Path | None = None
    html: Path | None = None
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where scripts are played: `partner` begins a conversation there, `model` says with what."""

    partner: Callable[[], Partner]
    index: Index
    model: str


def rehearse(asked: Asked, reports: Reports) -> None:
    """Play scripts and report; leaves with 1 where something failed, 2 for a faulty script."""
    _check_files(reports)
    scripts = load_scripts(asked.paths, keyword=asked.keyword, tags=asked.tags)
    left_out: list[str] = []
    if asked.url is not None:
        scripts, left_out = _within_reach(asked, scripts)
    with _opened(asked, scripts) as place:
        check_scripts(scripts, place.index)
        report = _played(asked, scripts, place, quietly=reports.as_json)
    if left_out:
        report = replace(report, setting={**report.setting, "left out": "; ".join(left_out)})
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
    if count := len(difference.worse):
        notice(f"exit code 1: {count} case{'' if count == 1 else 's'} got worse, of those in both")
        raise typer.Exit(1)


def quiet(model: str | None) -> None:
    """Without a model, its absence is no news at every turn."""
    from assistant.rehearsal.making import PLAIN

    if model == PLAIN:
        logging.getLogger("assistant").setLevel(logging.ERROR)


def _settings(asked: Asked, scripts: list[Script]) -> Settings:
    from assistant.rehearsal.sessions import home_of, settings_of

    homes = {home_of(script) for script in scripts}
    if asked.shop is None and len(homes) > 1:
        raise faulty(["the scripts are for different shops: run them apart, or name one (--shop)"])
    try:
        return settings_of(scripts[0], asked.shop)
    except AssistantError as error:
        raise faulty([str(error)]) from error


def _within_reach(asked: Asked, scripts: list[Script]) -> tuple[list[Script], list[str]]:
    """Refuse what no client of a running server can do, or leave it out, each time by name."""
    from assistant.rehearsal.selecting import selected
    from ui.running import within_reach

    kept, refused = within_reach(
        scripts,
        lambda script: selected(script.cases, keyword=asked.keyword, tags=asked.tags),
    )
    if refused and not asked.reachable:
        hint = "play them without --url, or leave these cases out with --reachable"
        raise faulty([*refused, hint])
    for reason in refused:
        notice(f"left out: {reason}")
    if not any(selected(script.cases, keyword=asked.keyword, tags=asked.tags) for script in kept):
        raise faulty(["no client can play any of the selected cases: play them without --url"])
    return kept, refused


def _check_files(reports: Reports) -> None:
    """Leave with 2, before anything is played, where a report could not be written after it."""
    try:
        for option, file in (("--junit", reports.junit), ("--html", reports.html)):
            if file is not None:
                check_file(option, file)
    except AssistantError as error:
        raise faulty([str(error)]) from error


@contextmanager
def _opened(asked: Asked, scripts: list[Script]) -> Iterator[_Place]:
    """Open the place where the scripts are played: a running server, or an assistant here."""
    from assistant.rehearsal.making import make_assistant, model_in_force
    from assistant.rehearsal.over_http import OverHttp
    from assistant.rehearsal.partner import InProcess
    from ui.progress import progress_bar
    from ui.running import reached

    settings = _settings(asked, scripts)
    if asked.url is not None:
        with reached(asked.url, settings) as server:
            yield _Place(lambda: OverHttp(server), server.index, server.url)
        return
    quiet(asked.model)
    tell_opening(settings)
    with TemporaryDirectory(prefix="aisle-rehearsal-", ignore_cleanup_errors=True) as folder:
        with progress_bar() as progress:
            assistant = make_assistant(
                settings, Path(folder), model=asked.model, progress=progress, say=notice
            )
        index = assistant.shop().index
        yield _Place(lambda: InProcess(assistant), index, model_in_force(assistant))


def _played(asked: Asked, scripts: list[Script], place: _Place, *, quietly: bool) -> RunReport:
    from assistant.rehearsal.making import PLAIN
    from assistant.rehearsal.noting import shop_passed_over, without_model
    from assistant.rehearsal.runner import Rehearsal
    from assistant.rehearsal.telling import tell_case
    from ui.checkup import package_versions

    def tell(result: CaseResult) -> None:
        (notice if quietly else typer.echo)(tell_case(result, runs=asked.runs))

    def note(script: Script, case: Case) -> tuple[str, ...]:
        model = without_model(case) if place.model == PLAIN else ()
        return (*shop_passed_over(script, asked.shop), *model)

    def partner(there: _Place) -> Partner:
        return there.partner()

    rehearsal = Rehearsal(lambda: place, partner=partner, tell=tell, note=note)
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
        "model": place.model,
        "index": place.index.generation,
        "versions": versions,
    }
    return replace(report, setting=setting)


def _write(report: RunReport, reports: Reports) -> None:
    from assistant.rehearsal.junit import junit_xml
    from assistant.rehearsal.page import html_page
    from assistant.rehearsal.records import record_of
    from assistant.rehearsal.telling import tell_failures, tell_summary

    for path, write in ((reports.junit, junit_xml), (reports.html, html_page)):
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(write(report), encoding="utf-8")
    if reports.as_json:
        typer.echo(record_of(report).model_dump_json(indent=2))
        return
    for told in tell_failures(report):
        typer.echo("\n" + "\n".join(told))
    typer.echo("\n" + "\n".join(tell_summary(report)))
