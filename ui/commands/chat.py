"""`aisle chat`: a conversation in the terminal, or one JSON object a turn for programs."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from ui.opening import tell_opening
from ui.options import AsJson, Shop, notice, settings_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ui.replies import Conversing
    from ui.terminal import Screen

__all__ = ["chat", "objects", "talk", "texts"]


def chat(
    context: typer.Context,
    *,
    once: Annotated[
        str | None, typer.Option("--once", metavar="TEXT", help="Send one message and leave.")
    ] = None,
    as_json: AsJson = False,
    conversation: Annotated[
        str | None, typer.Option("--conversation", metavar="ID", help="Go on with this one.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say who wrote each sentence and what bears it out.")
    ] = False,
    shop: Shop = None,
) -> None:
    """Talk with the shop. Ctrl-C stops a reply; a second one, or Ctrl-D, leaves.

    Without a terminal, each line of stdin is a message.
    """
    from assistant.build import build_assistant
    from ui.progress import progress_bar
    from ui.terminal import Screen, decoded, read_lines, use_utf8

    settings = settings_for(context, shop)
    use_utf8()
    tell_opening(settings)
    with progress_bar() as progress:
        assistant = build_assistant(settings, progress=progress, say=notice)
    conversation_id = conversation or assistant.start()
    assistant.history(conversation_id)  # an unknown one is told before anything is read
    screen = Screen(settings.locale, explain=explain)
    if once is None and not as_json and sys.stdin.isatty():
        talk(assistant, screen, conversation_id)
        return
    messages = read_lines() if once is None else [decoded(once)]
    try:
        if as_json:
            objects(assistant, conversation_id, messages)
        else:
            texts(assistant, screen, conversation_id, messages)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    finally:
        _tell_id(conversation_id)


def _tell_id(conversation_id: str) -> None:
    """Say under which id the conversation is kept, on stderr: programs read stdout."""
    notice(f"Go on with it: aisle chat --conversation {conversation_id}")


def objects(assistant: Conversing, conversation_id: str, messages: Iterable[str]) -> None:
    """Answer each message with one line of JSON, written out at once."""
    from assistant.reply import Done
    from ui.terminal import replying
    from ui.wire import reply_object

    for message in messages:
        with closing(replying(assistant, conversation_id, message)) as events:
            for event in events:
                if isinstance(event, Done):
                    typer.echo(json.dumps(reply_object(event.reply), ensure_ascii=False))
                    sys.stdout.flush()


def texts(
    assistant: Conversing, screen: Screen, conversation_id: str, messages: Iterable[str]
) -> None:
    """Answer each message in words, as they come."""
    from ui.terminal import replying

    for message in messages:
        with closing(replying(assistant, conversation_id, message)) as events:
            for event in events:
                screen.show(event)


def talk(assistant: Conversing, screen: Screen, conversation_id: str) -> None:
    """Prompt for messages until the person leaves; a stopped reply leaves the rest as it is."""
    import readline  # noqa: F401 - gives `input` its editing keys and its memory

    screen.line("You could say: " + " · ".join(assistant.starters()), "dim")
    while True:
        try:
            message = input("> ")
        except (EOFError, KeyboardInterrupt):
            break
        if not message.strip():
            continue
        try:
            texts(assistant, screen, conversation_id, [message])
        except KeyboardInterrupt:
            screen.line("Stopped. Ctrl-C again leaves.", "dim")
    notice("")
    _tell_id(conversation_id)
