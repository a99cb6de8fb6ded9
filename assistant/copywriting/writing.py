"""A `Brief` and products to a `Piece`: sentences from the house's blocks, each held to the data.

A sentence that claims what nothing bears out, has a banned word or does not fit is left out,
and why is told. What the listing says in its own words is used word for word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.answering import quotable_sentences
from assistant.answering.sentences import fill, slots_in
from assistant.copywriting.channels import load_channels
from assistant.copywriting.checking import Desk, Line
from assistant.copywriting.house import House
from assistant.copywriting.pieces import Brief, Field, Piece
from assistant.copywriting.readability import reading_ease
from assistant.errors import AssistantError
from assistant.grounding import Terms
from assistant.types import Card
from assistant.wordfiles import kept, read_table
from retrieval.catalogue import Product

__all__ = ["write"]

Pair = tuple[Card, Product]
Words = Mapping[str, Mapping[str, Sequence[str]]]
_SHORT = {"ad", "sms", "social"}


def write(
    shown: Sequence[Pair], brief: Brief, house: House, terms: Terms, *, locale: str = "en_US"
) -> Piece:
    """Write one piece for one or several products.

    Raises AssistantError for a channel that does not exist, or where the mandatory disclosure
    leaves no room for anything else.
    """
    channel = load_channels().get(brief.channel)
    if channel is None:
        raise AssistantError(
            f"there is no channel {brief.channel!r}; there are: {', '.join(load_channels())}"
        )
    desk = Desk(shown, house, terms, brief, locale)
    last = list(channel.fields)[-1]
    written = []
    for name, limit in channel.fields.items():
        disclosure = house.disclosure(brief.channel) if name == last else ""
        room = limit - len(disclosure) - bool(disclosure)
        text = _field(name, desk, room, brief, house)
        if not text:
            raise AssistantError(
                f"nothing fits the field {name!r} of {brief.channel} ({limit} characters)"
                + (f" beside the disclosure {disclosure!r}" if disclosure else "")
            )
        written.append(Field(name, f"{text} {disclosure}".strip(), limit))
    longest = max((field.text for field in written), key=len)
    return Piece(
        tuple(product.id for _, product in shown),
        brief,
        tuple(written),
        tuple(desk.claims),
        tuple(desk.left_out),
        reading_ease(longest),
    )


def _field(name: str, desk: Desk, room: int, brief: Brief, house: House) -> str:
    if name in {"headline", "subject", "preheader"}:
        return desk.first(_titles(name, desk, brief), room)
    return desk.as_many(_body(desk, brief, house), room)


def _titles(name: str, desk: Desk, brief: Brief) -> Iterator[Line]:
    """Headlines, the fullest first; several products share one on their kind."""
    words, slots = _words(), desk.slots[0]
    if len(desk.shown) > 1:
        kinds = {card.category for card, _ in desk.shown}
        given = {"count": str(len(desk.shown)), "kinds": kinds.pop() if len(kinds) == 1 else ""}
        many = {slot: value for slot, value in given.items() if value}
        yield from map(Line, _filled(words["subject"]["many"], many, brief.variant))
    templates: list[str] = []
    if name == "preheader":
        templates = [*words["fact"]["material"], *words["price"]["plain"]]
    elif brief.channel != "ad":
        templates = _turned(words["subject" if name == "subject" else "headline"], brief.variant)
    for template in (*templates, *words["headline"]["short"]):
        yield from (Line(text, 0) for text in _filled([template], slots, 0))


def _turned(group: Mapping[str, Sequence[str]], variant: int) -> list[str]:
    own = list(group["one" if "one" in group else "fact"])
    return own[variant % len(own) :] + own[: variant % len(own)]


def _body(desk: Desk, brief: Brief, house: House) -> Iterator[Line]:
    """The sentences of a body in their order, product by product."""
    if brief.audience:
        yield Line(f"For {brief.audience}.")
    for place, (_, product) in enumerate(desk.shown):
        for group in _groups(brief, house, desk.slots[place]):
            yield from (
                Line(text, place) for text in _filled(group, desk.slots[place], brief.variant)[:1]
            )
        if brief.channel not in _SHORT:
            yield from (Line(text, place) for text in quotable_sentences(product.description))


def _groups(brief: Brief, house: House, slots: Mapping[str, str]) -> Iterator[Sequence[str]]:
    """The choices for one product: an opening, its price and facts, others first each variant."""
    words, short = _words(), brief.channel in _SHORT
    yield words["opening"]["short" if short else house.tone]
    yield words["price"]["reduced" if "list_price" in slots else "plain"]
    facts = ["material", "flags", "rated", "weight", "colours"]
    turn = brief.variant % 3
    yield from (words["fact"][name] for name in (*facts[turn:], *facts[:turn]))
    yield words["season"]["line"]


def _filled(templates: Iterable[str], slots: Mapping[str, str], variant: int) -> list[str]:
    """The templates that all have their values, filled; each variant begins at another."""
    fitting = [text for text in templates if all(name in slots for name in slots_in(text))]
    start = variant % len(fitting) if fitting else 0
    return [fill(text, slots) for text in (*fitting[start:], *fitting[:start])]


@kept
def _words(locale: str = "en") -> Words:
    return read_table("copywriting", f"copy.{locale}.toml")
