"""The words for what is reduced, as their data file has them. Knows no catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.wordfiles import kept, read_table

__all__ = ["Reductions", "load_reductions"]

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reductions:
    """`reduced` says that something is, but not as a part of `selling` or with `goods` behind it.

    `refused` before it and `usual` say the opposite, `open` that it may be either. `percent` with
    `behind` or `before` it says by how much, `shares` in words. Between `asks_before` and
    `asks_behind` a percentage is bargained for.
    """

    reduced: Words
    goods: Words
    refused: Words
    selling: Words
    open: Words
    usual: Words
    percent: Words
    behind: Words
    before: Words
    shares: Mapping[str, int]
    asks_before: Words
    asks_behind: Words


@kept
def load_reductions(language: str = "en") -> Reductions:
    """Read the data file of a language."""
    raw = read_table("understanding", f"discounts.{language}.toml")
    reduced, percent, bargaining = raw["reduced"], raw["percent"], raw["bargaining"]
    return Reductions(
        reduced=tuple(reduced["words"]),
        goods=tuple(reduced["goods"]),
        refused=tuple(reduced["refused"]),
        selling=tuple(reduced["selling"]),
        open=tuple(reduced["open"]),
        usual=tuple(raw["usual"]["words"]),
        percent=tuple(percent["words"]),
        behind=tuple(percent["behind"]),
        before=tuple(percent["before"]),
        shares={word: int(share) for share, words in raw["shares"].items() for word in words},
        asks_before=tuple(bargaining["before"]),
        asks_behind=tuple(bargaining["behind"]),
    )
