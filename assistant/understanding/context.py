"""What a reading knows of the conversation around a message, and what the message is out for.

Knows nothing of how messages are read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from assistant.showings import Reference
from retrieval.mentions import Mention

__all__ = ["Heard", "Stance"]


def _never(_kinds: Collection[str], _field: str, _value: str) -> bool:
    return False


def _no_sizes(_kinds: Collection[str]) -> Collection[str]:
    return ()


def _shows_nothing(_reference: Reference) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Heard:
    """What of the conversation a reading needs.

    `titles` are the products shown so far, the newest showing first, `kinds` the categories in
    force; `holds` says whether products of such kinds have a value of a property, `shows`
    whether a reference means something that was shown, `refused` are the (field, value) in force
    that products must not have, `sizes` gives the sizes that products of
    such kinds come in, or what was shown last where there is none.
    """

    titles: Sequence[str] = ()
    kinds: Collection[str] = ()
    holds: Callable[[Collection[str], str, str], bool] = _never
    sizes: Callable[[Collection[str]], Collection[str]] = _no_sizes
    shows: Callable[[Reference], bool] = _shows_nothing
    refused: Collection[tuple[str, str]] = ()

    def has(self, field: str, value: str) -> bool:
        """Say whether products of the kinds in force have a value."""
        return bool(self.kinds) and self.holds(self.kinds, field, value)

    def rather(self, kinds: Collection[str], one: Mention, other: Mention) -> bool:
        """Say whether products of such kinds have the one value and not the other."""
        has = [bool(kinds) and self.holds(kinds, m.field, m.value) for m in (one, other)]
        return has == [True, False]


@dataclass(frozen=True, slots=True)
class Stance:
    """What a message is out for: it `buys` (or compares), or `insists` on what was shown.

    It may also ask for others that are like what was shown (`likens`).
    """

    buys: bool = False
    insists: bool = False
    likens: bool = False
