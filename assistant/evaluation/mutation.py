"""How good the check of sentences is: what share of lies it catches, and of truths it refuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from assistant.evaluation.mutants import mutants
from assistant.evaluation.truths import truths
from assistant.grounding import Terms, verify, world_of
from retrieval.catalogue import Product

__all__ = ["Mutation", "judge_check"]

_KEPT = 40


@dataclass(frozen=True, slots=True)
class Mutation:
    """Lies told and caught by kind, truths told and refused; and some of what went wrong."""

    lies: Counter[str]
    caught: Counter[str]
    truths: int
    refused: int
    missed: tuple[tuple[str, str], ...] = ()
    alarms: tuple[tuple[str, str], ...] = ()

    @property
    def false_alarms(self) -> float:
        """The share of true sentences that were refused."""
        return self.refused / max(self.truths, 1)

    def share(self, kind: str) -> float:
        """The share of the lies of a kind that was caught."""
        return self.caught[kind] / max(self.lies[kind], 1)


def judge_check(
    products: Sequence[Product],
    terms: Terms,
    *,
    count: int,
    seed: int,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Mutation:
    """Hold the check against `count` true sentences and every lie made of them."""
    random = Random(seed)
    lies, caught = Counter[str](), Counter[str]()
    refused, missed, alarms = 0, [], []
    for done, truth in enumerate(truths(products, count=count, random=random), start=1):
        world = world_of(truth.outcome, terms, locale="en_US")
        verdict = verify(truth.text, world)
        if not verdict.passed:
            refused += 1
            alarms.append((truth.text, verdict.reason))
        for kind, text in mutants(truth, products, random):
            lies[kind] += 1
            if verify(text, world).passed:
                missed.append((kind, text))
            else:
                caught[kind] += 1
        progress(done, count)
    return Mutation(lies, caught, count, refused, tuple(missed[:_KEPT]), tuple(alarms[:_KEPT]))
