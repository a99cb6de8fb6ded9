"""Products as cards: the variant that fits, and reasons taken from the request and the data."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.dialogue import below_limit
from assistant.formats import format_amount, format_attribute
from assistant.languages import language_of, spoken
from assistant.types import Card
from retrieval.catalogue import AttributeValue, Product, Variant
from retrieval.filters import Condition

__all__ = ["card_of", "find_variant", "variant_with"]

_MOST_REASONS = 4


def card_of(
    product: Product,
    variant: Variant,
    conditions: tuple[Condition, ...] = (),
    further: Sequence[str] = (),
    *,
    locale: str = "en_US",
) -> Card:
    """Show a product in one of its variants; every figure is copied from the catalogue.

    `further` reasons come after those of the conditions.
    """
    return Card(
        product_id=product.id,
        variant_id=variant.id,
        title=product.title,
        brand=product.brand,
        category=product.category[-1] if product.category else "",
        price=variant.price,
        list_price=variant.list_price,
        in_stock=product.status == "active" and variant.stock > 0,
        rating=product.rating,
        rating_count=product.rating_count,
        image=_own(variant.image) or _own(product.image),
        options=dict(variant.options),
        reasons=tuple(
            spoken(reason, language_of(locale))
            for reason in _reasons(product, variant, conditions, locale, further)
        ),
    )


def find_variant(product: Product, variant_id: str) -> Variant:
    """Give the variant of that id, or the first where the catalogue no longer has it."""
    return next((v for v in product.variants if v.id == variant_id), product.variants[0])


def variant_with(product: Product, variant_id: str, wanted: Sequence[Condition]) -> Variant:
    """Give the variant with the wanted options that is most like the one of that id.

    What can be bought comes first among equals; where none has them all, it is the one itself.
    """
    shown = find_variant(product, variant_id)
    asked = [c for c in wanted if c.op == "in" and c.field in shown.options]
    having = [v for v in product.variants if all(_has(v, c) for c in asked)] if asked else []

    def rank(variant: Variant) -> tuple[int, bool]:
        return -len(shown.options.items() & variant.options.items()), variant.stock <= 0

    return min(having, key=rank, default=shown)


def _has(variant: Variant, condition: Condition) -> bool:
    own = variant.options.get(condition.field, "").casefold()
    return own in {value.casefold() for value in condition.values}


def _own(image: str | None) -> str | None:
    """Only pictures that we serve ourselves: a foreign one would tell others who looks."""
    return image if image and image.startswith("/") and not image.startswith("//") else None


def _reasons(
    product: Product,
    variant: Variant,
    conditions: tuple[Condition, ...],
    locale: str,
    further: Sequence[str],
) -> tuple[str, ...]:
    reasons = [reason for c in conditions if (reason := _reason(product, variant, c, locale))]
    return tuple(dict.fromkeys((*reasons, *further)))[:_MOST_REASONS]


def _reason(product: Product, variant: Variant, condition: Condition, locale: str) -> str | None:
    """Say how a product meets one condition, in the catalogue's words; None if that is plain."""
    name = condition.field
    if name == "price":
        below = below_limit(variant.price, condition)
        return (
            f"{format_amount(below.amount, below.currency, locale)} under your limit"
            if below
            else None
        )
    if name == "rating" and product.rating is not None:
        return f"rated {product.rating:g}"
    if name in variant.options:
        return _option_reason(name, variant.options[name], condition)
    return _attribute_reason(name, product.attributes.get(name), locale)


def _option_reason(name: str, value: str, condition: Condition) -> str | None:
    if condition.op == "not_in":
        return None  # what it is instead stands on the card anyway
    return f"size {value}" if name == "size" else value


def _attribute_reason(name: str, value: AttributeValue | None, locale: str) -> str | None:
    if isinstance(value, bool):
        return name if value else f"not {name}"
    return None if value is None else format_attribute(value, locale)
