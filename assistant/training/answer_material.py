"""Examples of answers: searches of a catalogue and questions on its products, put by hand-written
lines, and only where every sentence passes the check.

Two sets judge what is learnt: `searches` are others in the departments that were learnt from,
`catalogue` in departments that were kept back. Knows nothing of how a model learns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from assistant.answering.compose import prompt_for
from assistant.answering.details import points_of_details
from assistant.answering.evidence import gather
from assistant.answering.points import Point, Speaker, points_of_search
from assistant.answering.tuned import MANNERS, manner_of
from assistant.errors import AssistantError
from assistant.grounding import Terms, terms_of, world_of
from assistant.service import Shop, act
from assistant.training.material import Material
from assistant.training.wording import Telling, Wordings, load_wordings
from assistant.types import Act, Outcome, Request, Showing
from retrieval.catalogue import Product
from retrieval.conditions import Condition
from retrieval.documents import product_vectors
from retrieval.search import Index
from retrieval.word_embeddings import WordEmbeddings

__all__ = ["AnswerExample", "make_answer_material"]

_KEPT_BACK = 4
"""One department in so many is kept back."""
_LOCALE, _CURRENCY_STEP = "en_US", 10
_ASKED = ("material", "weight", "brand")
_QUESTIONS = 0.15
"""Share of the examples that answer a question on a product."""
_MOST_TRIES = 200
"""Searches without an answer after which a catalogue is given up."""


@dataclass(frozen=True, slots=True)
class AnswerExample:
    """A prompt as (role, text) pairs and the sentences that answer it."""

    prompt: tuple[tuple[str, str], ...]
    answer: str
    begins: str
    whole: bool = True


def make_answer_material(
    products: Collection[Product], *, seed: int, learnt: int, held: int
) -> Material:
    """Make `learnt` examples, and `held` for each set kept back, by seed.

    Raises AssistantError for a shop without products, or with none that has an answer.
    """
    known, kept = _cut(products, seed)
    wordings = load_wordings()
    examples, own = _Examples(known, wordings), _Examples(kept, wordings)
    return Material(
        tuple(islice(examples.draw(seed * 3), learnt)),
        {
            "searches": tuple(islice(examples.draw(seed * 3 + 1), held)),
            "catalogue": tuple(islice(own.draw(seed * 3 + 2), held)),
        },
    )


def _cut(products: Collection[Product], seed: int) -> tuple[list[Product], list[Product]]:
    """Those to learn from, and those of the departments kept back.

    A shop of a single department is its own judge.
    """
    departments: defaultdict[str, list[Product]] = defaultdict(list)
    for product in products:
        if product.status == "active" and product.category:
            departments[product.category[0]].append(product)
    if not departments:
        raise AssistantError("there are no products to learn from: import a feed first")
    names = Random(seed).sample(sorted(departments), len(departments))
    back = set(names[: max(1, len(names) // _KEPT_BACK)]) if len(names) > 1 else set()
    kept = [one for name in sorted(back) for one in departments[name]]
    known = [one for name in sorted(departments) if name not in back for one in departments[name]]
    return known, kept or known


class _Examples:
    """Draws examples from some products; what it searches knows words, not meanings."""

    def __init__(self, products: Sequence[Product], wordings: Wordings) -> None:
        embeddings = WordEmbeddings(64)
        ordered = sorted(products, key=lambda product: product.id)
        self._products = ordered
        self._wordings = wordings
        self._shop = Shop(Index(ordered, product_vectors(ordered, embeddings), embeddings))
        self._terms: Terms = terms_of(self._shop.index.vocabulary)

    def draw(self, seed: int) -> Iterator[AnswerExample]:
        """Give examples without end.

        Raises AssistantError where the products have none.
        """
        random, tries = Random(seed), 0
        while tries < _MOST_TRIES:
            if (example := self._example(random)) is None:
                tries += 1
                continue
            tries = 0
            yield example
        raise AssistantError(
            "no search of these products has an answer to learn from: they need prices and stock"
        )

    def _example(self, random: Random) -> AnswerExample | None:
        product, turn = random.choice(self._products), random.randrange(MANNERS)
        asks = random.random() < _QUESTIONS
        request = _question(product, random) if asks else _search(product, random)
        outcome = act(request, self._shop)
        evidence = gather(outcome, locale=_LOCALE)
        speaker = Speaker(evidence, turn, "", _LOCALE)
        said = points_of_details if asks else points_of_search
        owed = [point for point in said(outcome, speaker) if point.slots]
        world = world_of(outcome, self._terms, locale=_LOCALE)
        telling = Telling(self._wordings, outcome, evidence, world, turn)
        sentences = [telling.sentence(point.slots) for point in owed]
        if not sentences or not all(sentences):
            return None
        prompt = _prompt(outcome, owed, turn)
        return AnswerExample(prompt, " ".join(sentences), sentences[0])


def _prompt(outcome: Outcome, owed: Sequence[Point], turn: int) -> tuple[tuple[str, str], ...]:
    return tuple(prompt_for(outcome, owed, manner=manner_of(turn)))


def _search(product: Product, random: Random) -> Request:
    """A search that finds the product: its kind, and at times what it costs and has."""
    kind = product.category[-1]
    conditions = [Condition("category", "in", (kind,))]
    price = product.variants[0].price
    if price is not None and random.random() < 0.5:
        limit = (price.amount // _CURRENCY_STEP + 1) * _CURRENCY_STEP
        conditions.append(Condition("price", "max", bound=limit, unit=price.currency))
    flags = [name for name, value in product.attributes.items() if value is True]
    if flags and random.random() < 0.4:
        conditions.append(Condition(random.choice(flags), "in", ("yes",)))
    return Request(Act.SEARCH, kind, tuple(conditions))


def _question(product: Product, random: Random) -> Request:
    showing = Showing(1, 1, product.id, product.variants[0].id)
    return Request(Act.DETAILS, subjects=(showing,), asked=(random.choice(_ASKED),))
