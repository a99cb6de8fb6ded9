"""A `Brief` and products to a `Piece`: sentences from the house's blocks, each held to the data.

A sentence that claims what nothing bears out, has a banned word or does not fit is left out,
and why is told. What the listing says in its own words is used word for word, in its language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.answering import quotable_sentences
from assistant.answering.sentences import fill, slots_in
from assistant.copywriting.channels import LANGUAGES, load_channels
from assistant.copywriting.checking import Desk, Line
from assistant.copywriting.house import TONES, House
from assistant.copywriting.pieces import Brief, Field, Piece
from assistant.copywriting.readability import reading_ease
from assistant.copywriting.slots import spoken_kind
from assistant.errors import AssistantError
from assistant.grounding import Terms
from assistant.languages import language_of
from assistant.types import Card
from assistant.wordfiles import kept, read_table
from retrieval.catalogue import Product

__all__ = ["write"]

Pair = tuple[Card, Product]
Words = Mapping[str, Mapping[str, Sequence[str]]]
_SHORT = {"ad", "sms", "social"}
_LOCALES = {"en": "en_US", "zh": "zh_CN"}


def write(
    shown: Sequence[Pair], brief: Brief, house: House, terms: Terms, *, locale: str = "en_US"
) -> Piece:
    """Write one piece for one or several products; `locale` is how the shop writes figures.

    Raises AssistantError for a channel, tone or language that does not exist, or where the
    mandatory disclosure leaves no room for anything else.
    """
    _refuse_unknown(brief)
    desk = Desk(shown, house, terms, brief, _locale_of(brief, locale))
    fields = load_channels(brief.language)[brief.channel].fields
    last = list(fields)[-1]
    written = []
    for name, limit in fields.items():
        disclosure = house.disclosure(brief.channel, brief.language) if name == last else ""
        room = limit - len(disclosure) - bool(disclosure)
        text = _field(name, desk, room, brief, house)
        if not text:
            raise AssistantError(
                f"nothing fits the field {name!r} of {brief.channel} ({limit} characters)"
                + (f" beside the disclosure {disclosure!r}" if disclosure else "")
            )
        written.append(Field(name, f"{text} {disclosure}".strip(), limit))
    longest = max((field.text for field in written), key=len)
    ease = reading_ease(longest) if brief.language == "en" else None
    return Piece(
        tuple(product.id for _, product in shown),
        brief,
        tuple(written),
        tuple(desk.claims),
        tuple(desk.left_out),
        ease,
        tuple(_remarks(ease, house)),
    )


def _locale_of(brief: Brief, locale: str) -> str:
    """How figures are written in a piece: as the shop does, where it speaks that language."""
    return locale if language_of(locale) == brief.language else _LOCALES[brief.language]


def _refuse_unknown(brief: Brief) -> None:
    for what, said, known in (
        ("language", brief.language, LANGUAGES),
        ("channel", brief.channel, tuple(load_channels())),
        ("tone", brief.tone or TONES[0], TONES),
    ):
        if said not in known:
            raise AssistantError(f"there is no {what} {said!r}; there are: {', '.join(known)}")


def _remarks(ease: float | None, house: House) -> Iterator[str]:
    if ease is not None and ease < house.reading_ease:
        yield f"reads hard: reading ease {ease:g}, and {house.reading_ease:g} is the least wanted"


def _field(name: str, desk: Desk, room: int, brief: Brief, house: House) -> str:
    if name in {"headline", "subject", "preheader"}:
        return desk.first(_titles(name, desk, brief, house), room)
    return desk.as_many(_body(desk, brief, house, room), room)


def _titles(name: str, desk: Desk, brief: Brief, house: House) -> Iterator[Line]:
    """Headlines, the fullest first; several products share one on their kind."""
    words, slots = _words(brief.language), desk.slots[0]
    if len(desk.shown) > 1:
        kinds = {card.category for card, _ in desk.shown}
        kind = spoken_kind(kinds.pop(), desk.locale) if len(kinds) == 1 else ""
        given = {"count": str(len(desk.shown)), "kinds": kind}
        many = {slot: value for slot, value in given.items() if value}
        yield from _lines(words["subject"]["many"], many, brief, house)
    templates: list[str] = []
    if name == "preheader":
        templates = [*words["fact"]["material"], *words["price"]["plain"]]
    elif brief.channel != "ad":
        templates = _turned(words["subject" if name == "subject" else "headline"], brief.variant)
    for template in (*templates, *words["headline"]["short"]):
        yield from _lines([template], slots, brief, house, 0)


def _turned(group: Mapping[str, Sequence[str]], variant: int) -> list[str]:
    own = list(group["one" if "one" in group else "fact"])
    return own[variant % len(own) :] + own[: variant % len(own)]


def _body(desk: Desk, brief: Brief, house: House, room: int) -> Iterator[Line]:
    """The sentences of a body in their order, product by product."""
    if brief.audience:
        audience = _words(brief.language)["audience"]["line"]
        yield from _lines(audience, {"audience": brief.audience}, brief, house)[:1]
    for place, (_, product) in enumerate(desk.shown):
        for group in _groups(brief, house, desk.slots[place]):
            lines = _lines(group, desk.slots[place], brief, house, place)
            yield from [line for line in lines if len(line.text) <= room][:1] or lines[:1]
        if brief.channel not in _SHORT and brief.language == "en":
            yield from (Line(text, place) for text in quotable_sentences(product.description))


def _groups(brief: Brief, house: House, slots: Mapping[str, str]) -> Iterator[Sequence[str]]:
    """The choices for one product: an opening, its price and facts, others first each variant."""
    words, short = _words(brief.language), brief.channel in _SHORT
    yield words["opening"]["short" if short else brief.tone or house.tone]
    yield words["price"]["reduced" if "list_price" in slots else "plain"]
    facts = ["material", "flags", "rated", "weight", "colours"]
    turn = brief.variant % 3
    yield from (words["fact"][name] for name in (*facts[turn:], *facts[:turn]))
    yield words["season"]["line"]


def _lines(
    templates: Sequence[str],
    slots: Mapping[str, str],
    brief: Brief,
    house: House,
    about: int | None = None,
) -> list[Line]:
    """The templates that all have their values, filled; each variant begins at another."""
    sound = house.sound
    fitting = [text for text in templates if all(name in slots for name in slots_in(text))]
    kept = [text for text in fitting if not sound.avoids(sound.word(text, brief.language))]
    chosen = kept or fitting
    start = brief.variant % len(chosen) if chosen else 0
    lines = []
    for text in (*chosen[start:], *chosen[:start]):
        worded = sound.word(text, brief.language)
        said = fill(worded, slots)
        lines.append(Line(said, about, slots_in(text), worded, fill(text, slots)))
    return lines


@kept
def _words(language: str = "en") -> Words:
    return read_table("copywriting", f"copy.{language}.toml")
