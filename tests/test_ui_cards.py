"""Cards: every figure there, every character harmless."""

from __future__ import annotations

import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from rich.console import Console
from scripted import card

from retrieval.catalogue import Money
from ui.cards import cards_html, cards_markdown, cards_text, paragraphs_html, picture
from ui.words import Words, locale_for, ordinal, printable

HOSTILE = "<img src=http://evil.example/x onerror=alert(1)> ![x](http://evil.example) \"'`${1}{{v}}"


SAID = ("data-say", "data-later")


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_card_shows_every_figure() -> None:
    html = cards_html([card(1)], Words("en_US"))
    text = _Tags(html).text
    for figure in ("Tern Trail Runner 1", "Northfell", "$79.00", "$99.00", "-20%", "4.5 (123)"):
        assert figure in text
    assert "In stock" in text
    assert "blue · size 42" in text
    assert "under $100" in text


@pytest.mark.parametrize(
    ("locale", "reasons", "left"),
    [
        ("en_US", ("waterproof", "Blue", "size 42", "rated 4.5", "$21 under your limit"), 2),
        ("zh_CN", ("防水", "蓝色", "42码"), 1),
    ],
)
def test_a_card_says_nothing_twice(locale: str, reasons: tuple[str, ...], left: int) -> None:
    words = Words(locale)
    shown = card(1, reasons=reasons)
    kept = words.reasons(shown)
    assert kept == tuple(reason for reason in reasons if reason in kept)
    assert len(kept) == left
    ((_, facts),) = cards_text([shown], words)
    for told in facts.split(" · "):
        assert facts.casefold().split(" · ").count(told.casefold()) == 1
    for page in (cards_html([shown], words), cards_markdown([shown], words)):
        for reason in kept:
            assert reason in page
        assert "rated 4.5" not in page


def test_figures_follow_the_locale() -> None:
    euros = card(1, price=Money(amount=Decimal("1079.5"), currency="EUR"), list_price=None)
    assert "1.079,50\xa0€" in cards_html([euros], Words("de_DE"))


def test_a_price_on_request_and_a_sold_out_card_say_so() -> None:
    text = _Tags(
        cards_html([card(1, price=None, list_price=None, in_stock=False, rating=None)], Words())
    ).text
    assert "Price on request" in text
    assert "Sold out" in text
    assert "★" not in text


def test_the_cards_are_numbered_and_ask_by_that_number() -> None:
    tags = _Tags(cards_html([card(1), card(2)], Words(), found=37))
    asks = [attributes["data-say"] for tag, attributes in tags.seen if tag == "button"]
    assert asks == ["Tell me more about the first one", "Tell me more about the second one"]
    assert "37 matches, the best 2 shown" in tags.text


def test_a_card_alone_has_no_number() -> None:
    assert 'class="number"' not in cards_html([card(1)], Words())
    assert 'class="number"' in cards_html([card(1), card(2)], Words())


_SAID = ("data-say", "data-later", "aria-label", "aria-hidden")


def test_nothing_from_a_catalogue_becomes_markup() -> None:
    hostile = card(
        1,
        title=HOSTILE,
        brand=f"by {HOSTILE}",
        category=HOSTILE,
        image=HOSTILE,
        options={HOSTILE: HOSTILE},
        reasons=(f"for {HOSTILE}",),
    )
    tags = _Tags(cards_html([hostile], Words()))
    plain = _Tags(cards_html([card(1, image=None)], Words()))
    assert [tag for tag, _ in tags.seen] == [tag for tag, _ in plain.seen]
    assert all(
        set(attributes) <= {"class", "tabindex", "type", "lang", *_SAID}
        for _, attributes in tags.seen
    )
    assert HOSTILE in tags.text
    assert [tag for tag, _ in _Tags(paragraphs_html([HOSTILE], "said")).seen] == ["p"]


@pytest.mark.parametrize(
    "image",
    [
        "http://evil.example/x.png",
        "//evil.example/x.png",
        "/\\evil.example",
        "javascript:alert(1)",
        "data:image/svg+xml,<svg/>",
        "/pictures/../secret",
        "pictures/x.svg",
        "/pictures/x.svg\n",
        "",
        None,
    ],
)
def test_a_picture_from_elsewhere_is_never_shown(image: str | None) -> None:
    assert picture(image) is None
    assert "<img" not in cards_html([card(1, image=image)], Words())


def test_our_own_picture_is_shown() -> None:
    assert 'src="/pictures/p-1.svg"' in cards_html([card(1)], Words())


def test_markdown_escapes_links_pictures_and_html() -> None:
    text = cards_markdown([card(1, title=HOSTILE, list_price=None)], Words())
    assert text.startswith("1. **")
    assert not re.search(r"(?<!\\)[<\[(`]", text.replace("**", ""))
    assert "79\\.00" in text


def test_a_terminal_cannot_be_steered_by_a_title() -> None:
    (title, facts), *_ = cards_text([card(1, title="\x1b[2J\x9bRed\u202egniht\n2. fake")], Words())
    assert title == "1. [2JRedgniht 2. fake"
    assert "$79.00 (was $99.00)" in facts
    console = Console(record=True, width=80, file=None, no_color=True)
    with console.capture() as shown:
        console.print(title, markup=False)
    assert "\x1b" not in shown.get()


@pytest.mark.parametrize(
    ("language", "shop", "locale"),
    [
        ("en", "en_GB", "en_GB"),
        ("de", "en_US", "de"),
        ("pt-BR", "en_US", "pt_BR"),
        ("xx", "en_US", "en_US"),
        ("not a language", "en_US", "en_US"),
        ("", "de_DE", "de_DE"),
    ],
)
def test_the_locale_of_a_reply(language: str, shop: str, locale: str) -> None:
    assert locale_for(language, shop) == locale


def test_positions_are_said_as_people_say_them() -> None:
    assert [ordinal(1), ordinal(9), ordinal(12)] == ["first", "ninth", "number 12"]


def test_printable_keeps_every_letter() -> None:
    assert printable("naïve 日本 👩\u200d🌾 ₹") == "naïve 日本 👩\u200d🌾 ₹"
