"""A comparison as a table: its headings, what is not listed, nothing that could be markup."""

from __future__ import annotations

from io import StringIO

from rich.console import Console
from scripted import card, reply

from assistant.grounding import Claim, Ground
from assistant.reply import Done, SentenceShown
from assistant.types import Act, Comparison, Difference
from ui.api.events import events_of
from ui.compared import comparison_html, comparison_rows
from ui.terminal import Screen
from ui.transcript import Exchange
from ui.words import Words

SHOES = (card(1), card(2, title="<b>Two</b>"))
DIFFERENT = Comparison(
    (Difference("material", ("mesh", "")), Difference("weight", ("240 g", "<img src=x>")))
)


def test_a_table_has_headings_for_its_rows_and_columns() -> None:
    html = comparison_html(DIFFERENT, SHOES, Words())
    assert html.count('<th scope="col">') == 2
    assert html.count('<th scope="row">') == 2
    assert "<caption" in html
    assert '<td>mesh</td><td><span class="unlisted">not listed</span></td>' in html


def test_nothing_of_a_catalogue_is_markup() -> None:
    html = comparison_html(DIFFERENT, SHOES, Words())
    assert "&lt;b&gt;Two&lt;/b&gt;" in html
    assert "<img" not in html
    assert comparison_rows(Comparison((Difference("a\x1b[31m", ("b\nc",)),)), Words()) == [
        ("a[31m", "b c")
    ]


def test_without_a_difference_there_is_no_table() -> None:
    assert comparison_html(None, SHOES, Words()) == ""
    assert comparison_html(Comparison(()), SHOES, Words()) == ""
    assert comparison_rows(None, Words()) == []


def test_the_table_stands_between_cards_and_words() -> None:
    told = reply("Side by side.", act=Act.COMPARE, cards=SHOES, comparison=DIFFERENT)
    cards, table, words = Exchange("compare them").after(Done(told)).reply_html("en_US")
    assert 'class="cards"' in cards
    assert table.startswith('<div class="compared"')
    assert "Side by side." in words


def test_a_terminal_draws_the_table_too() -> None:
    out = StringIO()
    screen = Screen("en_US", Console(file=out, width=80, highlight=False))
    screen.show(Done(reply(act=Act.COMPARE, cards=SHOES, comparison=DIFFERENT)))
    row = next(line for line in out.getvalue().splitlines() if "material" in line)
    assert row.index("material") < row.index("mesh") < row.index("not listed")


def test_a_sentence_goes_out_with_what_bears_it_out() -> None:
    ground = Ground("product", "p-1", "price", "79.00")
    said = SentenceShown(
        "It costs $79.00.", plain=True, claims=(Claim("price", "$79.00", (ground,)),)
    )
    (event,) = events_of(said, "c")
    assert event.data["claims"] == [
        {
            "kind": "price",
            "text": "$79.00",
            "grounds": [{"source": "product", "id": "p-1", "field": "price", "value": "79.00"}],
        }
    ]
