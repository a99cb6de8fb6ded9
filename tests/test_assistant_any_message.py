"""Random and hostile messages, generated from a seed: no exception, and no delta or request that
cannot be carried out. A few hundred each time; ten thousand where all are asked for."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from assistant_samples import assistant_over, demo_index, demo_shop

from assistant.dialogue import State
from assistant.steps import carry_out, state_after
from assistant.types import Act
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.lexicon.asking import load_errands

FEW, ALL = 300, 10_000
ATTACKS = Path(__file__).parents[2] / "shared" / "data" / "attacks" / "blns.json"
ODD = (
    "$",
    "€",
    "#",
    "-",
    "…",
    "(",
    "}",
    "{1.price}",
    "\x00",
    "\ud800",
    "🎈",
    "不要",
    "NaN",
    "1e9",
    "٣",
)


def words() -> list[str]:
    lexicon, vocabulary = load_lexicon(), demo_index().vocabulary
    tables = (lexicon.bounds, lexicon.negation, lexicon.clear, lexicon.sorts, lexicon.pointing)
    closed = [phrase for table in tables for phrases in table.values() for phrase in phrases]
    asked = [str(pattern.pattern)[12:60] for e in load_errands() for pattern in e.patterns.values()]
    shop = [category.name for category in vocabulary.categories] + list(vocabulary.brands)
    shop += [value for facet in vocabulary.facets.values() for value in facet.values][:400]
    numbers = [
        *lexicon.numbers,
        *lexicon.ordinals,
        "42",
        "1,5 kg",
        "$50",
        "50-80",
        "-1",
        "99999999999",
    ]
    titles = [word for product in demo_index().products[:50] for word in product.title.split()]
    return [
        *closed,
        *asked,
        *shop,
        *numbers,
        *titles,
        *lexicon.currency_of,
        *ODD,
        "and",
        "or",
        "it",
        "the one",
    ]


def messages(count: int, seed: int = 7) -> Iterator[str]:
    """Jumbles of the words of reading and of the shop, noise, and naughty strings."""
    random, known = Random(seed), words()
    naughty = json.loads(ATTACKS.read_text(encoding="utf-8")) if ATTACKS.is_file() else [""]
    for _ in range(count):
        kind = random.random()
        if kind < 0.75:
            jumble = (random.choice(known) for _ in range(random.randint(1, 14)))
            yield random.choice((" ", " ", ", ", "")).join(jumble)
        elif kind < 0.9:
            yield "".join(chr(random.randint(1, 0x2FFF)) for _ in range(random.randint(0, 60)))
        else:
            yield f"{random.choice(naughty)} {random.choice(known)}"


def converse(count: int) -> None:
    """Say them all, a dozen a conversation; every state must be one to go on from."""
    assistant, shop, state = assistant_over(demo_shop()), demo_shop(), State()
    fields = {*demo_index().vocabulary.fields, "id"}
    for number, message in enumerate(messages(count)):
        state = State() if number % 12 == 0 else state
        try:
            steps = carry_out(message, state, shop, assistant.understand)
        except Exception as error:
            raise AssertionError(f"message {number}: {message!r}") from error
        for step in steps:
            request, delta = step.understood.request, step.understood.delta
            assert isinstance(request.act, Act)
            assert delta.quantity is None or 0 < delta.quantity < 100
            assert {c.field for c in request.conditions} <= fields, message
            assert all(c.values or c.bound is not None for c in request.conditions), message
        state = state_after(state, steps)


def test_a_few_hundred_messages_are_understood() -> None:
    converse(FEW)


@pytest.mark.skipif("AISLE_TEST_ALL" not in os.environ, reason="set AISLE_TEST_ALL=1: minutes")
def test_ten_thousand_messages_are_understood() -> None:
    converse(ALL)
