"""Which wishes a kind of product can be filtered by: tea has no colour, whatever "black tea" says.

Asks the index; knows nothing of words.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.filters import RESERVED_FIELDS, Condition
from retrieval.search import Index

__all__ = ["applicable"]

_FEWEST = 3


def applicable(
    wishes: Sequence[Condition], base: Sequence[Condition], index: Index
) -> tuple[Condition, ...]:
    """Leave out wishes for properties that no product of the wanted kind has.

    The kind is the one among the wishes, else the one in force in `base`. The words of what is
    left out stay in the query, where titles and descriptions may have them.
    """
    kind = [c for c in wishes if _is_kind(c)] or [c for c in base if _is_kind(c)]
    if not kind:
        return tuple(wishes)
    return tuple(c for c in wishes if c.op != "in" or _has(kind, c.field, index))


def _has(kind: Sequence[Condition], field: str, index: Index) -> bool:
    facet = index.vocabulary.facets.get(field)
    if field in RESERVED_FIELDS or facet is None:
        return True
    any_value = Condition(field, "in", tuple(facet.values))
    return index.search("", (*kind, any_value), limit=1).match_count > 0


def _is_kind(condition: Condition) -> bool:
    return (condition.field, condition.op) == ("category", "in")
