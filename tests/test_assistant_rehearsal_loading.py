"""Scripts as they are read: what they become, and every fault with its line."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
import yaml
from assistant_samples import demo_index
from rehearsal_samples import case_of, script

from assistant.errors import AssistantError
from assistant.rehearsal.assertions import EveryProduct, Products
from assistant.rehearsal.checking import check_script
from assistant.rehearsal.loading import find_scripts, load_script
from assistant.rehearsal.schema import SCHEMA_PATH, schema_text
from assistant.rehearsal.script import Fixtures, ModelSlow, Reload, SetStock
from assistant.rehearsal.values import Amount, Wanted
from assistant.visit import Visit

PAGE = Path(__file__).parent.parent / "docs/rehearsal.md"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)

CONTRACT = """
shop: demo
fixtures:
  - german_customer: {customer: c-1001, language: de, currency: EUR}
test_cases:
  - test_case: a budget is kept over turns
    tags: [smoke]
    fixtures: [german_customer]
    steps:
      - user: running shoes under $100
        assertions:
          - act: search
          - products: {min: 1, max: 6}
          - every_product: {price: {max: 100}, category: running shoes}
          - constraints: {price_max: 100}
      - user: anything but Nike, and only blue
        assertions:
          - no_product: {brand: Nike}
          - every_product: {colour: blue, price: {max: 100}}
      - user: add the second one
        assertions:
          - cart: [{position_of: 1, shown: 2, quantity: 1}]
          - reply: {not_contains: ["sorry"]}
"""


def faults(folder: Path, text: str) -> list[tuple[int, str]]:
    """Every fault of a text: line and words."""
    with pytest.raises(AssistantError) as error:
        script(folder, text)
    told = re.findall(r"my\.chat\.yaml:(\d+): (.*)", str(error.value))
    return [(int(line), why) for line, why in told]


def test_the_published_example_is_read_whole(tmp_path: Path) -> None:
    read = script(tmp_path, CONTRACT)
    (case,) = read.cases
    assert (read.shop, case.name, case.tags, case.line) == (
        "demo", "a budget is kept over turns", ("smoke",), 6,
    )  # fmt: skip
    assert case.fixtures == Fixtures(Visit(customer="c-1001", language="de", currency="EUR"))
    first = case.steps[0]
    assert [a.name for a in first.assertions] == ["act", "products", "every_product", "constraints"]
    assert [a.line for a in first.assertions] == [12, 13, 14, 15]
    assert first.assertions[1].assertion == Products(min=1, max=6)
    wanted = {"price": Wanted(max=Amount(Decimal(100))), "category": Wanted(any=("running shoes",))}
    assert first.assertions[2].assertion == EveryProduct(wanted)


def test_events_and_fixtures_of_several_names_are_put_together(tmp_path: Path) -> None:
    text = """
fixtures:
  - here: {locale: en_GB, seed: 3}
  - later: {clock: 2026-01-31, seed: 4}
test_cases:
  - test_case: mine
    fixtures: [here, later]
    steps:
      - event: {set_stock: {product: p-0001, variant: v, stock: 0}}
      - event: {model_slow: 2.5}
      - user: hello
      - event: reload
"""
    (case,) = script(tmp_path, text).cases
    assert case.fixtures == Fixtures(
        Visit(locale="en_GB"), datetime(2026, 1, 31, tzinfo=UTC), seed=4
    )
    assert [step.event for step in case.steps] == [
        SetStock("p-0001", 0, "v"), ModelSlow(2.5), None, Reload(),
    ]  # fmt: skip


def test_parameters_are_filled_in_everywhere_with_their_types(tmp_path: Path) -> None:
    text = """
test_cases:
  - test_case: a budget
    parameters: [{n: 3, colour: blue}, {n: 4, colour: red}]
    steps:
      - user: "{colour} shoes"
        assertions:
          - products: {min: "{n}"}
          - every_product: {colour: "{colour}"}
"""
    one, two = script(tmp_path, text).cases
    assert (one.name, two.name) == ("a budget [n=3, colour=blue]", "a budget [n=4, colour=red]")
    assert (one.steps[0].user, two.steps[0].user) == ("blue shoes", "red shoes")
    assert [a.line for a in two.steps[0].assertions] == [8, 9]
    assert two.steps[0].assertions[0].assertion == Products(min=4)


def test_braces_stay_where_there_are_no_parameters(tmp_path: Path) -> None:
    (case,) = script(tmp_path, case_of("- user: '{colour} {1.title}'")).cases
    assert case.steps[0].user == "{colour} {1.title}"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("test_cases: [", 1, "not YAML"),
        ("- a", 1, "mapping with `test_cases`"),
        ("test_cases: []", 1, "is empty"),
        ("shop: demo\nshop: other\ntest_cases: []", 2, "'shop' is written twice"),
        ("test_case:\n  - a", 1, "unknown key 'test_case'; near: test_cases"),
        (case_of("- user: a", tagz="[b]"), 3, "unknown key 'tagz'; near: tags"),
        (case_of("- user: a", fixtures="[b]"), 3, "no fixture 'b'"),
        (case_of("- user: a\n  assertions:\n    - act: serch"), 6, "near: search"),
        (case_of("- user: a\n  assertions:\n    - act: buy"), 6, "known: search, refine"),
        (case_of("- user: a\n  assertions:\n    - all_products: 1"), 6, "near: every_product"),
        (case_of("- user: a\n  assertions:\n    - colour: red\n    - price: 3"), 7, "below every"),
        (case_of("user: a"), 3, "steps takes a list: a line for each"),
        (case_of("- user: [a]"), 4, "user takes a text; here is a list"),
        (case_of("- user: a\n  assertions:\n    - products: {min: x}"), 6, "whole number; here is"),
        ("test_cases:\n  - test_case: a\n   steps: []", 3, "indented by spaces"),
        (case_of("- user: a\n  assertions:\n    - produkts: 1"), 6, "near: products"),
        (case_of("- user: a\n  assertions:\n    - products: {mn: 1}"), 6, "near: min"),
        (case_of("- user: a\n  assertions:\n    - products: {min: 3, max: 1}"), 6, "above max"),
        (case_of("- user: a\n  assertions:\n    - no_product: {price: {mx: 1}}"), 6, "takes min"),
        (case_of("- user: a\n  assertions:\n    - reply: {matches: '('}"), 6, "regular expression"),
        (case_of("- user: a\n  assertions:\n    - not_found: {kind: lost}"), 6, "no_match"),
        (case_of("- user: a\n- event: relod"), 5, "'relod' is no event"),
        (case_of("- user: a\n- event: {}"), 5, "exactly one thing"),
        (case_of("- user: a\n  event: reload"), 4, "either `user:` or `event:`"),
        (case_of("- assertions: []"), 4, "either `user:` or `event:`"),
        (case_of("- event: retry\n- user: a"), 4, "nothing was said yet"),
        (case_of("- event: reload"), 2, "nobody says anything"),
        (case_of("- user: a\n- event: leave\n- user: b"), 6, "never reached"),
        (case_of("- user: a\n- event: reload\n  assertions: [act: search]"), 5, "nothing is answ"),
        (case_of("- user: '{a}'", parameters="[{a: 1, b: 2}]"), 3, "nothing uses"),
        (case_of("- user: '{a}'", parameters="[{b: 2}]"), 3, "no parameter 'a'"),
        (case_of("- user: a", parameters="[]"), 3, "never be played"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    assert any(at == line and words in why for at, why in faults(tmp_path, text))


@pytest.mark.parametrize(
    ("wrong", "line", "words"),
    [
        ("      - user: a\n    assertions: []", 5, "belongs to a step"),
        ("      - user: a\n      - assertions:\n          - act: search", 5, "no dash before"),
        ("      - user: a\n        assertions:\n          - ms: {}", 6, "asserts nothing"),
        ("      - user: 42", 4, "takes a text; here is 42: put it in quotes"),
        ("      - user: a\n        assertions:\n          -", 6, "here is nothing"),
        ("      - user: a\n        assertions: [asks: 5]", 5, "asks takes true, false or a text"),
        ("      - user: a\n        assertions: [not_found: {kind: nomatch}]", 5, "near: no_match"),
        ("      - user: a\n        assertions: [every_product: {}]", 5, "is empty"),
    ],
)
def test_beginners_are_told_what_to_do(tmp_path: Path, wrong: str, line: int, words: str) -> None:
    text = f"test_cases:\n  - test_case: mine\n    steps:\n{wrong}\n"
    ((at, why),) = faults(tmp_path, text)
    assert (at, words in why) == (line, True), why


def test_other_encodings_are_told_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "latin.chat.yaml"
    file.write_bytes("test_cases:\n  - test_case: café\n".encode("latin-1"))
    with pytest.raises(AssistantError, match=r":2: this is not UTF-8: save the file as UTF-8"):
        load_script(file)


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = """fixtures:
  - late: {clock: yesterday}
test_cases:
  - test_case: one
    fixtures: [lat]
    steps:
      - user: shoes
        assertions:
          - act: serch
          - products: {max: 3}
          - produkts: {min: 1}
      - user: boots
        assertions:
          - products: {max: 3}
  - test_case: one
    steps:
      - event: leave
      - user: hi
  - test_case: two
    steps: []
"""
    told = dict(faults(tmp_path, text))
    assert set(told) == {2, 5, 9, 11, 14, 15, 18, 20}
    assert "a moment, as 2026" in told[2]
    assert "near: late" in told[5]


@pytest.mark.parametrize(
    "ceiling",
    [
        "products: {max: 3}",
        "products: {min: 0, max: 3}",
        "products: {max: 0}",
        "products: {excludes: p-0001}",
        "products: {}",
        "match_count: {max: 3}",
        "no_product: {brand: Acme}",
    ],
)
def test_a_ceiling_without_a_floor_is_refused(tmp_path: Path, ceiling: str) -> None:
    (fault,) = faults(tmp_path, case_of(f"- user: a\n  assertions:\n    - {ceiling}"))
    assert fault[0] == 6
    assert "floor" in fault[1] or "asserts nothing" in fault[1]


@pytest.mark.parametrize(
    "pair",
    [
        "[products: {min: 1, max: 3}]",
        "[products: {max: 3}, every_product: {brand: Acme}]",
        "[products: {max: 0}, not_found: {kind: no_match}]",
        "[no_product: {brand: Acme}, products: {min: 1}]",
        "[no_product: {brand: Acme}, some_product: {colour: blue}]",
        "[match_count: {min: 0, max: 3}]",
    ],
)
def test_a_ceiling_over_a_floor_is_fine(tmp_path: Path, pair: str) -> None:
    assert script(tmp_path, case_of(f"- user: a\n  assertions: {pair}")).cases


def test_two_cases_of_one_name_are_refused(tmp_path: Path) -> None:
    twice = case_of("- user: a") + "\n  - test_case: mine\n    steps: [user: b]"
    assert faults(tmp_path, twice) == [
        (5, "there is a case 'mine' already: its name must be its own")
    ]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = case_of("- user: a\n  assertions:\n    - act: serch\n    - b: 1", tagz="[c]")
    assert [line for line, _ in faults(tmp_path, text)] == [3, 7, 8]


def test_what_the_catalogue_does_not_have_is_told_with_its_line(tmp_path: Path) -> None:
    text = case_of(
        "- event: {set_price: {product: p-9999, price: 3}}\n"
        "- event: {set_stock: {product: p-0001, variant: v, stock: 3}}\n"
        "- user: a\n"
        "  assertions:\n"
        "    - products: {includes: p-9998}\n"
        "    - every_product: {coulour: blue}\n"
        "    - every_product: {colour: bleu}\n"
        "    - no_product: {brand: Unheard Of}\n"
        "    - every_product: {category: running shoe, price: {max: 3}, in_stock: true}\n"
    )
    read = script(tmp_path, text)
    with pytest.raises(AssistantError) as error:
        check_script(read, demo_index())
    told = re.findall(r"my\.chat\.yaml:(\d+): (.*)", str(error.value))
    assert [int(line) for line, _ in told] == [4, 5, 8, 9, 10]
    for words, (_, why) in zip(("p-9999", "'v'", "p-9998", "colour", "blue"), told, strict=True):
        assert words in why


def test_a_constraint_that_can_never_be_in_force_is_told(tmp_path: Path) -> None:
    text = case_of(
        "- user: a\n"
        "  assertions:\n"
        "    - no_constraint: [colr, exclude, price_max]\n"
        "    - constraints: {price_maximum: 100, exclude: {brnd: Acme, colour: blue}}\n"
    )
    with pytest.raises(AssistantError) as error:
        check_script(script(tmp_path, text), demo_index())
    told = re.findall(r"my\.chat\.yaml:(\d+): no constraint can be on '(\w+)'", str(error.value))
    assert sorted(told) == [("6", "colr"), ("7", "brnd"), ("7", "price_maximum")]


def test_scripts_are_found_in_folders_once(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    for name in ("b.chat.yaml", "a.chat.yaml", "other.yaml"):
        (inner / name).write_text("", encoding="utf-8")
    assert [path.name for path in find_scripts([tmp_path, inner / "a.chat.yaml"])] == [
        "a.chat.yaml", "b.chat.yaml",
    ]  # fmt: skip
    with pytest.raises(AssistantError, match="there is no"):
        find_scripts([tmp_path / "nowhere"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(AssistantError, match=r"no \.chat\.yaml file"):
        find_scripts([tmp_path / "empty"])


def test_the_schema_for_editors_is_fresh() -> None:
    assert SCHEMA_PATH.read_text(encoding="utf-8") == schema_text(), (
        "run: python -m assistant.rehearsal.schema"
    )


@pytest.mark.parametrize("text", [CONTRACT, *EXAMPLES])
def test_the_schema_takes_what_the_loader_takes(text: str) -> None:
    jsonschema.validate(yaml.safe_load(text), json.loads(schema_text()))


@pytest.mark.parametrize(
    "text",
    [
        "test_cases: []",
        case_of("- user: a\n  assertions:\n    - act: serch"),
        case_of("- user: a\n  assertions:\n    - products: {mn: 1}"),
        case_of("- user: a\n- event: relod"),
        case_of("- user: a", tagz="[b]"),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(text), json.loads(schema_text()))


@pytest.mark.parametrize(
    ("asserted", "words"),
    [
        ("no_product: {colour: bleu}", "no product has colour 'bleu'; near: blue"),
        ("no_product: {category: runing shoes}", "near: running shoes"),
        ("every_product: {colour: {not: bleu}}", "near: blue"),
        ("every_product: {material: {not: lether}}", "near: leather"),
        ("no_product: {price: {min: 10 EUR}}", "no price can be compared with '10 EUR'"),
        ("no_product: {colour: {max: 10}}", "no colour can be compared with '10'"),
        ("every_product: {weight: {min: 3 parsecs}}", "3 parsecs"),
        ("every_product: {price: 100}", "write price: {max: 100}"),
        ("constraints: {colour: bleu}", "near: blue"),
        ("constraints: {exclude: {colour: gren}}", "near: green"),
        ("constraints: {price: 100}", "write price_max or price_min"),
        ("products: {min: 1, ids: [p-0772x]}", "near: p-0772"),
    ],
)
def test_a_typing_error_never_makes_a_test_that_tests_nothing(
    tmp_path: Path, asserted: str, words: str
) -> None:
    text = case_of(f"- user: a\n  assertions:\n    - products: {{min: 1}}\n    - {asserted}")
    with pytest.raises(AssistantError, match=re.escape(words)):
        check_script(script(tmp_path, text), demo_index())


@pytest.mark.parametrize(
    "asserted",
    [
        "no_product: {brand: Nike}",
        "every_product: {material: {not: plutonium}}",
        "constraints: {colour: mauve}",
        "no_product: {price: {max: 5}}",
        "no_product: {category: running shoe}",
        "no_product: {size: XXXL}",
        "every_product: {weight: {max: 2 kg}}",
        "every_product: {material: {not: cotton}}",
    ],
)
def test_what_a_shop_has_nothing_of_may_be_asserted(tmp_path: Path, asserted: str) -> None:
    text = case_of(f"- user: a\n  assertions:\n    - products: {{min: 1}}\n    - {asserted}")
    check_script(script(tmp_path, text), demo_index())


def test_what_an_event_makes_so_may_be_asserted(tmp_path: Path) -> None:
    body = """- event: {set_price: {product: p-0772, price: 1.23}}
- user: yoga mats
  assertions:
    - some_product: {id: p-0772, price: 1.23}"""
    check_script(script(tmp_path, case_of(body)), demo_index())


def test_a_misspelt_category_of_a_page_is_refused(tmp_path: Path) -> None:
    body = "- event: {page: {category: table lammps}}\n- user: a"
    with pytest.raises(AssistantError, match="near: table lamps"):
        check_script(script(tmp_path, case_of(body)), demo_index())


@pytest.mark.parametrize(
    ("wish", "words"), [("{min: 100, max: 10}", "min 100 is above max 10"), ("{maxx: 3}", "max")]
)
def test_bounds_make_a_range(tmp_path: Path, wish: str, words: str) -> None:
    text = case_of(f"- user: a\n  assertions:\n    - every_product: {{price: {wish}}}")
    ((_, why),) = faults(tmp_path, text)
    assert words in why
