"""A conversation in a terminal: what is written, and what Ctrl-C does to it."""

from __future__ import annotations

import io
import os
import pty
import signal
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

import pytest
from rich.console import Console
from scripted import ScriptedAssistant, card, reply

from assistant.errors import AssistantError
from assistant.grounding import Claim, Ground
from assistant.reply import SentenceShown
from assistant.types import Chip
from ui.terminal import Screen, decoded, explained, replying

TESTS = Path(__file__).parent


def shown(*replies: object, terminal: bool = False) -> str:
    out = io.StringIO()
    screen = Screen("en_US", Console(file=out, force_terminal=terminal, width=60, highlight=False))
    assistant = ScriptedAssistant(deque(replies))  # type: ignore[arg-type]
    conversation = assistant.start()
    for _ in replies:
        for event in replying(assistant, conversation, "shoes"):
            screen.show(event)
    return out.getvalue()


def test_a_reply_is_written_with_cards_chips_and_suggestions() -> None:
    text = shown(reply(chips=(Chip("under $100", "x"), Chip("blue", "y"))))
    assert "12 matches, the best 2 shown" in text
    assert "1. Tern Trail Runner 1" in text
    assert "$79.00 (was $99.00)" in text
    assert "Here are two pairs." in text
    assert "In force: under $100 · blue" in text
    assert "You could say: only blue ones" in text


def test_without_a_terminal_there_are_no_colours() -> None:
    assert "\x1b" not in shown(reply())
    assert "\x1b" in shown(reply(), terminal=True)


def test_nothing_shown_can_steer_the_terminal() -> None:
    bad = "\x1b]0;owned\x07\x9b31m[bold]not markup[/bold] :smile:"
    text = shown(reply(bad, cards=(card(1, title=bad),), suggestions=(bad,)))
    assert not any(code in text for code in "\x1b\x07\x9b")
    assert "[bold]not markup[/bold] :smile:" in text


def test_what_the_reply_raises_reaches_the_caller() -> None:
    with pytest.raises(AssistantError, match="no model"):
        shown(AssistantError("no model"))


def test_undecodable_bytes_of_an_argument_become_text() -> None:
    assert decoded("sho\udcffes") == "sho\ufffdes"
    assert decoded("日本 ✓") == "日本 ✓"


TALK = """
import fcntl, sys, termios
if sys.stdin.isatty():
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # as a shell does, so that Ctrl-C is a signal
sys.path[:0] = {paths!r}
from collections import deque
from ui.terminal import Screen
from scripted import ScriptedAssistant, reply
from ui.commands.chat import talk
long = reply(". ".join(f"Sentence {{n}}" for n in range(100)) + ".")
assistant = ScriptedAssistant(deque([long]), pause=0.1)
conversation = assistant.start()
talk(assistant, Screen('en_US'), conversation)
turns = assistant.turns[conversation]
print("turns", [(turn.message, len(turn.reply.text) < 300) for turn in turns])
print("said", len(assistant.said) < 40)
"""


class Terminal:
    """A pseudo-terminal with a program in it."""

    def __init__(self, program: str) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", program], stdin=theirs, stdout=theirs, stderr=theirs,
            start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        self.text = ""

    def wait_for(self, text: str, times: int = 1, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        os.set_blocking(self._ours, False)
        while self.text.count(text) < times:
            assert time.monotonic() < deadline, f"{text!r} never came: {self.text!r}"
            try:
                self.text += os.read(self._ours, 65536).decode()
            except BlockingIOError:
                time.sleep(0.02)

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())


@pytest.mark.parametrize("leave", ["\x03", "\x04"])
def test_ctrl_c_stops_a_reply_and_the_next_one_leaves(leave: str) -> None:
    paths = [str(TESTS.parent), str(TESTS)]
    terminal = Terminal(TALK.format(paths=paths))
    terminal.wait_for("> ")
    terminal.type("shoes\n")
    terminal.wait_for("Sentence 2.")
    terminal.type("\x03")
    terminal.wait_for("Stopped.")
    terminal.wait_for("> ", times=2)
    terminal.type("and blue ones\n")
    terminal.wait_for("The first is the lightest.")
    terminal.wait_for("> ", times=3)
    terminal.type(leave)
    terminal.wait_for("said True")
    assert "turns [('shoes', True), ('and blue ones', True)]" in terminal.text
    assert "aisle chat --conversation" in terminal.text
    assert terminal.process.wait(10) == 0


def test_an_interrupt_without_a_terminal_ends_the_program() -> None:
    program = TALK.format(paths=[str(TESTS.parent), str(TESTS)]).replace(
        "talk(assistant, Screen('en_US'), conversation)",
        "from ui.commands.chat import texts\n"
        "try:\n    texts(assistant, Screen('en_US'), conversation, ['shoes'])\n"
        "except KeyboardInterrupt:\n    print('left')",
    )
    process = subprocess.Popen([sys.executable, "-uc", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while "Sentence 2." not in process.stdout.readline():
        pass
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=20)
    assert "left" in rest
    assert "turns [('shoes', True)]" in rest


def test_an_explained_sentence_says_who_wrote_it_and_what_bears_it_out() -> None:
    claim = Claim("price", "$35.00", (Ground("product", "p-1", "price", "35.00 USD"),))
    replaced = SentenceShown("It costs $35.00.", True, (claim,), "price: no product has $1")
    assert list(explained(replaced)) == [
        "written by code",
        "the model's own was replaced: price: no product has $1",
        "price '$35.00': product p-1 price = 35.00 USD",
    ]
    assert next(iter(explained(SentenceShown("Hi.", plain=False)))) == "written by the model"
