"""Which of some products is the lighter, the cheaper, the better rated, by their listings.

Knows nothing of words.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.formats import format_attribute, format_money
from assistant.types import Card, Ranking, Weighed
from retrieval.catalogue import Product, Quantity
from retrieval.units import dimension, to_base

__all__ = ["weighed"]

Pair = tuple[Card, Product]
Figure = tuple[float, str]


def weighed(ranking: Ranking | None, found: Sequence[Pair], locale: str) -> Weighed | None:
    """Weigh products by the first property that all of them list in one dimension.

    None where nothing is asked; a property that not all list cannot be weighed.
    """
    if ranking is None:
        return None
    for name in ranking.by:
        figures = [_figure(pair, name, locale) for pair in found]
        known = [figure for figure in figures if figure]
        if len(known) == len(found) and _alike(found, name):
            values = [value for value, _ in known]
            edge = max(values) if ranking.most else min(values)
            place = values.index(edge)
            alone = values.count(edge) == 1
            told = tuple(said for _, said in known)
            return Weighed(name, ranking.most, place + 1 if alone else None, told)
    listed = (name for name in ranking.by if any(_figure(p, name, locale) for p in found))
    return Weighed(next(listed, ranking.by[0]), ranking.most)


def _figure(pair: Pair, name: str, locale: str) -> Figure | None:
    """A product's figure in the base unit, and how it is written."""
    card, product = pair
    if name == "price":
        return (float(card.price.amount), format_money(card.price, locale)) if card.price else None
    if name == "rating":
        return None if card.rating is None else (card.rating, f"{card.rating:g} out of 5")
    value = product.attributes.get(name)
    if not isinstance(value, Quantity):
        return None
    return to_base(value.value, value.unit), format_attribute(value, locale)


def _alike(found: Sequence[Pair], name: str) -> bool:
    """Whether figures can be compared: prices of one currency, measures of one dimension."""
    if name == "price":
        return len({card.price.currency for card, _ in found if card.price}) == 1
    values = [product.attributes.get(name) for _, product in found]
    return len({dimension(v.unit) for v in values if isinstance(v, Quantity)}) <= 1
