"""What is offered for a misspelt name: what is about as near as the nearest, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from rehearsal_samples import case_of
from test_assistant_rehearsal_loading import faults

from assistant.rehearsal.nearness import near, slip_of

FIELDS = ("price", "list_price", "brand", "colour", "bronze_die", "burning_time", "rise", "weight")


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("brnd", FIELDS, "; near: brand"),
        ("prise", FIELDS, "; near: price, rise"),
        ("coulour", FIELDS, "; near: colour"),
        ("lst price", FIELDS, "; near: list_price"),
        ("lammps", ("desk lamps", "mugs", "table lamps"), "; near: desk lamps, table lamps"),
        ("all_products", ("products", "every_product", "no_product"), "; near: every_product"),
        ("buy", ("search", "refine"), "; known: search, refine"),
        ("Nike", tuple(f"Brand {letter}" for letter in "abcdefghijklmnopqrstuv"), ""),
        ("buy", (), ""),
    ],
)
def test_what_is_about_as_near_as_the_nearest_is_offered(
    name: str, known: tuple[str, ...], hint: str
) -> None:
    assert near(name, known) == hint


@pytest.mark.parametrize(
    ("value", "known", "meant"),
    [
        ("bleu", ("blue", "black"), "blue"),
        ("yogamats", ("yoga mats",), "yoga mats"),
        ("runing shoos", ("running shoes",), "running shoes"),
        ("navy", ("black", "navyish blue"), None),
        ("tan", ("tin",), None),
        ("XXXL", ("XXL", "XL"), None),
        ("EU 45", ("EU 44",), None),
        ("皮革", ("皮毛",), None),
    ],
)
def test_a_slip_is_a_typing_error_in_a_word(
    value: str, known: tuple[str, ...], meant: str | None
) -> None:
    assert slip_of(value, known) == meant


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("relod", "'relod' is no event; near: reload"),
        ("set_price", "'set_price' needs more words: {set_price: …}"),
        ("explode", "'explode' is no event; known: model_fails, "),
    ],
)
def test_an_event_that_is_none_is_told_with_what_is_near(
    tmp_path: Path, event: str, why: str
) -> None:
    ((line, told),) = faults(tmp_path, case_of(f"- user: a\n- event: {event}"))
    assert line == 5
    assert why in told
