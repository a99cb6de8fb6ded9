"""Assertions against what a turn left behind: each gives what does not hold.

Knows nothing of how a reply came about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import singledispatch

from pydantic import BaseModel

from assistant.rehearsal import judging_products as products
from assistant.rehearsal.assertions import (
    ActIs,
    Asks,
    CartIs,
    ConstraintsAre,
    Degraded,
    EveryProduct,
    Grounded,
    Handoff,
    HandoffReason,
    MatchCount,
    Milliseconds,
    NoConstraint,
    NoProduct,
    NotFoundIs,
    Products,
    Proposal,
    ReplyText,
    SomeProduct,
    Sources,
    Unchanged,
)
from assistant.rehearsal.grounding import ungrounded
from assistant.rehearsal.inforce import absent, described, lifted
from assistant.rehearsal.judging_cart import judge_cart
from assistant.rehearsal.observed import Scene

__all__ = ["Doubt", "judge"]

Doubt = tuple[str, str]
"""What was expected, and what was got instead."""


@singledispatch
def judge(assertion: BaseModel, scene: Scene) -> Iterable[Doubt]:
    """Give everything about an assertion that does not hold in a scene; nothing where it does."""
    raise TypeError(f"nobody judges {type(assertion).__name__} at {scene.now.message!r}")


judge.register(Products, products.judge_shown)
judge.register(EveryProduct, products.judge_every)
judge.register(SomeProduct, products.judge_some)
judge.register(NoProduct, products.judge_none)
judge.register(CartIs, judge_cart)


@judge.register
def _grounded(assertion: Grounded, scene: Scene) -> Iterable[Doubt]:
    return ungrounded(scene) if assertion.root else ()


@judge.register
def _act(assertion: ActIs, scene: Scene) -> Iterator[Doubt]:
    if scene.now.reply.act not in assertion.root:
        yield " or ".join(assertion.root), scene.now.reply.act.value


@judge.register
def _constraints(assertion: ConstraintsAre, scene: Scene) -> Iterator[Doubt]:
    now = scene.now.reply.constraints
    if not assertion.root and now:
        yield "no constraint at all", described(now)
    for expected in absent(assertion.root, now):
        yield expected, described(now)


@judge.register
def _no_constraint(assertion: NoConstraint, scene: Scene) -> Iterator[Doubt]:
    now = scene.now.reply.constraints
    for name in assertion.root:
        if not lifted(name, now):
            yield f"nothing in force on {name}", described(now)


@judge.register
def _match_count(assertion: MatchCount, scene: Scene) -> Iterator[Doubt]:
    count = scene.now.reply.match_count
    if count is None or not assertion.holds(count):
        yield str(assertion), "no count" if count is None else str(count)


@judge.register
def _not_found(assertion: NotFoundIs, scene: Scene) -> Iterator[Doubt]:
    found = scene.now.reply.not_found
    got = f"{found.kind} ({found.subject})" if found else "none"
    if assertion.kind != (found.kind if found else "none"):
        yield assertion.kind, got
    elif assertion.subject and assertion.subject.casefold() not in got.casefold():
        yield f"{assertion.kind} about {assertion.subject}", got


def _said(expected: bool | str, got: str | None) -> Iterator[Doubt]:
    """Something (true), nothing (false), or a text that has these words in it."""
    if isinstance(expected, bool):
        if expected != (got is not None):
            yield "something" if expected else "nothing", repr(got) if got else "nothing"
    elif expected.casefold() not in (got or "").casefold():
        yield repr(expected), repr(got) if got else "nothing"


@judge.register
def _asks(assertion: Asks, scene: Scene) -> Iterable[Doubt]:
    return _said(assertion.root, scene.now.reply.asks)


@judge.register
def _proposal(assertion: Proposal, scene: Scene) -> Iterable[Doubt]:
    return _said(assertion.root, scene.now.proposal)


@judge.register
def _handoff(assertion: Handoff, scene: Scene) -> Iterable[Doubt]:
    wanted = assertion.root
    return _said(wanted.reason if isinstance(wanted, HandoffReason) else wanted, scene.now.handoff)


@judge.register
def _unchanged(assertion: Unchanged, scene: Scene) -> Iterator[Doubt]:
    before = scene.before[-1] if scene.before else None
    if "cart" in assertion.root and scene.now.cart != (before.cart if before else ()):
        yield f"the cart of before, {before.cart if before else ()}", str(scene.now.cart)
    then = before.reply.constraints if before else ()
    if "constraints" in assertion.root and set(scene.now.reply.constraints) != set(then):
        yield described(then), described(scene.now.reply.constraints)


@judge.register
def _sources(assertion: Sources, scene: Scene) -> Iterator[Doubt]:
    named = {(source.kind, source.id) for source in scene.now.reply.sources}
    for wanted in assertion.root:
        met = any(kind == wanted.kind and wanted.id in {None, own} for kind, own in named)
        if not met:
            got = ", ".join(f"{kind} {own}" for kind, own in sorted(named))
            yield f"{wanted.kind} {wanted.id or ''}".strip(), got or "no source"


@judge.register
def _reply(assertion: ReplyText, scene: Scene) -> Iterator[Doubt]:
    reply = scene.now.reply
    text = reply.text.casefold()
    for words in assertion.contains or ():
        if words.casefold() not in text:
            yield f"the words {words!r}", repr(reply.text)
    anything = assertion.contains_any or ()
    if anything and not any(words.casefold() in text for words in anything):
        yield f"one of {', '.join(map(repr, anything))}", repr(reply.text)
    for words in assertion.not_contains or ():
        if words.casefold() in text:
            yield f"no {words!r}", repr(reply.text)
    if assertion.matches and not re.search(assertion.matches, reply.text, re.IGNORECASE):
        yield f"a match of /{assertion.matches}/", repr(reply.text)
    if assertion.language and assertion.language != reply.language:
        yield f"the language {assertion.language}", reply.language


@judge.register
def _degraded(assertion: Degraded, scene: Scene) -> Iterator[Doubt]:
    if assertion.root != scene.now.reply.degraded:
        words = {True: "an answer without the model", False: "an answer with the model"}
        yield words[assertion.root], words[scene.now.reply.degraded]


@judge.register
def _milliseconds(assertion: Milliseconds, scene: Scene) -> Iterator[Doubt]:
    limits = {"first_sentence": assertion.first_sentence, "total": assertion.total}
    for step, limit in limits.items():
        took = scene.now.reply.ms.get(step)
        if limit is not None and (took is None or took > limit):
            yield f"{step} within {limit:g} ms", "no time" if took is None else f"{took:g} ms"
