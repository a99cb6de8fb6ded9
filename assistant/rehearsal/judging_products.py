"""What a step asserts of the shown products, against the catalogue's own data of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.rehearsal.assertions import EveryProduct, NoProduct, Products, SomeProduct
from assistant.rehearsal.observed import Scene, Shown
from assistant.rehearsal.properties import describe, has, held
from assistant.rehearsal.values import Wanted

__all__ = ["judge_every", "judge_none", "judge_shown", "judge_some"]

Doubt = tuple[str, str]


def judge_shown(assertion: Products, scene: Scene) -> Iterator[Doubt]:
    """Which products are shown, and how many."""
    ids = tuple(shown.card.product_id for shown in scene.now.shown)
    got = ", ".join(ids) or "no product"
    if not assertion.holds(len(ids)):
        yield str(assertion), f"{len(ids)}: {got}"
    if assertion.ids is not None and assertion.ids != ids:
        yield ", ".join(assertion.ids) or "no product", got
    for wanted in assertion.includes or ():
        if wanted not in ids:
            yield f"{wanted} among them", got
    for unwanted in assertion.excludes or ():
        if unwanted in ids:
            yield f"{unwanted} not among them", got


def judge_every(assertion: EveryProduct, scene: Scene) -> Iterator[Doubt]:
    """Every shown product has it; showing none is a failure too."""
    if not scene.now.shown:
        yield f"products with {_words(assertion.root)}", "no product"
    for shown in scene.now.shown:
        if not _has(shown, assertion.root):
            yield _words(assertion.root), _instead(shown, assertion.root)


def judge_some(assertion: SomeProduct, scene: Scene) -> Iterator[Doubt]:
    """At least one shown product has it."""
    if not any(_has(shown, assertion.root) for shown in scene.now.shown):
        got = "; ".join(_instead(shown, assertion.root) for shown in scene.now.shown)
        yield f"a product with {_words(assertion.root)}", got or "no product"


def judge_none(assertion: NoProduct, scene: Scene) -> Iterator[Doubt]:
    """No shown product has all of it."""
    for shown in scene.now.shown:
        if shown.product is None or _has(shown, assertion.root):
            yield f"no product with {_words(assertion.root)}", _instead(shown, assertion.root)


def _has(shown: Shown, wanted: Mapping[str, Wanted]) -> bool:
    if shown.product is None or shown.variant is None:
        return False
    return has(shown.product, shown.variant, wanted)


def _instead(shown: Shown, wanted: Mapping[str, Wanted]) -> str:
    """What a product has of the properties asked for."""
    card = shown.card
    if shown.product is None or shown.variant is None:
        return f"{card.product_id} {card.variant_id}, which the catalogue does not have"
    own = ", ".join(
        f"{name} {describe(held(shown.product, shown.variant, name))}" for name in wanted
    )
    return f"{card.product_id} ({card.title}): {own}"


def _words(wanted: Mapping[str, Wanted]) -> str:
    return ", ".join(f"{name} {wish}" for name, wish in wanted.items())
