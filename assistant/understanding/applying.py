"""Which wishes a kind of product can be filtered by: tea has no colour, "green tea" is a type.

Asks the index; knows nothing of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.filters import RESERVED_FIELDS, Condition
from retrieval.search import Index

__all__ = ["applicable"]

_FEWEST = 3
"""Products that a kind must hold to be a filter, in a catalogue of hundreds."""


def applicable(
    wishes: Sequence[Condition], base: Sequence[Condition], index: Index
) -> tuple[Condition, ...]:
    """Leave out wishes for stray kinds, and for properties that no product of the kind has.

    The kind is the one among the wishes, else the one in force in `base`. A value that another
    property of that kind has ("green" of tea is its type) becomes a wish for that one. The words
    of what is left out stay in the query, where titles and descriptions may have them.
    """
    wishes = [c for c in wishes if not _is_kind(c) or _holds_enough(c, index)]
    kind = [c for c in wishes if _is_kind(c)] or [c for c in base if _is_kind(c)]
    if not kind:
        return tuple(wishes)
    fitting = (c if _has(kind, c, index) else _otherwise(c, kind, index) for c in wishes)
    return tuple(c for c in fitting if c)


def _holds_enough(kind: Condition, index: Index) -> bool:
    """Whether a shop sorts its products by a kind: a stray node of a large tree is no filter."""
    few = min(_FEWEST, len(index.products) // 100)
    counts = {category.name: category.count for category in index.vocabulary.categories}
    return sum(counts.get(name, 0) for name in kind.values) >= few


def _has(kind: Sequence[Condition], wish: Condition, index: Index) -> bool:
    facet = index.vocabulary.facets.get(wish.field)
    if wish.field in RESERVED_FIELDS or wish.bound is not None or facet is None:
        return True
    return facet.kind == "number" or _holds(kind, wish.field, tuple(facet.values), index)


def _otherwise(condition: Condition, kind: Sequence[Condition], index: Index) -> Condition | None:
    """Give the same words as another property that the kind has; an exclusion stays anyway."""
    for found in index.vocabulary.candidates(None, condition.values[0]):
        if found.field not in RESERVED_FIELDS and _holds(kind, found.field, (found.value,), index):
            same = (index.vocabulary.match(found.field, value) for value in condition.values)
            return replace(condition, field=found.field, values=tuple(m.value for m in same if m))
    return None if condition.op == "in" else condition


def _holds(kind: Sequence[Condition], field: str, values: tuple[str, ...], index: Index) -> bool:
    wanted = Condition(field, "in", values)
    return index.search("", (*kind, wanted), limit=1).match_count > 0


def _is_kind(condition: Condition) -> bool:
    return (condition.field, condition.op) == ("category", "in")
