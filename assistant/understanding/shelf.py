"""Showings looked up in the catalogue: their titles, what they are, and which is the lightest.

Knows nothing of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.showings import Showing
from retrieval.catalogue import Product, Quantity, Variant
from retrieval.conditions import field_key
from retrieval.filters import Condition
from retrieval.search import Index
from retrieval.text import fold
from retrieval.units import to_base

__all__ = ["Shelf"]

Showings = tuple[Showing, ...]


class Shelf:
    """The products behind showings."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def title(self, showing: Showing) -> str:
        """The title of a showing's product, "" where the catalogue no longer has it."""
        product = self._index.product(showing.product_id)
        return product.title if product else ""

    def fitting(self, group: Showings, having: Sequence[Condition]) -> Showings:
        """Those of a group that are all of it: as they were shown, else in any variant."""
        if not having:
            return group
        ids = tuple(dict.fromkeys(showing.product_id for showing in group))
        among = (Condition("id", "in", ids), *having)
        hits = self._index.search("", among, limit=len(ids)).hits
        found = {hit.product.id for hit in hits}
        loose = tuple(showing for showing in group if showing.product_id in found)
        return tuple(s for s in loose if self._as_shown(s, having)) or loose

    def extreme(self, group: Showings, fields: Sequence[str], *, most: bool) -> Showings:
        """Those with the least or the most of the first property that any of them has."""
        for field in fields:
            known = {s: value for s in group if (value := self._figure(s, field)) is not None}
            if known:
                edge = max(known.values()) if most else min(known.values())
                return tuple(showing for showing, value in known.items() if value == edge)
        return group

    def price(self, showing: Showing) -> Decimal | None:
        """What a showing costs."""
        variant = self._variant(showing)
        return variant.price.amount if variant and variant.price else None

    def figure(self, showing: Showing, field: str) -> Quantity | None:
        """A measure of a showing's product."""
        product = self._index.product(showing.product_id)
        values = product.attributes.items() if product else ()
        measures = (v for name, v in values if field_key(name) == field)
        return next((value for value in measures if isinstance(value, Quantity)), None)

    def values(self, showing: Showing, field: str) -> tuple[str, ...]:
        """The values in words of a property: those of the variant shown, else of its product."""
        product, variant = self._index.product(showing.product_id), self._variant(showing)
        if product is None or variant is None:
            return ()
        own = {"brand": (product.brand,), "category": product.category[-1:]}
        own |= {field_key(name): (value,) for name, value in variant.options.items()}
        listed = {
            field_key(name): value
            for name, value in product.attributes.items()
            if isinstance(value, tuple)
        }
        return {**listed, **own}.get(field, ())

    def _figure(self, showing: Showing, field: str) -> float | None:
        product = self._index.product(showing.product_id)
        if field == "rating":
            return product.rating if product else None
        if field == "price":
            price = self.price(showing)
            return None if price is None else float(price)
        measure = self.figure(showing, field)
        return to_base(measure.value, measure.unit) if measure else None

    def _as_shown(self, showing: Showing, having: Sequence[Condition]) -> bool:
        """Whether the variant that was shown has every option asked for."""
        variant = self._variant(showing)
        options = {field_key(k): fold(v) for k, v in variant.options.items()} if variant else {}
        return all(
            fold(options[c.field]) in {fold(value) for value in c.values}
            for c in having
            if c.field in options
        )

    def _variant(self, showing: Showing) -> Variant | None:
        product: Product | None = self._index.product(showing.product_id)
        variants = product.variants if product else ()
        return next((v for v in variants if v.id == showing.variant_id), None)
