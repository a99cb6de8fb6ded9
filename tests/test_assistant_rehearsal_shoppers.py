"""Shoppers who improvise: goals, voices, moves, judgement, and their conversations as scripts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import pytest
import yaml
from assistant_samples import assistant_over, demo_index, demo_products, demo_shop, say

from assistant.errors import AssistantError
from assistant.formats import Manner
from assistant.model import ScriptedChatModel
from assistant.rehearsal.checking import check_script
from assistant.rehearsal.loading import load_script
from assistant.rehearsal.mutants import MUTANTS
from assistant.rehearsal.partner import InProcess
from assistant.rehearsal.runner import Rehearsal
from assistant.rehearsal.shoppers import ImprovReport, improvise
from assistant.rehearsal.shoppers.conversation import Conversation, Exchange
from assistant.rehearsal.shoppers.freeze import freeze
from assistant.rehearsal.shoppers.goal import make_goal, swapped
from assistant.rehearsal.shoppers.improvise import make_shopper
from assistant.rehearsal.shoppers.measures import measure
from assistant.rehearsal.shoppers.report import Visit
from assistant.rehearsal.shoppers.rewording import keeps, reworded_by
from assistant.rehearsal.shoppers.shopper import Shopper
from assistant.rehearsal.shoppers.stock import Stock
from assistant.rehearsal.shoppers.talk import Talk
from assistant.rehearsal.shoppers.temper import Temper, make_temper
from assistant.rehearsal.shoppers.typing_errors import mistyped
from assistant.rehearsal.shoppers.wish import Wish, broken, holds
from assistant.rehearsal.shoppers.wording import load_wording
from assistant.reply import Reply
from assistant.types import Act, Chip, NotFound
from retrieval.filters import Condition

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.turn import Assistant

SEED = 7
COUNT = 60


@cache
def stock() -> Stock:
    return Stock(demo_products())


@cache
def visits() -> ImprovReport:
    assistant = assistant_over(demo_shop())
    return improvise(lambda: InProcess(assistant), demo_index(), count=COUNT, seed=SEED)


def improvised(assistant: Assistant, count: int = 25) -> ImprovReport:
    return improvise(lambda: InProcess(assistant), demo_index(), count=count, seed=SEED)


@pytest.mark.parametrize("number", range(200))
def test_a_goal_can_be_met_and_does_not_name_its_target(number: int) -> None:
    goal = make_goal(stock(), Random(number))
    assert not broken(goal.wishes, goal.product, goal.variant)
    assert goal.variant.stock > 0
    assert goal.kind.field == "category"
    assert len(goal.wishes) >= 3
    assert len({(w.field, w.op, w.value) for w in goal.wishes}) == len(goal.wishes)
    for wish in goal.wishes[1:]:
        assert any(not holds(wish, *other) for other in stock().alike(goal.product)), wish


def test_goals_differ_in_what_they_are_about() -> None:
    wishes = [w for n in range(300) for w in make_goal(stock(), Random(n)).wishes]
    fields = {wish.field for wish in wishes}
    assert {"price", "colour", "size", "brand", "rating", "material"} <= fields
    assert {wish.op for wish in wishes} == {"is", "not", "most", "least"}
    assert len({w.value for w in wishes if w.field == "category"}) > 50


@pytest.mark.parametrize("number", range(60))
def test_a_swapped_wish_leads_to_another_product(number: int) -> None:
    random = Random(number)
    goal = make_goal(stock(), random)
    old = random.choice(goal.wishes[1:])
    if (found := swapped(goal, old, stock(), random)) is not None:
        new_goal, new = found
        assert new != old
        assert (new.field, new.op) == (old.field, old.op)
        assert old not in new_goal.wishes
        assert not broken(new_goal.wishes, new_goal.product, new_goal.variant)


def test_there_are_at_least_twelve_wordings_of_everything() -> None:
    wording = load_wording()
    for table in (wording.moves, wording.wish):
        for name, sentences in table.items():
            assert len(set(sentences)) >= 12, name
    styles = {"terse", "chatty", "polite", "rude"}
    assert set(wording.tempers) == styles
    assert all(len(wording.tempers[style]["before"]) >= 12 for style in styles - {"terse"})


def test_every_wording_can_be_filled() -> None:
    voice = Talk(load_wording(), Temper("polite", 9), Random(1), manner=Manner())
    wishes = [w for n in range(80) for w in make_goal(stock(), Random(n)).wishes[1:]]
    kind = Wish("category", "is", "mugs")
    for move, sentences in load_wording().moves.items():
        named = "{kind}" in sentences[0]
        for wish in wishes if "{wish}" in sentences[0] else ():
            said = voice.wish_for(move, kind, [wish]) if named else voice.about(move, wish)
            assert "{" not in said.text
    assert all("{" not in voice.let_go(wish).text for wish in wishes)


def test_a_language_without_shoppers_is_told() -> None:
    with pytest.raises(AssistantError, match=r"add xx\.toml"):
        load_wording("xx")


def test_slips_leave_figures_short_words_and_first_letters_alone() -> None:
    text = "waterproof jackets under $120.50 in size 42, no suede or wool"
    slipped = mistyped(text, 1.0, Random(3))
    assert slipped != text
    assert re.findall(r"[\d.,$]+", slipped) == re.findall(r"[\d.,$]+", text)
    assert [w[0] for w in slipped.split()] == [w[0] for w in text.split()]
    assert {"in", "size", "no", "or", "wool"} <= set(re.findall(r"\w+", slipped))
    assert mistyped(text, 0.0, Random(3)) == text


def test_tempers_differ() -> None:
    tempers = [make_temper(Random(n)) for n in range(100)]
    assert {t.style for t in tempers} == {"terse", "chatty", "polite", "rude"}
    assert any(t.slips for t in tempers)
    assert any(not t.slips for t in tempers)
    assert all(5 < t.patience < 15 for t in tempers)


def test_the_same_seed_gives_the_same_shoppers() -> None:
    first, second = (make_shopper(stock(), 5, 11) for _ in range(2))
    other = make_shopper(stock(), 6, 11)
    assert (first.goal, first.temper) == (second.goal, second.temper)
    assert first.goal != other.goal
    assert first.speak() == second.speak()


def test_nobody_names_the_target() -> None:
    spoken = {word for table in load_wording().moves.values() for s in table for word in s.split()}
    for visit in visits().visits:
        held = visit.conversation
        names = frozenset(stock().names(held.goal.product) - {word.casefold() for word in spoken})
        for exchange in held.exchanges:
            assert held.goal.product.title.casefold() not in exchange.message.casefold()
            if exchange.move != "tap":
                said = set(re.findall(r"[^\W\d_]+", exchange.message.casefold()))
                assert not names & said, exchange.message


def test_wishes_in_force_are_those_said_and_not_taken_back() -> None:
    moves = set()
    for visit in visits().visits:
        before: tuple[Wish, ...] = ()
        for exchange in visit.conversation.exchanges:
            moves.add(exchange.move)
            if exchange.move in {"more", "sort", "ask", "digress", "insist"}:
                assert exchange.wishes == before
            if exchange.move in {"drop", "allow"}:
                assert len(exchange.wishes) == len(before) - 1
            if exchange.move == "add":
                assert set(before) < set(exchange.wishes)
            before = exchange.wishes
    assert {"add", "ask", "more"} <= moves


def test_most_shoppers_find_what_they_want() -> None:
    figures = visits().figures()
    assert figures["shoppers"] == COUNT
    assert figures["reached a product meeting all constraints"] >= 0.7
    found = [v for v in visits().visits if v.measures.found]
    for visit in found:
        held = visit.conversation
        last = [e for e in held.exchanges if e.reply.cards]
        shown = [stock().find(c.product_id, c.variant_id) for e in last for c in e.reply.cards]
        assert any(s and not broken(held.goal.wishes, *s) for s in shown)


def test_a_worse_assistant_is_worth_less() -> None:
    whole = improvised(assistant_over(demo_shop())).figures()
    for name in ("dropped constraint", "leaked price", "lost turn"):
        mutant = next(m for m in MUTANTS if m.name == name)
        worse = improvised(mutant.apply(assistant_over(demo_shop()))).figures()
        assert worse["violations shown as fitting"] > whole["violations shown as fitting"], name


def test_an_assistant_that_fails_is_reported() -> None:
    assistant = assistant_over(demo_shop())
    assistant.shop = _closed
    report = improvised(assistant, 2)
    assert report.figures()["not answered"] == 2
    assert len(report.failures) == 2
    assert "closed" in report.as_json()


def _closed() -> None:
    raise AssistantError("the shop is closed")


def held(reply: Reply, *wishes: Wish) -> Conversation:
    goal = make_goal(stock(), Random(1))
    exchange = Exchange("a message", "add", wishes, reply)
    return Conversation(0, 0, goal, Temper("terse", 5), (exchange, exchange), "gave_up")


def test_a_card_that_breaks_a_wish_is_a_violation_unless_the_reply_says_so() -> None:
    assistant = assistant_over(demo_shop())
    reply = say(assistant, assistant.start(), "blue sweaters under $100")
    cheap = Wish("price", "most", bound=Decimal(1))
    blue = Wish("colour", "is", "blue")
    judged = measure(held(reply, blue, cheap), stock())
    assert {v.wish for v in judged.violations} == {cheap}
    assert len(judged.violations) == 2 * len(reply.cards)
    assert judged.repeated_replies == 1
    told = replace(reply, not_found=NotFound("not_filterable", "glittery"))
    glittery = Wish("pattern", "is", "glittery")
    judged = measure(held(told, glittery, blue), stock())
    assert judged.violations == ()
    assert judged.admitted == 2 * len(reply.cards)
    misspelt = replace(reply, not_found=NotFound("not_filterable", "gliterry"))
    assert measure(held(misspelt, glittery), stock()).violations == ()


def test_questions_and_empty_hands_are_counted() -> None:
    bare = Reply("c", Act.SEARCH, "Nothing fits. Which colour would you like?", "en", match_count=0)
    judged = measure(held(bare), stock())
    assert (judged.questions, judged.repeated_questions, judged.empty) == (2, 1, 2)
    asks = replace(bare, asks="colour")
    assert measure(held(asks), stock()).repeated_questions == 1
    chat = replace(bare, act=Act.SMALLTALK, text="Hello.")
    assert measure(held(chat), stock()).empty == 0


def test_the_report_reads_well() -> None:
    report = visits()
    assert re.search(rf"^seed +{SEED}$", report.as_table(), re.MULTILINE)
    whole = json.loads(report.as_json())
    assert whole["figures"] == report.figures()
    assert len(whole["visits"]) == COUNT
    assert whole["visits"][0]["transcript"][0].startswith("> ")


@pytest.mark.parametrize("broken", ["", "dropped constraint", "leaked price", "lost turn"])
def test_what_failed_fails_as_a_script_too(tmp_path: Path, broken: str) -> None:
    assistant = assistant_over(demo_shop())
    if broken:
        assistant = next(m for m in MUTANTS if m.name == broken).apply(assistant)
    report = improvised(assistant, 10) if broken else visits()
    written = 0
    for visit in report.failures[:8]:
        text = freeze(visit, demo_index())
        if text is None:
            assert not visit.measures.violations
            assert not visit.conversation.conceded
            continue
        written += 1
        path = tmp_path / f"{visit.conversation.number}.chat.yaml"
        path.write_text(text, encoding="utf-8")
        script = load_script(path)
        check_script(script, demo_index())
        said = [step.user for step in script.cases[0].steps]
        assert said == [e.message for e in visit.conversation.exchanges]
        assert "What went wrong: " in text
        assert "Fails today" in text
        assert Rehearsal(lambda: assistant).run([script], stop_at_failure=False).failures
    assert written or not broken


def test_a_card_that_breaks_a_wish_where_nothing_was_asked_for_is_forbidden() -> None:
    assistant = assistant_over(demo_shop())
    reply = say(assistant, assistant.start(), "blue sweaters under $100")
    cheap = Wish("price", "most", bound=Decimal(1))
    conversation = held(reply, cheap)
    sorted_ = replace(
        conversation, exchanges=tuple(replace(e, move="sort") for e in conversation.exchanges)
    )
    text = freeze(Visit(sorted_, measure(sorted_, stock())), demo_index())
    assert text is not None
    first = yaml.safe_load(text)["test_cases"][0]["steps"][0]
    assert first["assertions"] == [{"every_product": {"price": {"max": 1}}}]
    assert "is shown as fitting, and is not: price at most 1" in text


def test_the_script_of_a_visit_reads_like_one_that_people_write() -> None:
    reply = Reply("c", Act.SEARCH, "Nothing.", "en", match_count=0)
    text = freeze(judged(held(reply, Wish("category", "is", "mugs"))), demo_index())
    assert text is not None
    assert "&id" not in text
    assert "\nshop: demo\n" in text
    assert "      - user: a message\n        assertions:\n" in text
    assert "          - act: [search, refine]\n          - products: {min: 1}\n" in text
    assert "# What went wrong: the shopper gave up after 2 messages.\n" in text
    assert "# message 1, products: expected at least 1; got 0: no product\n" in text


def test_nothing_is_written_of_a_visit_that_met_all_that_was_said() -> None:
    assistant = assistant_over(demo_shop())
    reply = say(assistant, assistant.start(), "blue sweaters under $100")
    assert freeze(judged(held(reply, Wish("colour", "is", "blue"))), demo_index()) is None


def test_a_message_without_an_answer_is_the_last_one_of_its_script(tmp_path: Path) -> None:
    assistant = assistant_over(demo_shop())
    shop, asked = assistant.shop, []

    def closing() -> object:
        asked.append(1)
        return shop() if len(asked) < 8 else _closed()

    assistant.shop = closing  # type: ignore[assignment]
    (visit,) = improvised(assistant, 1).visits
    text = freeze(visit, demo_index())
    assert text is not None
    path = tmp_path / "my.chat.yaml"
    path.write_text(text, encoding="utf-8")
    steps = load_script(path).cases[0].steps
    assert steps[-1].user == visit.conversation.unanswered
    assert "no answer: the shop is closed" in text


def judged(conversation: Conversation) -> Visit:
    return Visit(conversation, measure(conversation, stock()))


def test_freezing_proposes_what_was_asked_for() -> None:
    wishes = (
        Wish("category", "is", "mugs"),
        Wish("price", "most", bound=Decimal(40)),
        Wish("weight", "least", bound=Decimal("0.5"), unit="kg"),
        Wish("vegan", "is", "yes"),
        Wish("material", "not", "glass"),
    )
    reply = Reply("c", Act.SEARCH, "Here you are.", "en", match_count=0)
    text = freeze(judged(held(reply, *wishes)), demo_index())
    assert text is not None
    step = yaml.safe_load(text)["test_cases"][0]["steps"][0]
    assert step["assertions"] == [
        {"act": ["search", "refine"]},
        {"products": {"min": 1}},
        {
            "every_product": {
                "category": "mugs",
                "price": {"max": 40},
                "weight": {"min": "0.5 kg"},
                "vegan": "yes",
            }
        },
        {"no_product": {"material": "glass"}},
    ]


def test_a_model_words_sentences_and_loses_nothing() -> None:
    vocabulary = demo_index().vocabulary
    sentence, parts = "mugs under $20, not glass", ["under $20", "not glass", "mugs"]
    good = "hello, I wonder about mugs under $20, not glass"
    for answer, said in (
        (good, good),
        ("some mugs, not glass", sentence),
        ("mugs under $20, not glass, and 2 plates", sentence),
        ("red mugs under $20, not glass", sentence),
        ("mugs under $20, not glass, no paper", sentence),
        ("", sentence),
    ):
        model = ScriptedChatModel(answers=[answer])
        assert reworded_by(model, vocabulary)(sentence, parts) == said
    assert reworded_by(ScriptedChatModel(answers=()), vocabulary)(sentence, parts) == sentence
    assert not keeps(sentence, "x" * 300, [], vocabulary)


def test_a_worded_shopper_goes_the_same_ways() -> None:
    heard: list[str] = []

    def reword(sentence: str, parts: object) -> str:
        heard.append(sentence)
        return f"well now {sentence}"

    assistant = assistant_over(demo_shop())
    report = improvise(lambda: InProcess(assistant), demo_index(), count=2, seed=1, reword=reword)
    assert heard
    assert "well now" in report.visits[0].conversation.exchanges[0].message


def test_shoppers_may_come_at_once(tmp_path: Path) -> None:
    assistant = assistant_over(demo_shop(), url=f"sqlite:///{tmp_path / 'db'}")
    both = improvise(lambda: InProcess(assistant), demo_index(), count=8, seed=SEED, workers=2)
    alone = improvised(assistant_over(demo_shop()), 8)
    said = [[e.message for e in v.conversation.exchanges] for v in both.visits]
    assert said == [[e.message for e in v.conversation.exchanges] for v in alone.visits]


def test_shoppers_who_are_not_heard_insist() -> None:
    deaf = next(m for m in MUTANTS if m.name == "dropped constraint")
    report = improvised(deaf.apply(assistant_over(demo_shop())), count=15)
    told = [exchange.move for visit in report.visits for exchange in visit.conversation.exchanges]
    assert "insist" in told


def test_a_constraint_that_a_shopper_never_had_is_tapped_away_and_their_own_said_again() -> None:
    goals = (make_goal(stock(), Random(number)) for number in range(200))
    goal = next(g for g in goals if any(wish.field == "price" for wish in g.wishes))
    budget = next(wish for wish in goal.wishes if wish.field == "price")
    temper = Temper("terse", patience=9)
    talk = Talk(load_wording(), temper, Random(1), manner=Manner())
    shopper = Shopper(goal, temper, talk, stock(), Random(1))
    shopper.speak()
    shopper.memory.said.append(budget)
    misheard = Condition("price", "max", bound=Decimal("0.01"))
    shopper.hear(
        Reply(
            "c", Act.REFINE, "Nothing fits.", "en",
            constraints=(misheard,), chips=(Chip("under $0.01", 'remove "under $0.01"'),),
        )
    )  # fmt: skip
    said = shopper.speak()
    assert said is not None
    assert (said.move, said.text) == ("tap", 'remove "under $0.01"')
    assert budget not in shopper.memory.said
    assert budget in shopper.memory.pending(goal)
