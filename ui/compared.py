"""A comparison as a table: escaped HTML for the page, and rows for a terminal.

Its columns are the products in the order of their cards, its rows the properties in which they
differ. Knows nothing of pages.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ui.words import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.types import Card, Comparison
    from ui.words import Words

__all__ = ["comparison_html", "comparison_rows"]

_UNLISTED = "not listed"


def comparison_html(comparison: Comparison | None, cards: Sequence[Card], words: Words) -> str:
    """Draw what differs as a table with headings for its rows and columns; "" for nothing.

    It scrolls within its own box, which can be reached by keyboard.
    """
    if comparison is None or not comparison.rows:
        return ""
    caption = escape(words.say("What differs"))
    heads = "".join(
        f'<th scope="col"><span class="place">{place}</span> {escape(card.title)}</th>'
        for place, card in enumerate(cards, start=1)
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(row.name)}</th>{_cells(row.values, words)}</tr>'
        for row in comparison.rows
    )
    return (
        f'<div class="compared" role="region" tabindex="0" aria-label="{caption}" '
        f'lang="{escape(words.language)}"><table><caption class="spoken">{caption}</caption>'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cells(values: Sequence[str], words: Words) -> str:
    missing = f'<span class="unlisted">{escape(words.say(_UNLISTED))}</span>'
    return "".join(f"<td>{escape(value) if value else missing}</td>" for value in values)


def comparison_rows(comparison: Comparison | None, words: Words) -> list[tuple[str, ...]]:
    """Give the rows for a terminal, a property's name before its values, control codes dropped."""
    rows = comparison.rows if comparison else ()
    missing = words.say(_UNLISTED)
    return [
        tuple(
            printable(text).replace("\n", " ")
            for text in (row.name, *(v or missing for v in row.values))
        )
        for row in rows
    ]
