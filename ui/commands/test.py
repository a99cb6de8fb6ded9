"""`aisle test`: scripted conversations against the real assistant, judged by its state."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.options import AsJson, Globals, Shop, notice

__all__ = ["play_scripts"]

_Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATH...", help="*.chat.yaml files (see docs/rehearsal.md), and folders."
    ),
]
_Runs = Annotated[int, typer.Option(min=1, help="Play every case so often.")]
_Seed = Annotated[int, typer.Option(help="The first run's seed; the next has the next.")]
_Workers = Annotated[int, typer.Option(min=1, help="Play so many cases at a time.")]
_Keyword = Annotated[
    str | None, typer.Option("-k", metavar="EXPR", help='Only cases like "budget and not long".')
]
_Tags = Annotated[
    list[str] | None, typer.Option("--tag", metavar="TAG", help="Only cases of this tag.")
]
_KeepGoing = Annotated[
    bool, typer.Option("--keep-going", help="Go on with a case after a failing step.")
]
_Junit = Annotated[Path | None, typer.Option(metavar="FILE", help="Write JUnit XML.")]
_Html = Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page.")]
_Model = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="As AISLE_MODEL; `plain` is no model at all, fast."),
]
_Url = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Talk with a running server; judge by the --shop folder."),
]
_Reachable = Annotated[
    bool, typer.Option("--reachable", help="With --url: leave out what no client can play.")
]
_Diff = Annotated[
    tuple[Path, Path] | None,
    typer.Option(metavar="A B", help="Compare two JSON reports instead."),
]
_Record = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Chat, and write that as a script.")
]
_Conversation = Annotated[
    str | None,
    typer.Option("--from-conversation", metavar="ID", help="Write this one as a script."),
]

_Improvise = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Let N simulated shoppers talk instead.")
]
_Freeze = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="With --improvise: write what failed as scripts."),
]
_Reword = Annotated[
    bool, typer.Option("--reword", help="With --improvise: the model words what they say.")
]
_Mutate = Annotated[
    bool, typer.Option("--mutate", help="Break the assistant on purpose: who notices?")
]


def play_scripts(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    paths: _Paths = None,
    *,
    runs: _Runs = 1,
    seed: _Seed = 0,
    workers: _Workers = 1,
    keyword: _Keyword = None,
    tags: _Tags = None,
    keep_going: _KeepGoing = False,
    junit: _Junit = None,
    html: _Html = None,
    as_json: AsJson = False,
    model: _Model = None,
    url: _Url = None,
    reachable: _Reachable = False,
    diff: _Diff = None,
    record: _Record = None,
    conversation: _Conversation = None,
    improvise: _Improvise = None,
    reword: _Reword = False,
    freeze: _Freeze = None,
    mutate: _Mutate = False,
    shop: Shop = None,
) -> None:
    """Play scripted conversations; exit code 1 where one fails, 2 where a script is faulty."""
    from ui import improvising, recording, rehearsing

    home = _home(context, shop)
    _check_url(url, model=model, mutate=mutate, record=record is not None)
    if diff is not None:
        rehearsing.compare_reports(*diff, as_json=as_json)
    elif conversation is not None:
        recording.write_conversation(home, conversation, record)
    elif record is not None:
        recording.record_chat(home, record, model=model)
    elif improvise is not None:
        crowd = improvising.Crowd(improvise, seed, workers, model, freeze, url, reword)
        improvising.improvise_shoppers(home, crowd, as_json=as_json)
    elif mutate:
        improvising.hunt_mutants(home, paths or (), model=model, as_json=as_json)
    else:
        asked = rehearsing.Asked(
            paths=tuple(paths or ()), runs=runs, seed=seed, workers=workers, url=url, shop=home,
            keyword=keyword, tags=tuple(tags or ()), stop=not keep_going, model=model,
            reachable=reachable,
        )  # fmt: skip
        rehearsing.rehearse(asked, rehearsing.Reports(junit=junit, html=html, as_json=as_json))


def _check_url(url: str | None, *, model: str | None, mutate: bool, record: bool) -> None:
    """A running server has its own model, and is neither broken on purpose nor recorded."""
    given = {"--model": model is not None, "--mutate": mutate, "--record": record}
    for option in [name for name, is_given in given.items() if is_given and url is not None]:
        raise _unusable(f"{option} and --url exclude each other: a running server is as it is")


def _unusable(why: str) -> typer.Exit:
    notice(f"aisle test: {why}")
    return typer.Exit(2)


def _home(context: typer.Context, shop: Path | None) -> Path | None:
    """The shop named after the command, or before it, if any."""
    before = context.find_object(Globals)
    return shop if shop is not None else before.shop if before else None
