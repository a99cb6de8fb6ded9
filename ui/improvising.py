"""`aisle test --improvise` and `--mutate` at work: simulated shoppers, and broken assistants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from ui.options import notice
from ui.rehearsing import quiet

if TYPE_CHECKING:
    from assistant.rehearsal.mutants.hunt import Fate
    from assistant.rehearsal.partner import Partner
    from assistant.rehearsal.script import Script
    from assistant.rehearsal.shoppers import ImprovReport
    from assistant.turn import Assistant
    from retrieval.search import Index

__all__ = ["Crowd", "hunt_mutants", "improvise_shoppers"]


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many shoppers come, from which seed, how many at a time, and where failures go."""

    count: int
    seed: int = 0
    workers: int = 1
    model: str | None = None
    freeze: Path | None = None
    url: str | None = None


def improvise_shoppers(home: Path | None, crowd: Crowd, *, as_json: bool) -> None:
    """Let shoppers talk and report; leaves with 1 where a misfit was shown as fitting."""
    from assistant.rehearsal.shoppers import improvise

    with _opened(home, crowd) as (partner, index):
        report = improvise(
            partner, index, count=crowd.count, seed=crowd.seed, workers=crowd.workers
        )
    typer.echo(report.as_json() if as_json else report.as_table())
    if crowd.freeze is not None:
        _freeze(report, crowd.freeze, home)
    if report.figures()["violations shown as fitting"]:
        raise typer.Exit(1)


def hunt_mutants(home: Path | None, paths: list[Path], *, model: str | None, as_json: bool) -> None:
    """Say which mutants the scripts do not notice; leaves with 1 where one lives."""
    from assistant.rehearsal.loading import find_scripts, load_script
    from assistant.rehearsal.mutants import hunt

    scripts: list[Script] = [load_script(path) for path in find_scripts(paths)]

    def tell(fate: Fate) -> None:
        notice(f"{fate.name}: {'noticed' if fate.killed_by else 'LIVES'}")

    with _assistant(home, model) as assistant:
        report = hunt(scripts, lambda: assistant, tell=tell)
    typer.echo(report.as_json() if as_json else report.as_table())
    if not report.ok:
        raise typer.Exit(1)


@contextmanager
def _opened(home: Path | None, crowd: Crowd) -> Iterator[tuple[Callable[[], Partner], Index]]:
    """Give what begins a conversation, with a running server or here, and the catalogue."""
    from assistant.rehearsal.over_http import OverHttp
    from assistant.rehearsal.partner import InProcess
    from assistant.settings import load_settings
    from ui.running import reached

    if crowd.url is not None:
        with reached(crowd.url, load_settings(home)) as server:
            yield lambda: OverHttp(server), server.index
        return
    with _assistant(home, crowd.model) as assistant:
        yield lambda: InProcess(assistant), assistant.shop().index


@contextmanager
def _assistant(home: Path | None, model: str | None) -> Iterator[Assistant]:
    """Build the shop's assistant over a database that is thrown away."""
    from assistant.rehearsal.making import make_assistant
    from assistant.settings import load_settings
    from ui.progress import progress_bar

    quiet(model)
    notice("Opening the shop …")
    with TemporaryDirectory(prefix="aisle-rehearsal-", ignore_cleanup_errors=True) as folder:
        with progress_bar() as progress:
            settings = load_settings(home)
            assistant = make_assistant(
                settings, Path(folder), model=model, progress=progress, say=notice
            )
        yield assistant


def _freeze(report: ImprovReport, folder: Path, home: Path | None) -> None:
    """Write every failed visit as a script."""
    from assistant.rehearsal.shoppers.freeze import freeze

    folder.mkdir(parents=True, exist_ok=True)
    shop = "demo" if home is None else str(home)
    for visit in report.failures:
        held = visit.conversation
        path = folder / f"shopper-{held.seed}-{held.number}.chat.yaml"
        path.write_text(freeze(held, shop=shop), encoding="utf-8")
    notice(f"{len(report.failures)} scripts written to {folder}")
