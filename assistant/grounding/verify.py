"""Every claim of a sentence, in a closed world: what nothing bears out is refused.

The steps take turns on one `Scan`; each takes what it can judge, and the last refuses what is
left. The order matters: names before what is said of them, figures with their units before
plain numbers, properties of the catalogue before words that promise.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.grounding.claims import Verdict
from assistant.grounding.counting import counts, numbers, ratings, sizes
from assistant.grounding.form import form
from assistant.grounding.leftover import leftover, negations
from assistant.grounding.measures import measures
from assistant.grounding.money import money, percentages
from assistant.grounding.naming import brands, quotes, titles, wishes
from assistant.grounding.ordering import ordering
from assistant.grounding.properties import properties
from assistant.grounding.scan import Scan
from assistant.grounding.situations import acts, reductions, refused, stock
from assistant.grounding.world import World

__all__ = ["verify"]

_STEPS: tuple[Callable[[Scan], None], ...] = (
    titles,
    quotes,
    form,
    brands,
    wishes,
    money,
    acts,
    ordering,
    stock,
    ratings,
    measures,
    percentages,
    sizes,
    counts,
    properties,
    reductions,
    refused,
    numbers,
    negations,
    leftover,
)


def verify(sentence: str, world: World) -> Verdict:
    """Check a finished sentence, slots filled, against all that is known."""
    scan = Scan(sentence, world)
    if not sentence.strip():
        scan.claim("form", 0, 0, reason="the sentence is empty")
    for step in _STEPS:
        step(scan)
    return Verdict(tuple(scan.claims))
