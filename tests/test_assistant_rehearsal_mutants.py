"""Every mutant is noticed by scripts that look, and lives under scripts that do not."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from assistant_samples import assistant_over, demo_shop, made_shop, product, talk, variant

from assistant.errors import AssistantError
from assistant.rehearsal.loading import load_script
from assistant.rehearsal.mutants import MUTANTS, Mutant, hunt

if TYPE_CHECKING:
    from assistant.rehearsal.mutants import MutationReport
    from assistant.rehearsal.script import Script

WATCHFUL = """
shop: demo
test_cases:
  - test_case: a search, its figures and its sort
    steps:
      - user: running shoes under $100
        assertions:
          - act: search
          - products: {min: 4, max: 4}
          - every_product: {category: running shoes, price: {max: 100}, in_stock: yes}
          - constraints: {price_max: 100, category: running shoes}
          - reply: {not_contains: [cart, "off"]}
      - user: the cheapest
        assertions:
          - act: refine
          - every_product: {price: {max: 62}}
  - test_case: what is refused stays away
    steps:
      - user: sweaters without wool
        assertions:
          - constraints: {exclude: {material: [wool]}}
          - no_product: {material: wool}
          - products: {min: 2}
  - test_case: constraints come and go
    steps:
      - user: sweaters
      - user: only blue ones
        assertions:
          - constraints: {category: sweaters, colour: [blue]}
          - every_product: {colour: blue, category: sweaters}
      - user: remove "blue"
        assertions:
          - no_constraint: colour
          - constraints: {category: sweaters}
  - test_case: more are others
    steps:
      - user: sneakers
        assertions:
          - products: {min: 4, includes: [FIRST]}
          - match_count: {min: 20, max: 20}
      - user: show me more
        assertions:
          - products: {min: 1, excludes: [FIRST]}
  - test_case: the second one is the second
    steps:
      - user: sneakers
        assertions:
          - products: {min: 4}
      - user: what is the second one made of?
        assertions:
          - act: details
          - products: {ids: [SECOND]}
  - test_case: nothing is nothing
    steps:
      - user: running shoes under $1
        assertions:
          - products: {min: 0, max: 0}
          - not_found: {kind: no_match}
"""

BLIND = """
shop: demo
test_cases:
  - test_case: something is shown
    steps:
      - user: running shoes
        assertions:
          - products: {min: 1}
          - grounded: false
"""


def script(folder: Path, text: str) -> Script:
    cards = talk(assistant_over(demo_shop()), "sneakers")[0].cards
    text = text.replace("FIRST", cards[0].product_id).replace("SECOND", cards[1].product_id)
    path = folder / "a.chat.yaml"
    path.write_text(text, encoding="utf-8")
    return load_script(path)


@cache
def watched() -> MutationReport:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        scripts = [script(Path(folder), WATCHFUL)]
        return hunt(scripts, lambda: assistant_over(demo_shop()))


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_scripts_that_look_notice_every_mutant(mutant: Mutant) -> None:
    report = watched()
    assert report.unused == ()
    fate = next(fate for fate in report.fates if fate.name == mutant.name)
    assert fate.killed_by, fate.does


def test_scripts_that_do_not_look_notice_little(tmp_path: Path) -> None:
    report = hunt([script(tmp_path, BLIND)], lambda: assistant_over(demo_shop()))
    lived = {fate.name for fate in report.survivors}
    assert {"wrong card price", "dropped constraint", "swapped reference", "lost turn"} <= lived
    assert not report.ok
    assert "LIVES" in report.as_table()
    assert '"killed_by": null' in report.as_json()


def test_a_mutant_leaves_the_assistant_whole() -> None:
    assistant = assistant_over(demo_shop())
    before = talk(assistant, "sweaters without wool", "only blue ones")
    for mutant in MUTANTS:
        talk(mutant.apply(assistant), "sweaters without wool", "only blue ones")
    after = talk(assistant, "sweaters without wool", "only blue ones")
    assert [(r.text, r.cards, r.constraints) for r in before] == [
        (r.text, r.cards, r.constraints) for r in after
    ]


def test_every_mutant_is_another_and_says_what_it_does() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
    assert all(mutant.does.endswith(".") for mutant in MUTANTS)


def test_a_sold_out_product_is_shown_as_in_stock() -> None:
    shop = made_shop(
        product(
            "a", "Plain Red Kite", variant("a-1", "10.00", stock=0), category=("Toys", "kites")
        ),
        product("b", "Plain Blue Kite", variant("b-1", "12.00"), category=("Toys", "kites")),
    )
    mutant = next(m for m in MUTANTS if m.name == "sold out as in stock")
    (reply,) = talk(mutant.apply(assistant_over(shop)), "kites")
    assert {card.product_id for card in reply.cards} == {"a", "b"}
    assert all(card.in_stock for card in reply.cards)
    (whole,) = talk(assistant_over(shop), "kites")
    assert {card.product_id for card in whole.cards} == {"b"}


def test_cases_that_fail_anyway_are_left_out(tmp_path: Path) -> None:
    failing = BLIND.replace("products: {min: 1}", "products: {min: 30}")
    with pytest.raises(AssistantError, match="no case passes"):
        hunt([script(tmp_path, failing)], lambda: assistant_over(demo_shop()))
    both = BLIND + failing[failing.index("  - test_case") :].replace("something", "too much")
    report = hunt([script(tmp_path, both)], lambda: assistant_over(demo_shop()), MUTANTS[:1])
    assert report.cases == 1
    assert len(report.unused) == 1
