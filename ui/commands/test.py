"""`aisle test`: scripted conversations against the real assistant, judged by its state."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import AssistantError
from ui.options import AsJson, Globals, Shop

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
    _check_together(context)
    asked = rehearsing.Asked(
        paths=tuple(paths or ()), runs=runs, seed=seed, workers=workers, url=url, shop=home,
        keyword=keyword, tags=tuple(tags or ()), stop=not keep_going, model=model,
        reachable=reachable,
    )  # fmt: skip
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
        improvising.hunt_mutants(asked, as_json=as_json)
    else:
        rehearsing.rehearse(asked, rehearsing.Reports(junit=junit, html=html, as_json=as_json))


def _check_together(context: typer.Context) -> None:
    """Leave with 2 where an option would be ignored beside another."""
    from ui.scripts import faulty
    from ui.together import A_PATH, check_together

    written = [
        A_PATH if parameter.param_type_name == "argument" else parameter.opts[0]
        for parameter in context.command.params
        if _is_written(context, str(parameter.name))
    ]
    try:
        check_together(written)
    except AssistantError as error:
        raise faulty([str(error)]) from error


def _is_written(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _home(context: typer.Context, shop: Path | None) -> Path | None:
    """The shop named after the command, or before it, if any."""
    before = context.find_object(Globals)
    return shop if shop is not None else before.shop if before else None
