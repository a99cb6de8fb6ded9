"""A conversation in a terminal: what is read from it and how a reply is written to it.

Knows nothing of the command line's options. Text from a catalogue cannot steer the terminal.
"""

from __future__ import annotations

import queue
import sys
import threading
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.reply import CardsShown, Done, SentenceShown
from ui.cards import cards_text
from ui.compared import comparison_rows
from ui.replies import pump
from ui.words import Words, locale_for, printable

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from assistant.reply import Reply, ReplyEvent
    from assistant.types import Card
    from ui.replies import Conversing

__all__ = ["Screen", "decoded", "explained", "read_lines", "replying", "use_utf8"]


def use_utf8() -> None:
    """Write UTF-8 and read whatever comes: no byte on stdin or stdout ends the program."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # not where a program has put its own stream
            stream.reconfigure(encoding="utf-8", errors="replace")


def decoded(argument: str) -> str:
    """Give a command-line argument without the surrogates that stand for undecodable bytes."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def read_lines() -> Iterator[str]:
    """Yield the lines of stdin as they come; only a line feed ends one."""
    for line in sys.stdin:
        yield line.removesuffix("\n").removesuffix("\r")


def replying(assistant: Conversing, conversation_id: str, message: str) -> Generator[ReplyEvent]:
    """Yield a reply's events; on Ctrl-C stop the reply, see it stored, and raise again."""
    events: queue.SimpleQueue[ReplyEvent | Exception | None] = queue.SimpleQueue()
    stopped = threading.Event()
    making = threading.Thread(
        target=pump,
        args=(lambda: assistant.reply(conversation_id, message), events.put, stopped),
        daemon=True,
    )
    making.start()
    try:
        while (event := events.get()) is not None:
            if isinstance(event, Exception):
                raise event
            yield event
    finally:
        stopped.set()
        making.join()


def explained(sentence: SentenceShown) -> Iterator[str]:
    """Tell who wrote a sentence, why the model's own was not shown, and what bears it out."""
    yield "written by code" if sentence.plain else "written by the model"
    if sentence.reason:
        yield f"the model's own was replaced: {sentence.reason}"
    for claim in sentence.claims:
        borne_out = "; ".join(
            " ".join(filter(None, (g.source, g.id, g.field, f"= {g.value}" if g.value else "")))
            for g in claim.grounds
        )
        yield f"{claim.kind} {claim.text!r}: {borne_out}"


class Screen:
    """Writes replies for people: cards, sentences as they come, chips, suggestions.

    With `explain`, also who wrote each sentence and what bears its claims out.
    """

    def __init__(
        self, locale: str, console: Console | None = None, *, explain: bool = False
    ) -> None:
        self._explain = explain
        self._locale = locale
        self._console = console or Console(highlight=False, emoji=False, markup=False)

    def show(self, event: ReplyEvent) -> None:
        """Write one event."""
        match event:
            case CardsShown(cards, _, found):
                self._cards(cards, found)
            case SentenceShown(text):
                self._console.print(Text(printable(text)))
                for line in explained(event) if self._explain else ():
                    self.line(f"   {line}", "dim")
            case Done(reply):
                self._ending(reply)

    def line(self, text: str, style: str = "") -> None:
        """Write one line that is not part of a reply."""
        self._console.print(Text(printable(text), style=style))

    def _cards(self, cards: tuple[Card, ...], found: int | None) -> None:
        if found is not None and found > len(cards) > 0:
            self.line(f"{found} matches, the best {len(cards)} shown", "dim")
        for title, facts in cards_text(cards, Words(locale_for("", self._locale))):
            self.line(title, "bold")
            self._console.print(Padding(Text(facts, "dim"), (0, 0, 0, 3)))
        if cards:
            self._console.print()

    def _compared(self, reply: Reply) -> None:
        """Draw what differs between compared products, each under the number of its card."""
        rows = comparison_rows(reply.comparison, Words(locale_for(reply.language, self._locale)))
        if not rows:
            return
        table = Table("", *(f"{place}." for place in range(1, len(reply.cards) + 1)))
        for name, *values in rows:
            table.add_row(Text(name, "bold"), *map(Text, values))
        self._console.print(table)

    def _ending(self, reply: Reply) -> None:
        self._compared(reply)
        if reply.chips:
            self.line("In force: " + " · ".join(chip.label for chip in reply.chips), "cyan")
        if reply.suggestions:
            self.line("You could say: " + " · ".join(reply.suggestions), "dim")
        self._console.print()
