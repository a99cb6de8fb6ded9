"""Cases played against the real assistant: events, failures, repeats, selection, the examples."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from assistant_samples import assistant_over, demo_index, demo_shop
from rehearsal_samples import case_of, plain, play, report, script

from assistant.errors import AssistantError
from assistant.model import ScriptedChatModel
from assistant.rehearsal.checking import check_script
from assistant.rehearsal.noting import shop_passed_over, without_model
from assistant.rehearsal.partner import InProcess
from assistant.rehearsal.results import CaseResult
from assistant.rehearsal.runner import Rehearsal
from assistant.rehearsal.selecting import selected
from assistant.rehearsal.stage import StagedModel
from assistant.turn import Assistant

if TYPE_CHECKING:
    from assistant.rehearsal.observed import Observed
    from assistant.rehearsal.script import Event, Fixtures
    from retrieval.search import Index

PAGE = Path(__file__).parent.parent / "docs/rehearsal.md"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_page_has_ten_examples_a_first_one_and_one_of_fixtures() -> None:
    assert len(EXAMPLES) == 12


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_of_the_page_goes_as_it_says(tmp_path: Path, text: str) -> None:
    read = script(tmp_path, text)
    check_script(read, demo_index())
    result = Rehearsal(plain).run([read])
    assert result.ok, [str(mismatch) for r in result.results for mismatch in r.mismatches]


def test_the_first_example_fails_when_it_is_changed_as_the_page_says(tmp_path: Path) -> None:
    first = EXAMPLES[0].replace("100", "10")
    assert play(tmp_path, first).outcome == "failed"


def test_the_first_failing_step_ends_a_case_unless_it_shall_go_on(tmp_path: Path) -> None:
    text = case_of("- user: tents\n  assertions: [act: details]\n- user: thanks")
    assert len(play(tmp_path, text).steps) == 1
    on = play(tmp_path, text, stop_at_failure=False)
    assert [bool(step.mismatches) for step in on.steps] == [True, False]
    (mismatch,) = on.mismatches
    assert str(mismatch) == "act: expected details; got search"
    assert mismatch.line == 5


def test_a_case_that_is_expected_to_fail_must(tmp_path: Path) -> None:
    known = "{step}".format(step="- user: tents\n  assertions: [act: {act}]")
    failing = play(tmp_path, case_of(known.format(act="details"), expected_to_fail="later"))
    passing = report(tmp_path, case_of(known.format(act="search"), expected_to_fail="later"))
    assert failing.outcome == "known"
    assert passing.results[0].outcome == "unexpected"
    assert not passing.ok


def test_stock_and_prices_change_for_one_conversation_alone(tmp_path: Path) -> None:
    text = case_of(
        "- event: {set_stock: {product: p-0172, variant: p-0172-blue-42, stock: 0}}\n"
        "- event: {set_price: {product: p-0172, price: 1.25}}\n"
        "- user: the cheapest running shoes in blue, size 42\n"
        "  assertions:\n"
        "    - products: {min: 1, excludes: p-0172}\n"
        "- user: the cheapest running shoes in blue, size 43\n"
        "  assertions:\n"
        "    - some_product: {id: p-0172, price: 1.25}\n"
        "    - reply: {contains: $1.25}\n"
    )
    result = play(tmp_path, text)
    assert not result.mismatches, [str(mismatch) for mismatch in result.mismatches]
    product = demo_index().product("p-0172")
    assert product
    assert product.variants[0].price
    assert product.variants[0].price.amount != 1


def test_a_change_of_what_is_not_there_fails_its_step(tmp_path: Path) -> None:
    text = case_of("- event: {set_stock: {product: p-9999, stock: 0}}\n- user: tents")
    (mismatch,) = play(tmp_path, text).mismatches
    assert "p-9999" in mismatch.got
    assert mismatch.line == 4


def talking() -> ScriptedChatModel:
    """A model that gives as many sentences as a search asks for."""
    said = "I found {count} {kind} for you.\n{1.title} costs {1.price}.\nThen {2.title}.\n"
    return ScriptedChatModel(answers=(said,), repeat_last=True)


def test_the_model_fails_is_slow_and_recovers(tmp_path: Path) -> None:
    model = talking()
    text = case_of(
        "- user: tents\n  assertions: [degraded: false]\n"
        "- event: model_fails\n"
        "- user: kettles\n  assertions: [degraded: true, products: {min: 1}]\n"
        "- event: {model_slow: 9}\n"
        "- user: sneakers\n  assertions: [degraded: true, products: {min: 1}, ms: {total: 8000}]\n"
        "- event: model_recovers\n"
        "- user: headphones\n  assertions: [degraded: false, products: {min: 1}]\n"
    )
    rehearsal = Rehearsal(lambda: assistant_over(demo_shop(), model, guided=False, deadline=2))
    result = rehearsal.run([script(tmp_path, text)]).results[0]
    assert not result.mismatches, [str(mismatch) for mismatch in result.mismatches]
    assert len(model.calls) >= 2


def test_a_seed_reaches_the_model(tmp_path: Path) -> None:
    model = talking()
    make = assistant_over(demo_shop(), model, guided=False)
    Rehearsal(lambda: make).run([script(tmp_path, case_of("- user: tents"))], runs=2, seed=6)
    assert [call.options.seed for call in model.calls] == [6, 7]


def test_a_slow_model_has_what_is_left_of_its_time() -> None:
    inner = talking()
    model = StagedModel(inner=inner, slower=0.05)
    model.invoke("hello", time_limit=10.0)
    left = inner.calls[0].options.time_limit
    assert left is not None
    assert left == pytest.approx(9.95)


class Forgetful(InProcess):
    """A partner that answers a retry as if it were new, and forgets what was said."""

    def retry(self) -> Observed:
        self._last = (self._last[0], f"{self._last[1]}-")
        return super().retry()

    def reload(self) -> tuple[tuple[str, str], ...]:
        return super().reload()[:1]


def test_a_retry_and_a_reload_are_held_against_what_was(tmp_path: Path) -> None:
    text = case_of("- user: tents\n- event: retry\n- user: thanks\n- event: reload")
    assert not play(tmp_path, text).mismatches
    forgetful = Rehearsal(plain, partner=Forgetful)
    failing = forgetful.run([script(tmp_path, text)], stop_at_failure=False).results[0]
    assert {mismatch.assertion for mismatch in failing.mismatches} == {"retry", "reload"}


class Broken:
    """A partner whose assistant raises at every message."""

    def __init__(self, assistant: Assistant) -> None:
        self._inner = InProcess(assistant)

    @property
    def index(self) -> Index:
        return self._inner.index

    def start(self, fixtures: Fixtures, seed: int = 0) -> tuple[str, ...]:
        return self._inner.start(fixtures, seed)

    def say(self, text: str) -> Observed:
        raise AssistantError(f"no answer to {text!r}")

    def retry(self) -> Observed:
        raise AssistantError("no answer at all")

    def reload(self) -> tuple[tuple[str, str], ...]:
        return ()

    def apply(self, event: Event) -> None:
        self._inner.apply(event)


def test_an_error_of_the_assistant_fails_the_step_it_happens_at(tmp_path: Path) -> None:
    text = case_of("- user: tents\n- event: retry")
    rehearsal = Rehearsal(plain, partner=Broken)
    result = rehearsal.run([script(tmp_path, text)], stop_at_failure=False).results[0]
    assert [m.assertion for m in result.mismatches] == ["answered", "answered"]
    assert "no answer to 'tents'" in result.mismatches[0].got


def test_a_locale_is_played_and_what_has_no_effect_yet_is_noted(tmp_path: Path) -> None:
    text = """
fixtures: [{german: {locale: de_DE, customer: c-1001}}]
test_cases:
  - test_case: mine
    fixtures: german
    steps:
      - user: running shoes under $100
        assertions:
          - reply: {contains: "66,50"}
"""
    result = play(tmp_path, text)
    assert not result.mismatches, [str(mismatch) for mismatch in result.mismatches]
    assert result.notes == (
        "locale de_DE in force: figures are written so",
        "the fixture 'customer' is kept, and nothing asks for it yet",
    )


def test_what_is_in_force_is_noted(tmp_path: Path) -> None:
    text = case_of("- user: tents\n  assertions: [act: search]", fixtures="mine")
    mine = "{clock: 2026-12-24T09:00, currency: USD}"
    result = play(tmp_path, f"fixtures: [{{mine: {mine}}}]\n{text}")
    assert result.notes == (
        "clock 2026-12-24T09:00 in force",
        "currency USD in force: the shop has it, nothing is converted",
    )


@pytest.mark.parametrize(
    ("steps", "noted"),
    [
        ("- event: model_fails\n- user: tents\n  assertions: [act: search]", True),
        ("- user: tents\n  assertions: [degraded: false]", True),
        ("- user: tents\n  assertions: [degraded: true]", False),
    ],
)
def test_what_only_a_model_can_show_is_told_apart(
    tmp_path: Path, steps: str, *, noted: bool
) -> None:
    (case,) = script(tmp_path, case_of(steps)).cases
    assert bool(without_model(case)) == noted


def test_a_shop_that_is_passed_over_is_told(tmp_path: Path) -> None:
    read = script(tmp_path, "shop: own\n" + case_of("- user: tents"))
    rehearsal = Rehearsal(plain, note=lambda own, _: shop_passed_over(own, tmp_path))
    (note,) = [n for n in rehearsal.run([read]).results[0].notes if "shop" in n]
    assert "my.chat.yaml: its `shop: own` is ignored" in note
    assert shop_passed_over(read, None) == ()


class Moody(InProcess):
    """Understands nothing in every second conversation."""

    conversations = 0

    def __init__(self, assistant: Assistant) -> None:
        super().__init__(assistant)
        type(self).conversations += 1
        self._deaf = type(self).conversations % 2 == 1

    def say(self, text: str) -> Observed:
        return super().say("hello" if self._deaf else text)


def test_repeats_tell_what_is_flaky(tmp_path: Path) -> None:
    text = case_of("- user: tents\n  assertions: [act: search]")
    Moody.conversations = 0
    flaky = Rehearsal(plain, partner=Moody).run([script(tmp_path, text)], runs=4, seed=3)
    assert [r.seed for r in flaky.results] == [3, 4, 5, 6]
    assert flaky.flaky == ((str(tmp_path / "my.chat.yaml"), "mine"),)
    assert flaky.pass_power(1) == pytest.approx(0.5)
    assert flaky.pass_power(2) == pytest.approx(1 / 6)
    assert flaky.pass_power(3) == 0
    with pytest.raises(ValueError, match=r"pass\^5 needs 5 runs"):
        flaky.pass_power(5)


SEVERAL = """
test_cases:
  - {test_case: budget of a tent, tags: [smoke], steps: [{user: tents under $300}]}
  - {test_case: long budget, tags: [long, slow], steps: [{user: kettles under $50}]}
  - {test_case: hello, steps: [{user: hello}]}
"""


@pytest.mark.parametrize(
    ("keyword", "tags", "names"),
    [
        (None, (), ["budget of a tent", "long budget", "hello"]),
        ("budget", (), ["budget of a tent", "long budget"]),
        ("budget and not long", (), ["budget of a tent"]),
        ("HELLO or (budget and slow)", (), ["long budget", "hello"]),
        ("of a tent", (), ["budget of a tent"]),
        (None, ("smoke", "slow"), ["budget of a tent", "long budget"]),
        ("long", ("smoke",), []),
    ],
)
def test_cases_are_selected(
    tmp_path: Path, keyword: str | None, tags: tuple[str, ...], names: list[str]
) -> None:
    cases = script(tmp_path, SEVERAL).cases
    assert [case.name for case in selected(cases, keyword=keyword, tags=tags)] == names


@pytest.mark.parametrize("expression", ["and", "not", "(a", "a)", "a or", "()"])
def test_a_keyword_that_cannot_be_read_is_refused(tmp_path: Path, expression: str) -> None:
    cases = script(tmp_path, SEVERAL).cases
    with pytest.raises(AssistantError, match="cannot read the keyword"):
        selected(cases, keyword=expression)


def test_nothing_selected_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="no case is selected"):
        Rehearsal(plain).run([script(tmp_path, SEVERAL)], keyword="nowhere")


def test_several_at_a_time_give_the_same_report_in_the_same_order(tmp_path: Path) -> None:
    read, told, lock = script(tmp_path, SEVERAL), [], threading.Lock()

    def tell(result: CaseResult) -> None:
        with lock:
            told.append(result.case.name)

    url = f"sqlite:///{tmp_path / 'own.db'}"
    rehearsal = Rehearsal(lambda: assistant_over(demo_shop(), url=url), tell=tell)
    result = rehearsal.run([read], runs=3, workers=3)
    names = [case.name for case in read.cases]
    assert [(r.run, r.case.name) for r in result.results] == [
        (run, name) for run in range(3) for name in names
    ]
    assert result.ok
    assert sorted(told) == sorted(names * 3)
    assert result.turns == 9


def test_the_assistant_is_made_once(tmp_path: Path) -> None:
    made: list[Assistant] = []

    def make() -> Assistant:
        made.append(plain())
        return made[-1]

    rehearsal = Rehearsal(make)
    for _ in range(2):
        rehearsal.run([script(tmp_path, SEVERAL)], runs=2)
    assert len(made) == 1


def test_the_trace_of_a_turn_is_kept(tmp_path: Path) -> None:
    seen = play(tmp_path, case_of("- user: tents")).steps[0].observed
    assert seen
    assert [step.step for step in seen.trace][:2] == ["understand", "act"]
