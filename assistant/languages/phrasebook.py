"""The words of the data files: Chinese to English for reading, English to Chinese for speaking.

Knows nothing of grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from assistant.wordfiles import kept, read_table

__all__ = ["Entry", "Phrasebook", "phrasebook"]


class Entry(NamedTuple):
    """What a word is for the reader of Chinese (`kind`), and its English."""

    kind: str
    english: str


@dataclass(frozen=True)
class Phrasebook:
    """Both directions.

    For reading, `entries` and the words that ask; for speaking, `chinese` maps English in small
    letters to the Chinese that we say, `fragments` whole turns of phrase, `units` what is counted.
    """

    entries: Mapping[str, Entry]
    questions: frozenset[str]
    chinese: Mapping[str, str]
    fragments: tuple[tuple[re.Pattern[str], str], ...]
    units: Mapping[str, str]
    longest: int

    def at(self, text: str, start: int) -> tuple[str, Entry] | None:
        """Give the longest word that stands at a place of a text."""
        for length in range(min(self.longest, len(text) - start), 0, -1):
            if entry := self.entries.get(text[start : start + length]):
                return text[start : start + length], entry
        return None


@kept
def phrasebook() -> Phrasebook:
    """Read the data files."""
    goods, phrases = _read("goods"), _read("phrases")
    entries = dict(_entries(phrases)) | {
        said: Entry("good", english)
        for table in goods.values()
        for english, chinese in table.items()
        for said in chinese
    }
    spoken = {
        english.casefold(): chinese[0]
        for table in goods.values()
        for english, chinese in table.items()
    }
    raw = _read("fragments")
    fragments = tuple((_pattern(english), str(said)) for english, said in raw["fragments"].items())
    units = {english: str(said) for english, said in raw["units"].items()}
    questions = frozenset(phrases["questions"]["words"])
    return Phrasebook(entries, questions, spoken, fragments, units, max(map(len, entries)))


def _entries(phrases: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[str, Entry]]:
    """Words that steer the reading; the later kinds win where two have the same word."""
    listed = {"nothing": phrases["nothing"]["words"], **phrases["bounds"], **phrases["counting"]}
    for kind, words in listed.items():
        yield from ((word, Entry(kind, "")) for word in _words(words))
    for kind in ("money", "units"):
        for english, words in phrases[kind].items():
            yield from ((word, Entry(kind, english)) for word in _words(words))
    for kind in ("negation", "says"):
        yield from ((word, Entry(kind, str(said))) for word, said in phrases[kind].items())


def _words(raw: object) -> tuple[str, ...]:
    return tuple(map(str, raw)) if isinstance(raw, list) else ()


def _read(name: str) -> dict[str, dict[str, list[str]]]:
    return dict(read_table("languages", f"{name}.zh.toml"))


def _pattern(fragment: str) -> re.Pattern[str]:
    """ "not {x}" as a pattern that finds x."""
    parts = re.split(r"\{(\w+)\}", fragment)
    made = "".join(
        f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)
    )
    return re.compile(rf"{made}\Z", re.IGNORECASE | re.DOTALL)
