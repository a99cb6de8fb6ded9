"""Figures of a Chinese clause in English words: "两百元以内" is "under 200".

The order is other than in English: what bounds a figure may stand before it or behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.languages.scanning import Token

__all__ = ["amount_at"]

_BOUNDS = {"max": "under", "min": "at least", "near": "around", "": ""}
_DEFAULTS = {"money": "max", "stars": "min"}


@dataclass(frozen=True, slots=True)
class _Figure:
    value: str
    kind: str
    unit: str


def amount_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """Give the English of the figure that begins at a token, and where it ends; or None."""
    start = at
    bound = _bound(tokens, at, "_before")
    at += bool(bound)
    figure, at = _figure(tokens, at)
    if figure is None:
        return None
    high, end = _figure(tokens, at + 1) if _kind(tokens, at) == "between" else (None, at)
    at = end if high else at
    at += _kind(tokens, at) == "pair_end"
    behind = _bound(tokens, at, "_after")
    at += bool(behind)
    if high:
        return _said_range(figure, high), at
    return _said(figure, bound or behind), max(at, start + 1)


def _figure(tokens: Sequence[Token], at: int) -> tuple[_Figure | None, int]:
    """A number with the unit behind it, or a sign before it."""
    if _kind(tokens, at) == "sign" and _kind(tokens, at + 1) == "number":
        return _Figure(tokens[at + 1].text, "money", tokens[at].text), at + 2
    if _kind(tokens, at) != "number":
        return None, at
    value, unit = tokens[at].text, _kind(tokens, at + 1)
    if unit not in {"money", "units", "measures", "sizes"}:
        return _Figure(value, "", ""), at + 1
    return _Figure(value, unit, tokens[at + 1].text), at + 2


def _kind(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].kind if at < len(tokens) else ""


def _bound(tokens: Sequence[Token], at: int, side: str) -> str:
    kind = _kind(tokens, at)
    return kind.removesuffix(side) if kind.endswith(side) else ""


def _said(figure: _Figure, bound: str) -> str:
    if figure.kind == "sizes":
        return f"size {figure.value}"
    if figure.kind == "measures" and not bound:
        return "" if figure.value == "1" else figure.value
    unit = "" if figure.kind == "measures" else figure.unit
    meant = bound or _DEFAULTS.get(unit, "") or _DEFAULTS.get(figure.kind, "")
    return " ".join(filter(None, (_BOUNDS[meant], figure.value, unit)))


def _said_range(low: _Figure, high: _Figure) -> str:
    unit = high.unit or low.unit
    return f"between {low.value} and {high.value} {unit}".strip()
