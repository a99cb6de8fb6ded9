"""Several acts in one message: "add the first one, and do you ship to Norway?" is two.

A message is cut where both sides are on something of their own: another errand, or another kind
of thing with wishes of its own. Everything else stays together, for a story is one wish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.dialogue import State
from assistant.types import Act
from assistant.understanding.errands import errand_of
from assistant.understanding.heard import heard_of
from assistant.understanding.hearing import in_english
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.reading import Reading, read
from retrieval.search import Index

__all__ = ["parts"]

_MOST = 5
_LONGEST = 600
"""Characters up to which a message is looked at for several acts."""
_JOINT = re.compile(
    r"(?<=[.!?;])\s+(?:(?:and|also|then|plus|oh|btw)\b[\s,]*)?"
    r"|\s*[,;]?\s+(?:and\s+then|and\s+also|and|then|also|plus|as\s+well\s+as|by\s+the\s+way|btw|oh)\s+"
    r"|\s*[;&+]\s+|,\s+(?=(?:do|does|can|what|how|where|is|are|show|add|put|remove|please)\b)",
    re.IGNORECASE,
)
_ITS_OWN = re.compile(r"\W*(?:any|an?|some|also|my|for)\b", re.IGNORECASE)
_BARE = re.compile(r"\W*(?:the\s+)?\w+(?:\s+(?:one|of\s+\w+))?\W*", re.IGNORECASE)
"""A reference by itself, at the end of a question: "the first and the third?"."""
_PAST = re.compile(
    r"\b(?:bought|ordered|purchased|received|got|came|arrived|broke|loved|had)\b", re.IGNORECASE
)
_TALK = {Act.SMALLTALK, Act.OUT_OF_SCOPE, Act.HANDOFF}


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a piece of a message is on by itself; `act` of None is nothing of its own."""

    act: Act | None
    reading: Reading

    @property
    def kinds(self) -> set[str]:
        return {m.value for m in self.reading.wanted if m.field == "category"}

    @property
    def described(self) -> bool:
        """Whether it says more of what is wanted than its kind."""
        properties = [m for m in self.reading.wanted if m.field != "category"]
        said = (properties, self.reading.amounts, self.reading.unwanted, self.reading.size)
        return any(map(bool, said))


def parts(message: str, state: State, index: Index) -> tuple[str, ...]:
    """Cut a message into what it asks for, one act each, in order; most are one."""
    whole, message = message, in_english(message, state)
    pieces = list(_pieces(message)) if len(message) <= _LONGEST else []
    if len(pieces) < 2:
        return (whole,)
    found: list[str] = []
    start, end = pieces[0]
    for behind, until in pieces[1:]:
        now, then = (_claim(message[a:b], state, index) for a, b in ((start, end), (behind, until)))
        if len(found) < _MOST - 1 and _apart(now, then, message[behind:until]):
            found.append(message[start:end])
            start = behind
        end = until
    return (*found, message[start:end]) if found else (whole,)


def _pieces(message: str) -> Iterator[tuple[int, int]]:
    """Where the pieces between joints stand."""
    start = 0
    for joint in _JOINT.finditer(message):
        if message[start : joint.start()].strip():
            yield start, joint.start()
        start = joint.end()
    if message[start:].strip():
        yield start, len(message)


def _claim(piece: str, state: State, index: Index) -> _Claim:
    reading = read(piece, index.vocabulary, load_lexicon(), heard_of(state, index))
    act = errand_of(reading, shown=bool(state.shown))
    asks = reading.asked or (reading.is_question and not _BARE.fullmatch(piece))
    if act is None and reading.refs and asks:
        act = Act.DETAILS
    kinds = any(mention.field == "category" for mention in reading.wanted)
    if act is None and kinds and not _PAST.search(piece):
        act = Act.SEARCH
    return _Claim(None if act in _TALK else act, reading)


def _apart(now: _Claim, then: _Claim, words: str) -> bool:
    """Whether two neighbouring claims are different things to do."""
    if now.act is None or then.act is None:
        return False
    if now.act is then.act is Act.SEARCH:
        other = bool(then.kinds) and not then.kinds & now.kinds
        return other and now.described and (then.described or _ITS_OWN.match(words) is not None)
    if now.act is then.act:
        counted = now.reading.quantity or then.reading.quantity or then.reading.size
        return now.act is Act.CART_ADD and bool(counted and now.reading.refs and then.reading.refs)
    return True
