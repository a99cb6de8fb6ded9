"""Products of a reply as escaped HTML, as Markdown and as lines for a terminal.

Knows nothing of pages or of turns. Everything that came from a catalogue is escaped here,
and a picture is shown only from our own origin.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from ui.words import Words, ordinal, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.types import Card

__all__ = ["cards_html", "cards_markdown", "cards_text", "paragraphs_html", "picture"]

_OWN_PATH = re.compile(r"/(?!/)[\w.~%/@+-]+")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&:])")


def picture(image: str | None) -> str | None:
    """Return `image` if it is a plain path on our own origin, else None."""
    if image is None or ".." in image or not _OWN_PATH.fullmatch(image):
        return None
    return image


def cards_html(cards: Sequence[Card], words: Words, *, found: int | None = None) -> str:
    """Draw the cards as a numbered list, headed by how many products were found."""
    if not cards:
        return ""
    alone = len(cards) == 1
    items = "".join(_card_html(card, n, alone, words) for n, card in enumerate(cards, 1))
    head = _heading(len(cards), found, words)
    return f'{head}<ol class="cards" tabindex="-1" lang="{escape(words.language)}">{items}</ol>'


def paragraphs_html(paragraphs: Iterable[str], kind: str, language: str = "en") -> str:
    """Draw sentences as one paragraph of class `kind`, escaped."""
    text = escape(" ".join(paragraphs)).replace("\n", "<br>")
    return f'<p class="{escape(kind)}" lang="{escape(language)}">{text}</p>' if text else ""


def cards_markdown(cards: Sequence[Card], words: Words) -> str:
    """Write the cards as a numbered Markdown list without pictures or links."""
    lines = []
    for number, card in enumerate(cards, 1):
        title = f"**{_plain(card.title)}**"
        lines.append(f"{number}. {', '.join([title, *map(_plain, _facts(card, words))])}")
    return "\n".join(lines)


def cards_text(cards: Sequence[Card], words: Words) -> list[tuple[str, str]]:
    """Write each card as (title line, line of facts) for a terminal, control codes dropped."""
    return [
        (
            printable(f"{number}. {card.title}").replace("\n", " "),
            printable(" · ".join(_facts(card, words))).replace("\n", " "),
        )
        for number, card in enumerate(cards, 1)
    ]


def _heading(shown: int, found: int | None, words: Words) -> str:
    if found is None or found < shown or shown == 1:
        return ""
    said = words.say(f"{found} {'match' if found == 1 else 'matches'}")
    more = words.say(f", the best {shown} shown") if found > shown else ""
    return f'<p class="found" lang="{escape(words.language)}">{escape(said + more)}</p>'


def _card_html(card: Card, number: int, alone: bool, words: Words) -> str:
    badge = "" if alone else f'<span class="number" aria-hidden="true">{number}</span>'
    return (
        f'<li class="card"><div class="picture">{_picture_html(card)}{badge}'
        f"{_saving(card, words)}</div>"
        f'<div class="body">{_line("brand", _brand(card))}<h3 class="title">'
        f"{escape(card.title)}</h3>{_line('options', words.options(card))}"
        f"{_price(card, words)}{_standing(card, words)}{_reasons(card, words)}</div>"
        f"{_button(card, number, words)}</li>"
    )


def _button(card: Card, number: int, words: Words) -> str:
    """Ask by position, and by name once other cards have been shown since."""
    now = escape(words.say(f"Tell me more about the {ordinal(number)} one"))
    later = escape(words.say(f"Tell me more about {card.title}"))
    said = escape(words.say("Details"))
    return (
        f'<button type="button" class="ask" aria-label="{said}: {escape(card.title)}" '
        f'data-say="{now}" data-later="{later}">{said}</button>'
    )


def _picture_html(card: Card) -> str:
    """Draw the picture over the kind's first letter, which stays where there is none to load."""
    initial = escape((card.category or card.title).strip()[:1].upper() or "?")
    drawn = f'<span class="drawn" aria-hidden="true">{initial}</span>'
    own = picture(card.image)
    if own is None:
        return drawn
    size = 'width="240" height="240" loading="lazy"'
    return f'{drawn}<img src="{escape(own)}" alt="" {size} onerror="this.remove()">'


def _saving(card: Card, words: Words) -> str:
    saving = words.saving(card)
    return f'<span class="saving" aria-hidden="true">{escape(saving)}</span>' if saving else ""


def _price(card: Card, words: Words) -> str:
    before = ""
    if card.price is not None and card.list_price is not None:
        was, listed = escape(words.say("was")), escape(words.money(card.list_price))
        before = f' <s><span class="spoken">{was} </span>{listed}</s>'
    return f'<p class="price"><strong>{escape(words.price(card))}</strong>{before}</p>'


def _standing(card: Card, words: Words) -> str:
    kind, told = ("stock", "In stock") if card.in_stock else ("stock out", "Sold out")
    stock = f'<span class="{kind}">{escape(words.say(told))}</span>'
    rating = words.rating(card)
    if not rating:
        return f'<p class="standing">{stock}</p>'
    rated = escape(words.say("rated"))
    star = f'<span class="star" aria-hidden="true">★</span><span class="spoken">{rated}</span>'
    return f'<p class="standing"><span class="rating">{star} {escape(rating)}</span>{stock}</p>'


def _reasons(card: Card, words: Words) -> str:
    items = "".join(f"<li>{escape(reason)}</li>" for reason in words.reasons(card))
    return f'<ul class="reasons">{items}</ul>' if items else ""


def _line(kind: str, text: str) -> str:
    return f'<p class="{kind}">{escape(text)}</p>' if text else ""


def _facts(card: Card, words: Words) -> list[str]:
    before = (
        f" ({words.say('was')} {words.money(card.list_price)})"
        if card.list_price is not None
        else ""
    )
    rating = words.rating(card)
    facts = [
        _brand(card),
        f"{words.price(card)}{before}",
        words.options(card),
        words.say("in stock" if card.in_stock else "sold out"),
        f"★ {rating}" if rating else "",
        *words.reasons(card),
    ]
    return [fact for fact in facts if fact]


def _brand(card: Card) -> str:
    """Name the brand where the title does not do so already."""
    return "" if card.title.casefold().startswith(card.brand.casefold()) else card.brand


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
