"""What a person should know about a search's conditions, in lines: values nobody has, ways on.

Knows nothing of where the lines are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.notation import written
from retrieval.relaxation import ways_on
from retrieval.unmet import unknown_values

if TYPE_CHECKING:
    from retrieval.relaxation import WayOn
    from retrieval.search import Index
    from retrieval.unmet import Unknown
    from ui.asked import Asked

__all__ = ["notes_on", "unknown_lines"]

_OFFERED = 3


def notes_on(asked: Asked, index: Index, match_count: int) -> list[str]:
    """Say which values no product has and, where nothing was found, what would find something.

    Raises:
        CatalogueError: as `Asked.run`.
    """
    return [*unknown_lines(asked, index), *([] if match_count else _ways(asked, index))]


def unknown_lines(asked: Asked, index: Index) -> list[str]:
    """Say which values of the conditions no product has.

    Raises:
        CatalogueError: as `Asked.run`.
    """
    return [_unknown(value) for value in unknown_values(index, asked.check())]


def _unknown(value: Unknown) -> str:
    if value.field == "price":
        other = f", but in {value.near[0]}" if value.near else ""
        return f"no price is in {value.value[:80]!r}{other}"
    near = f"; near: {', '.join(value.near)}" if value.near else ""
    return f"no product has the {value.field} {value.value[:80]!r}{near}"


def _ways(asked: Asked, index: Index) -> list[str]:
    ways = ways_on(
        index,
        asked.query,
        asked.check(),
        available_only=asked.available,
        like=asked.similar_to,
    )
    return [_way(way) for way in ways[:_OFFERED]]


def _way(way: WayOn) -> str:
    moved = way.widening
    instead = f"; with {written(moved.condition)}: {_products(moved.count)}" if moved else ""
    return f"without {', '.join(map(written, way.without))}: {_products(way.count)}{instead}"


def _products(count: int) -> str:
    return f"{count:,} {'product' if count == 1 else 'products'}"
