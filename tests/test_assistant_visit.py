"""A visit: the page that is open, whose figures, and when; kept with the conversation."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from assistant_samples import assistant_over, demo_index, demo_shop, say

from assistant.dialogue import State, arrive
from assistant.reply import Done
from assistant.types import Act
from assistant.visit import Page, Visit

INDEX = demo_index()
BOOTS = next(p for p in INDEX.products if p.category[-1] == "hiking boots" and p.in_stock)
LAMPS = next(p for p in INDEX.products if p.category[-1] == "table lamps")


@pytest.mark.parametrize("asked", ["what is it made of?", "is this one in stock?"])
def test_a_question_on_a_products_page_is_about_that_product(asked: str) -> None:
    assistant = assistant_over(demo_shop())
    reply = say(assistant, assistant.start(Visit(Page(product=BOOTS.id))), asked)
    assert reply.act is Act.DETAILS
    assert [card.product_id for card in reply.cards] == [BOOTS.id]
    assert reply.not_found is None


def test_without_a_page_the_same_question_points_at_nothing() -> None:
    assistant = assistant_over(demo_shop())
    assert not say(assistant, assistant.start(), "what is it made of?").cards


def test_the_product_of_a_page_is_never_the_first_of_the_cards() -> None:
    assistant = assistant_over(demo_shop())
    conversation = assistant.start(Visit(Page(product=BOOTS.id)))
    reply = say(assistant, conversation, "what is the first one made of?")
    assert BOOTS.id not in {card.product_id for card in reply.cards}


def test_another_page_between_two_messages_changes_what_it_is_and_not_the_search() -> None:
    assistant = assistant_over(demo_shop())
    conversation = assistant.start()
    found = say(assistant, conversation, "table lamps under $80")
    *_, last = assistant.reply(conversation, "what is it made of?", page=Page(product=BOOTS.id))
    assert isinstance(last, Done)
    assert [card.product_id for card in last.reply.cards] == [BOOTS.id]
    assert last.reply.constraints == found.constraints
    second = say(assistant, conversation, "what is the second one made of?")
    assert second.cards[0].product_id == found.cards[1].product_id
    assert assistant.store.state(conversation).visit.page == Page(product=BOOTS.id)


def test_a_search_on_a_categorys_page_begins_there_with_a_chip() -> None:
    assistant = assistant_over(demo_shop())
    reply = say(assistant, assistant.start(Visit(Page(category="table lamp"))), "under $80")
    assert {card.category for card in reply.cards} == {"table lamps"}
    assert [chip.label for chip in reply.chips] == ["table lamps", "under $80"]
    elsewhere = say(assistant, assistant.start(Visit(Page(category="table lamps"))), "hiking boots")
    assert {card.category for card in elsewhere.cards} == {"hiking boots"}


def test_a_page_of_a_wide_category_begins_with_all_below_it() -> None:
    boots = arrive(State(), Page(category="boots"), INDEX).conditions[0]
    assert set(boots.values) == {"hiking boots", "ankle boots"}
    whole = arrive(State(), Page(category="Shoes"), INDEX)
    fitting = INDEX.search("", whole.conditions, limit=999).hits
    assert {hit.product.category[0] for hit in fitting} == {"Shoes"}
    assert len({hit.product.category[-1] for hit in fitting}) > 3


def test_a_page_changes_no_search_that_has_begun() -> None:
    begun = State("boots", turns=1)
    assert replace(arrive(begun, Page(category="table lamps"), INDEX), visit=Visit()) == begun


def test_a_page_that_the_catalogue_does_not_know_is_no_news() -> None:
    strange = Page("p-no", "no such kind of thing")
    assert arrive(State(), strange, INDEX) == State(visit=Visit(strange))


def test_figures_follow_the_locale_or_else_the_language() -> None:
    assistant = assistant_over(demo_shop())
    for visit in (Visit(locale="de_DE"), Visit(language="de"), Visit(language="en", locale="de")):
        reply = say(assistant, assistant.start(visit), "running shoes under $100")
        assert ",50" in reply.text or ",00" in reply.text, reply.text


def test_the_visit_is_kept_and_turns_know_when_they_were() -> None:
    assistant = assistant_over(demo_shop())
    christmas = datetime(2026, 12, 24, 9, tzinfo=UTC)
    assistant.store = assistant.store.at(lambda: christmas)
    visit = Visit(Page(product=LAMPS.id), "c-1001", "de", "de_DE", "USD")
    conversation = assistant.start(visit)
    say(assistant, conversation, "red boots")
    say(assistant, conversation, "thanks")
    assert assistant.store.state(conversation).visit == visit
    assert [turn.at for turn in assistant.history(conversation)] == [christmas, christmas]
