"""How questions to the shop's documents are put: words read from a data file.

Knows nothing of catalogues and documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.wordfiles import kept, read_table

__all__ = ["Asking", "load_asking"]


@dataclass(frozen=True, slots=True)
class Asking:
    """`item` is said for what was bought; `contact` and `sizes` are questions of our own."""

    opened: re.Pattern[str]
    mine: re.Pattern[str]
    item: str
    contact: str
    sizes: str

    def asks(self, text: str) -> bool:
        """Whether a message is put as a question."""
        asked = text.strip()
        return asked.endswith("?") or self.opened.match(asked) is not None

    def owns(self, before: str) -> bool:
        """Whether the words before a thing say that it is somebody's already."""
        return self.mine.search(before) is not None


@kept
def load_asking(language: str = "en") -> Asking:
    """Read the data file of a language."""
    raw = read_table("policies", f"asking.{language}.toml")
    lists = (raw["questions"]["openers"], raw["bought"]["mine"])
    openers, mine = ("|".join(map(re.escape, words)) for words in lists)
    return Asking(
        re.compile(rf"(?:{openers})\s", re.IGNORECASE),
        re.compile(rf"\b(?:{mine})\s+(?:[\w'-]+\s+){{0,2}}$", re.IGNORECASE),
        raw["bought"]["item"],
        raw["own"]["contact"],
        raw["own"]["sizes"],
    )
