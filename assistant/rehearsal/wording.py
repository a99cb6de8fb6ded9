"""What an assertion says of a property, against the catalogue: values misspelt, bounds that nothing
can meet or miss.

Knows values and bounds; where they stand in a script is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from assistant.rehearsal.nearness import slip_of
from assistant.rehearsal.properties import compared, describe, has, held
from assistant.rehearsal.values import Amount, Wanted
from retrieval.conditions import field_key
from retrieval.search import Index

__all__ = ["impossible_bounds", "misspelt", "values_of"]


def misspelt(name: str, value: str, index: Index) -> str | None:
    """Name what a value is probably meant to be that no product has; None where nothing is near.

    What is refused may well be nowhere in a shop; but a misspelt value is refused for nothing.
    """
    return None if _any_is(name, value, index) else slip_of(value, values_of(index, name))


@lru_cache(maxsize=512)
def _any_is(name: str, value: str, index: Index) -> bool:
    wish = {name: Wanted(any=(value,))}
    return any(has(p, variant, wish) for p in index.products for variant in p.variants)


def impossible_bounds(name: str, wish: Wanted, index: Index) -> Iterator[str]:
    """Say of each bound that no product's value can be held against it."""
    for bound in (wish.min, wish.max):
        if bound is not None and not _is_measured(field_key(name), bound, index):
            yield f"no {name} can be compared with {str(bound)!r}: {_has(field_key(name), index)}"


@lru_cache(maxsize=512)
def values_of(index: Index, name: str) -> tuple[str, ...]:
    """Give the words that products have under a name, sorted."""
    values = {
        word
        for value in _all(index, field_key(name))
        if isinstance(value, tuple)
        for word in (value[:-1] if field_key(name) == "category" else value)  # not the path
    }
    return tuple(sorted(values))


def _all(index: Index, key: str) -> Iterator[object]:
    return (held(p, variant, key) for p in index.products for variant in p.variants)


@lru_cache(maxsize=512)
def _is_measured(key: str, bound: Amount, index: Index) -> bool:
    return any(
        compared(held(p, variant, key), bound) is not None
        for p in index.products
        for variant in p.variants
    )


def _has(key: str, index: Index) -> str:
    """What there is under a name, in an example."""
    found = (
        value
        for p in index.products
        for variant in p.variants
        if (value := held(p, variant, key)) is not None
    )
    example = next(found, None)
    return "no product has one" if example is None else f"one is {describe(example)}"
