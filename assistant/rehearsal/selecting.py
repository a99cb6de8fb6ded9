"""Which cases are played: by words of their names and tags, and by tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.errors import AssistantError
from assistant.rehearsal.nearness import near
from assistant.rehearsal.script import Case

__all__ = ["check_selection", "selected"]

_TOKEN = re.compile(r"\s*([()]|[^\s()]+)")


def selected(
    cases: Iterable[Case], *, keyword: str | None = None, tags: Sequence[str] = ()
) -> tuple[Case, ...]:
    """Give the cases with any of `tags` whose name or tags fit `keyword` ("budget and not long").

    Words stand for themselves; `and`, `or`, `not` and brackets put them together. Raises
    AssistantError where the expression cannot be read.
    """
    wanted = set(tags)
    return tuple(
        case
        for case in cases
        if (not wanted or wanted & set(case.tags))
        and (not keyword or _Expression(keyword, f"{case.name} {' '.join(case.tags)}").holds())
    )


def check_selection(
    cases: Sequence[Case], *, keyword: str | None = None, tags: Sequence[str] = ()
) -> None:
    """Raise AssistantError where this selects nothing, names a tag that no case has, or is unread.

    Told is what would have been found: the tags that are near, or what a keyword looks at.
    """
    if keyword:
        _Expression(keyword, "").holds()
    known = tuple(dict.fromkeys(tag for case in cases for tag in case.tags))
    for tag in tags:
        if tag not in known:
            raise AssistantError(f"no case has the tag {tag!r}{near(tag, known)}")
    if not selected(cases, keyword=keyword, tags=tags):
        raise AssistantError(
            f"no case is selected: -k {keyword!r} looks for its words in the names and tags of "
            f"cases{' of these tags' if tags else ''}; words side by side are one phrase"
        )


class _Expression:
    """A keyword expression over one text; words of it stand side by side as one phrase."""

    def __init__(self, expression: str, text: str) -> None:
        self._written = expression
        self._tokens = _TOKEN.findall(expression)
        self._text = text.casefold()

    def holds(self) -> bool:
        """Whether the text fits."""
        found = self._either()
        if self._tokens:
            raise self._unreadable()
        return found

    def _either(self) -> bool:
        found = self._both()
        while self._next_is("or"):
            self._tokens.pop(0)
            found = self._both() or found
        return found

    def _both(self) -> bool:
        found = self._single()
        while self._next_is("and"):
            self._tokens.pop(0)
            found = self._single() and found
        return found

    def _single(self) -> bool:
        if self._next_is("not"):
            self._tokens.pop(0)
            return not self._single()
        if self._next_is("("):
            self._tokens.pop(0)
            found = self._either()
            if not self._next_is(")"):
                raise self._unreadable()
            self._tokens.pop(0)
            return found
        words = []
        while self._tokens and self._tokens[0] not in {"and", "or", "not", "(", ")"}:
            words.append(self._tokens.pop(0).casefold())
        if not words:
            raise self._unreadable()
        return " ".join(words) in self._text

    def _next_is(self, token: str) -> bool:
        return bool(self._tokens) and self._tokens[0] == token

    def _unreadable(self) -> AssistantError:
        return AssistantError(
            f"cannot read the keyword {self._written!r}: "
            'put words together by and, or, not and whole brackets, as "lamps and (new or blue)"'
        )
