"""Scripts written from conversations: one held now in the terminal, or one in the store."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from assistant.errors import AssistantError
from ui.opening import tell_opening
from ui.options import notice
from ui.outputs import check_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.reply import Turn
    from assistant.store import ConversationStore

__all__ = ["record_chat", "write_conversation"]

_NEWEST = 5
_SAID = 60
"""Characters of a conversation's first message that tell it from others."""


def record_chat(home: Path | None, file: Path, *, model: str | None) -> None:
    """Hold a conversation in the terminal (or from stdin's lines), then write it as a script."""
    from assistant.rehearsal.making import make_assistant
    from assistant.settings import load_settings
    from ui.commands.chat import talk, texts
    from ui.progress import progress_bar
    from ui.rehearsing import quiet
    from ui.terminal import Screen, read_lines, use_utf8

    _refuse_existing(file)
    check_file("--record", file)
    settings = load_settings(home)
    use_utf8()
    quiet(model)
    tell_opening(settings)
    with TemporaryDirectory(prefix="aisle-rehearsal-", ignore_cleanup_errors=True) as folder:
        with progress_bar() as progress:
            assistant = make_assistant(
                settings, Path(folder), model=model, progress=progress, say=notice
            )
        conversation_id = assistant.start()
        screen = Screen(settings.locale)
        if sys.stdin.isatty():
            talk(assistant, screen, conversation_id)
        else:
            texts(assistant, screen, conversation_id, read_lines())
        _write(assistant.history(conversation_id), file)


def write_conversation(home: Path | None, conversation_id: str, file: Path | None) -> None:
    """Write a stored conversation as a script, to a file or to stdout."""
    from assistant.settings import load_settings
    from assistant.store import ConversationStore, open_database

    if file is not None:
        _refuse_existing(file)
        check_file("--record", file)
    settings = load_settings(home)
    store = ConversationStore(open_database(settings.database))
    try:
        turns = store.turns(conversation_id)
    except AssistantError as error:
        raise AssistantError(_unknown(store, conversation_id, settings.home)) from error
    _write(turns, file)


def _unknown(store: ConversationStore, conversation_id: str, home: Path) -> str:
    """Say that a shop has no such conversation, and which are its newest."""
    newest = [(known, store.turns(known)[0].message) for known in store.newest(_NEWEST)]
    if not newest:
        return f"there is no conversation {conversation_id!r}: nobody has talked in {home} yet"
    told = [f"  {known}  {' '.join(message.split())[:_SAID]}" for known, message in newest]
    where = f"there is no conversation {conversation_id!r} in {home}; the newest are"
    return "\n".join([where, *told])


def _write(turns: Sequence[Turn], file: Path | None) -> None:
    from assistant.rehearsal.recording import Recorded, script_text

    if not turns:
        raise AssistantError("nothing was said, so there is nothing to write down")
    name = turns[0].message.strip()[:60] or "a conversation"
    text = script_text([Recorded(name, turns)])
    if file is None:
        typer.echo(text, nl=False)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    notice(f"{file}: {len(turns)} turns; read it and keep the assertions that matter")


def _refuse_existing(file: Path) -> None:
    from assistant.rehearsal.loading import SUFFIX

    if file.exists():
        raise AssistantError(f"{file} is there already: name another, or remove it first")
    if not file.name.endswith(SUFFIX):
        raise AssistantError(f"{file} must end in {SUFFIX}, or nothing will play it")
