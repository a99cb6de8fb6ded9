"""Whether a product comes in what is asked for, and which of its variants are in stock.

"Do you have it in 42?", "is it available in red?": yes or no on all of it together, then what can
be bought. Knows nothing of other questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.answering.speaker import Speaker
from assistant.formats import join_words
from retrieval.catalogue import Product, Variant
from retrieval.conditions import Condition
from retrieval.nearby import in_order

__all__ = ["Offer", "has_option", "said_of_having", "said_of_stock"]

_NUMBERED = re.compile(
    r"\d+(?:[.,/-]\d+)?|(?:\dX|X{0,3})[SL]|M|(?:EU|UK|US) \d+(?:[.,]\d)?", re.IGNORECASE
)
"""Sizes that are said with the word: "size 42", but "20 cm" and "one size"."""
_MOST = 12
"""Values that are named."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A product, and the wishes for its options that are in force: `within` them stock is told."""

    product: Product
    within: Sequence[Condition] = ()


def has_option(product: Product, name: str) -> bool:
    """Whether variants of a product differ, or are told apart, by that option."""
    return any(name in variant.options for variant in product.variants)


def said_of_having(offer: Offer, asked: Sequence[Condition], speaker: Speaker) -> str:
    """Say whether there is a variant with all that is asked, in one sentence or two."""
    variants = offer.product.variants
    for condition in asked:
        if not _having(variants, [condition]):
            return _lacks(offer, condition, asked, speaker)
    found = _having(variants, asked)
    if not found:
        return _lacks_together(asked, variants, speaker)
    within = [c for c in offer.within if c.field not in {one.field for one in asked}]
    fitting = _having(found, within)
    wanted = join_words([_said(c.field, c.values[0], speaker) for c in asked])
    if not fitting:
        return _otherwise(within, found, wanted, speaker)
    sold_out = not _buyable(fitting, offer.product)
    said = speaker.say("details", "has_value_sold_out" if sold_out else "has_value", value=wanted)
    name = "size" if "size" in {c.field for c in asked} else asked[0].field
    others = [c for c in (*asked, *within) if c.field != name]
    told = _stocked(offer, name, others, speaker) if sold_out or name == "size" else ""
    return " ".join(part for part in (said, told) if part)


def said_of_stock(product: Product, variant_id: str, speaker: Speaker, *, named: bool) -> str:
    """Say that a card's variant is sold out, and what of the product can be bought.

    By its title where it is `named`, else as what was spoken of just before.
    """
    title = product.title if named else speaker.say("details", "it")
    shown = next((v for v in product.variants if v.id == variant_id), product.variants[0])
    stocked = _buyable(product.variants, product)
    options = join_words([_said(name, value, speaker) for name, value in shown.options.items()])
    if not stocked or not options:
        return speaker.say("details", "sold_out", title=title)
    rest = {name: value for name, value in shown.options.items() if name != "size"}
    alike = [v for v in stocked if rest and rest.items() <= v.options.items()]
    sizes = _values("size", alike or stocked) if "size" in shown.options else ()
    if sizes and (alike or not rest):
        known = _all_said("size", sizes, speaker)
    else:
        told = (", ".join(v.options.values()) for v in stocked)
        known = join_words(list(dict.fromkeys(told))[: _MOST // 2], "or")
    return speaker.say("details", "sold_out_but", title=title, shown=options, stocked=known)


def _lacks(offer: Offer, condition: Condition, asked: Sequence[Condition], speaker: Speaker) -> str:
    """There is no such value: say which there are, and of those which can be bought."""
    name, variants = condition.field, offer.product.variants
    there = _values(name, variants)
    value = speaker.say("details", "that_size") if name == "size" else condition.values[0]
    said = speaker.say("details", "lacks_value", value=value, known=join_words(there[:_MOST]))
    others = [c for c in (*asked, *offer.within) if c.field != name]
    left = _values(name, _left(offer, others))
    if left == there:
        return f"{said} {speaker.say('details', 'all_stocked')}"
    return f"{said} {_stocked(offer, name, others, speaker)}"


def _lacks_together(
    asked: Sequence[Condition], variants: Sequence[Variant], speaker: Speaker
) -> str:
    """Each is there by itself: say what there is of the one with the other."""
    for first, second in combinations(asked, 2):
        having = _having(variants, [first])
        if having and not _having(having, [second]):
            wanted, value = (_said(c.field, c.values[0], speaker) for c in (first, second))
            known = join_words(_values(second.field, having)[:_MOST])
            return speaker.say("details", "lacks_together", value=value, wanted=wanted, known=known)
    return speaker.say("details", "unknown")


def _otherwise(
    within: Sequence[Condition], found: Sequence[Variant], wanted: str, speaker: Speaker
) -> str:
    """It is there, but not with what else is wanted: say with what."""
    apart = next((c for c in within if not _having(found, [c])), within[0])
    known = join_words(_values(apart.field, found)[:_MOST])
    other = _said(apart.field, apart.values[0], speaker)
    return speaker.say("details", "has_value_other", value=wanted, known=known, other=other)


def _stocked(offer: Offer, name: str, others: Sequence[Condition], speaker: Speaker) -> str:
    """Name the values of an option that can be bought, with the `others` where that leaves any."""
    values = _values(name, _left(offer, others))
    if not values:
        return speaker.say("details", "none_stocked")
    return speaker.say("details", "stocked", known=_all_said(name, values, speaker))


def _left(offer: Offer, others: Sequence[Condition]) -> list[Variant]:
    stocked = _buyable(offer.product.variants, offer.product)
    return _having(stocked, others) or stocked


def _buyable(variants: Iterable[Variant], product: Product) -> list[Variant]:
    return [v for v in variants if product.status == "active" and v.stock > 0]


def _having(variants: Iterable[Variant], asked: Sequence[Condition]) -> list[Variant]:
    """The variants that have one of the values of each condition."""
    return [v for v in variants if all(_has(v, c) for c in asked)]


def _has(variant: Variant, condition: Condition) -> bool:
    own = variant.options.get(condition.field, "").casefold()
    return own in {value.casefold() for value in condition.values}


def _values(name: str, variants: Iterable[Variant]) -> list[str]:
    values = dict.fromkeys(v.options[name] for v in variants if name in v.options)
    return list(in_order(list(values)) if name == "size" else values)


def _said(name: str, value: str, speaker: Speaker) -> str:
    numbered = name == "size" and _NUMBERED.fullmatch(value)
    return speaker.say("details", "sized", value=value) if numbered else value


def _all_said(name: str, values: Sequence[str], speaker: Speaker) -> str:
    """The values joined, the word said once: "size 41, 42 and 43"."""
    if not values:
        return ""
    kept = values[:_MOST]
    return join_words([_said(name, kept[0], speaker), *kept[1:]])
