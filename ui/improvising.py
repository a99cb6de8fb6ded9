"""`aisle test --improvise` and `--mutate` at work: simulated shoppers, and broken assistants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from assistant.errors import AssistantError
from ui.opening import tell_opening
from ui.options import notice
from ui.outputs import check_folder
from ui.rehearsing import Asked, quiet
from ui.scripts import check_scripts, chosen, faulty, load_scripts

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.rehearsal.mutants.hunt import Fate
    from assistant.rehearsal.partner import Partner
    from assistant.rehearsal.shoppers import ImprovReport
    from assistant.rehearsal.shoppers.talk import Reword
    from assistant.turn import Assistant
    from retrieval.search import Index

__all__ = ["Crowd", "hunt_mutants", "improvise_shoppers"]


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many shoppers come, from which seed, how many at a time, and where failures go.

    They talk with the assistant of `model`, or with the server at `url`; with `reword` that
    model words what they say.
    """

    count: int
    seed: int = 0
    workers: int = 1
    model: str | None = None
    freeze: Path | None = None
    url: str | None = None
    reword: bool = False


def improvise_shoppers(home: Path | None, crowd: Crowd, *, as_json: bool) -> None:
    """Let shoppers talk and report; leaves with 1 where a misfit was shown as fitting."""
    from assistant.rehearsal.shoppers import improvise

    _check_crowd(crowd)
    with _opened(home, crowd) as meeting:
        report = improvise(
            meeting.partner,
            meeting.index,
            count=crowd.count,
            seed=crowd.seed,
            workers=crowd.workers,
            reword=_voice(crowd, meeting),
        )
    typer.echo(report.as_json() if as_json else report.as_table())
    if crowd.freeze is not None:
        _freeze(report, crowd.freeze, meeting.index)
    if report.figures()["violations shown as fitting"]:
        raise typer.Exit(1)


def _check_crowd(crowd: Crowd) -> None:
    """Refuse what would fail when the shoppers have gone, or before they come."""
    from assistant.rehearsal.making import PLAIN

    if crowd.reword and crowd.model == PLAIN:
        raise AssistantError(f"--reword needs a chat model: leave out --model {PLAIN}")
    try:
        if crowd.freeze is not None:
            check_folder("--freeze", crowd.freeze)
    except AssistantError as error:
        raise faulty([str(error)]) from error


def hunt_mutants(asked: Asked, *, as_json: bool) -> None:
    """Say which mutants the selected cases do not notice; leaves with 1 where one lives."""
    from assistant.rehearsal.mutants import hunt

    scripts = chosen(
        load_scripts(asked.paths, keyword=asked.keyword, tags=asked.tags),
        keyword=asked.keyword,
        tags=asked.tags,
    )

    def tell(fate: Fate) -> None:
        notice(f"{fate.name}: {'noticed' if fate.killed_by else 'LIVES'}")

    with _assistant(asked.shop, asked.model) as assistant:
        check_scripts(scripts, assistant.shop().index)
        report = hunt(scripts, lambda: assistant, tell=tell)
    typer.echo(report.as_json() if as_json else report.as_table())
    if not report.ok:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Meeting:
    """Where shoppers talk: what begins a conversation, the catalogue, and the model here."""

    partner: Callable[[], Partner]
    index: Index
    model: BaseChatModel | None = None


@contextmanager
def _opened(home: Path | None, crowd: Crowd) -> Iterator[_Meeting]:
    """Open it: a running server, or an assistant here."""
    from assistant.rehearsal.making import PLAIN
    from assistant.rehearsal.over_http import OverHttp
    from assistant.rehearsal.partner import InProcess
    from assistant.settings import load_settings
    from ui.running import reached

    if crowd.url is not None:
        with reached(crowd.url, load_settings(home)) as server:
            yield _Meeting(lambda: OverHttp(server), server.index)
        return
    with _assistant(home, crowd.model) as assistant:
        model = None if crowd.model == PLAIN else assistant.model
        yield _Meeting(lambda: InProcess(assistant), assistant.shop().index, model)


def _voice(crowd: Crowd, meeting: _Meeting) -> Reword | None:
    """The model as what words the shoppers' sentences, where that is asked for."""
    from assistant.rehearsal.shoppers.rewording import reworded_by

    if not crowd.reword:
        return None
    if meeting.model is None:
        raise AssistantError("--reword needs a chat model here")
    return reworded_by(meeting.model, meeting.index.vocabulary)


@contextmanager
def _assistant(home: Path | None, model: str | None) -> Iterator[Assistant]:
    """Build the shop's assistant over a database that is thrown away."""
    from assistant.rehearsal.making import make_assistant
    from assistant.settings import load_settings
    from ui.progress import progress_bar

    quiet(model)
    settings = load_settings(home)
    tell_opening(settings)
    with TemporaryDirectory(prefix="aisle-rehearsal-", ignore_cleanup_errors=True) as folder:
        with progress_bar() as progress:
            assistant = make_assistant(
                settings, Path(folder), model=model, progress=progress, say=notice
            )
        yield assistant


def _freeze(report: ImprovReport, folder: Path, index: Index) -> None:
    """Write every failed visit as a script, and name those with nothing to fail by."""
    from assistant.rehearsal.shoppers.freeze import freeze

    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for visit in report.failures:
        held = visit.conversation
        text = freeze(visit, index)
        if text is None:
            notice(
                f"shopper {held.number}: no script: all that was said was met, and patience ended "
                "before the rest was said"
            )
            continue
        path = folder / f"shopper-{held.seed}-{held.number}.chat.yaml"
        path.write_text(text, encoding="utf-8")
        written += 1
    notice(f"{written} script{'' if written == 1 else 's'} written to {folder}")
