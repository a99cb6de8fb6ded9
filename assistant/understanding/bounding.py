"""Words beside a figure: what bounds it ("at least", "or more") and the attribute it is of.

Knows nothing of what amounts come of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.understanding.figures import Figure
from assistant.understanding.lexicon import Lexicon, phrase_pattern

__all__ = ["Beside", "Bound", "Neighbours"]

Bound = Literal["min", "max", "near"]

_BOUNDS: tuple[Bound, ...] = ("min", "max", "near")
_AFTER: tuple[tuple[Bound, str], ...] = (("max", "after_max"), ("min", "after_min"))
_FILLER = (
    r"\s*(?:(?:(?:of|is|are|a|an|the|about|in|with|must be|should be|has to be)(?!\w)|[:=])\s*)*"
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands at a figure: `bound` with its `words`, an attribute's `name`, and the span."""

    bound: Bound | None
    words: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Side:
    bound: Bound | None = None
    words: str = ""
    name: str = ""
    reach: int = 0


class Neighbours:
    """Looks at both sides of the figures of one message; `names` are measured attributes."""

    def __init__(self, text: str, lexicon: Lexicon, names: Sequence[str] = ()) -> None:
        self._text, self._lexicon = text, lexicon
        self._names = "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or r"(?!)"

    def of(self, figure: Figure) -> Beside:
        """Read what stands before a figure and, for what is not said there, behind it."""
        names = r"(?!)" if figure.currency or figure.stars else self._names
        before = self._before(self._text[: figure.start], names)
        end = self._end(figure, names)
        behind = self._behind(self._text[end:], names, bounded=before.bound is not None)
        return Beside(
            before.bound or behind.bound,
            before.words,
            (before.name or behind.name).lower(),
            figure.start - before.reach,
            end + behind.reach,
        )

    def _end(self, figure: Figure, names: str) -> int:
        """Where a figure ends; a unit that begins a longer name is a part of that: "players up
        to".
        """
        start = figure.end - len(figure.unit)
        name, _ = self._named(self._text, start, names) if figure.unit else ("", start)
        return start if len(name) > len(figure.unit) else figure.end

    def _before(self, before: str, names: str) -> _Side:
        """The longest bounding phrase that ends at the figure, and a name behind or before it."""
        inner = re.compile(rf"{_FILLER}(?:(?<!\w)(?P<name>{names})(?!\w){_FILLER})?", re.IGNORECASE)
        found = [
            (bound, match.start(), match[0].lower(), between["name"] or "")
            for bound in _BOUNDS
            for match in phrase_pattern(self._lexicon.bounds[bound]).finditer(before)
            if (between := inner.fullmatch(before[match.end() :]))
        ]
        bound, start, words, name = min(
            found, key=lambda hit: hit[1], default=(None, len(before), "", "")
        )
        outer = re.search(
            rf"(?<!\w)(?P<name>{names})(?!\w){_FILLER}$", before[:start], re.IGNORECASE
        )
        if outer and not name:
            name, start = outer["name"], outer.start()
        return _Side(bound, words, name, len(before) - start)

    def _behind(self, behind: str, names: str, *, bounded: bool) -> _Side:
        """A name at the figure, and a bounding phrase behind both; or the other way round."""
        name, reach = self._named(behind, 0, names)
        bound: Bound | None = None
        for op, group in () if bounded else _AFTER:
            phrases = phrase_pattern(self._lexicon.bounds[group]).pattern
            pattern = re.compile(rf"[ +]*{phrases}(?!\s*\W?\d|\s+to\b)", re.IGNORECASE)
            if bound is None and (found := pattern.match(behind, reach)):
                bound, reach = op, found.end()
        if bound is None and not bounded and behind[reach:].lstrip().startswith("+"):
            bound, reach = "min", behind.index("+", reach) + 1
        if bound and not name:
            name, reach = self._named(behind, reach, names)
        return _Side(bound, "", name, reach)

    @staticmethod
    def _named(behind: str, start: int, names: str) -> tuple[str, int]:
        pattern = re.compile(rf"\s*(?:of\s+)?(?P<name>{names})(?!\w)", re.IGNORECASE)
        found = pattern.match(behind, start)
        return (found["name"], found.end()) if found else ("", start)
