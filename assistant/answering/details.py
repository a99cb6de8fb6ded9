"""What to say about one product: the property asked about, as its listing has it."""

from __future__ import annotations

from assistant.answering.asserted import Listing, said_of
from assistant.answering.evidence import slot_name
from assistant.answering.having import has_option, said_of_stock
from assistant.answering.phrases import detail_blocks
from assistant.answering.points import Point, Speaker, sold_out_points
from assistant.answering.quoting import quotable_sentences
from assistant.types import Card, Outcome
from retrieval.catalogue import Product

__all__ = ["points_of_details"]

_QUOTED_SENTENCES = 3
_WORDED = ("material", "weight", "brand")
"""Properties whose sentence a model may word: one slot says it all."""


def points_of_details(outcome: Outcome, speaker: Speaker) -> tuple[Point, ...]:
    """Answer a question about the first of the products asked about."""
    if outcome.not_found is not None and outcome.not_found.kind == "never_shown":
        subject = outcome.not_found.subject
        names = ("never_shown", "never_shown_hint")
        return tuple(Point(speaker.say("not_found", name, subject=subject)) for name in names)
    if not outcome.cards:
        return (Point(speaker.say("details", "gone")),)
    card, product, request = outcome.cards[0], outcome.products[0], outcome.request
    overview = "description" in request.asked  # words of a title ask nothing of it
    about = () if overview else request.about
    listing = Listing(card, product, request.conditions)
    points = [Point(text) for text in said_of(about, listing, speaker)]
    asked = [name for name in request.asked if name not in {c.field for c in about}]
    if about:
        asked = [name for name in asked if name != "stock"]  # "do you have it in 42?"
    if asked and not overview:
        points += [_property(name, card, product, speaker) for name in asked]
    if request.unmatched and not (points or overview):
        points = [Point(speaker.say("details", "unknown"))]
    points += _reviews(outcome, speaker)
    points = points or list(_overview(card, product, speaker))
    told = "stock" in asked or any(has_option(product, c.field) for c in about)
    return (*points, *(() if told else sold_out_points(outcome, speaker, named=False)[:1]))


def _overview(card: Card, product: Product, speaker: Speaker) -> tuple[Point, ...]:
    """The price, and the listing's own words, quoted."""
    text = " ".join(quotable_sentences(product.description)[:_QUOTED_SENTENCES])
    quoted = [Point(speaker.say("details", "described", text=text))] if text else []
    return (Point(speaker.say("details", _price(card))), *quoted)


def _reviews(outcome: Outcome, speaker: Speaker) -> list[Point]:
    """How many reviews speak of what is asked, with how many stars, and one of them."""
    mention = outcome.mention
    if mention is None:
        return []
    figures = {"count": mention.count, "total": mention.total, "stars": mention.stars}
    told = {name: f"{figure:g}" for name, figure in figures.items()}
    said = [speaker.say("details", "mention", word=mention.word, **told)] if mention.word else []
    if mention.silent:
        return [Point(speaker.say("details", "mention_none", **told))]
    for quote in mention.quotes:
        if text := " ".join(quotable_sentences(quote)[:_QUOTED_SENTENCES]):
            said.append(speaker.say("details", "review", text=text))
            break
    return [Point(text) for text in said]


def _property(name: str, card: Card, product: Product, speaker: Speaker) -> Point:
    slots = speaker.evidence.slots
    if name == "stock":
        return _stock(card, product, speaker)
    if name == "rating":
        return Point(speaker.say("details", _rating(card)))
    if name == "price":
        return Point(speaker.say("details", _price(card)))
    if name in {"size", "colour"} and f"1.{name}s" in slots:
        return Point(speaker.say("details", name))
    if name in _WORDED and f"1.{name}" in slots:
        needed = ("1.title", f"1.{name}")
        return Point(speaker.say("details", name), needed, detail_blocks(name))
    return _attribute(name, product, speaker)


def _stock(card: Card, product: Product, speaker: Speaker) -> Point:
    if card.in_stock:
        return Point(speaker.say("details", "in_stock"))
    return Point(said_of_stock(product, card.variant_id, speaker, named=True))


def _attribute(asked: str, product: Product, speaker: Speaker) -> Point:
    name = _listed(asked, product)
    value = product.attributes.get(name)
    if value is None:
        return Point(speaker.say("details", "unknown"))
    if isinstance(value, bool):
        return Point(speaker.say("details", "yes" if value else "no", name=name))
    said = speaker.evidence.slots.get(f"1.{slot_name(name)}", "")
    return Point(speaker.say("details", "attribute", name=name, value=said))


def _listed(asked: str, product: Product) -> str:
    """The listing's own name of a property: "frame material" where the material is asked for."""
    alike = [name for name in product.attributes if asked in name.replace("_", " ").split()]
    return asked if asked in product.attributes or not alike else alike[0]


def _price(card: Card) -> str:
    if card.price is None:
        return "unpriced"
    return "list_price" if card.list_price else "price"


def _rating(card: Card) -> str:
    if card.rating is None:
        return "no_rating"
    return "rating_one" if card.rating_count == 1 else "rating"
