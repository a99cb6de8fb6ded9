"""A script against a catalogue: what it names must be there, or a case could never pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from pydantic import ValidationError

from assistant.errors import AssistantError
from assistant.rehearsal.assertions import (
    CartIs,
    ConstraintsAre,
    EveryProduct,
    NoConstraint,
    NoProduct,
    Products,
    SomeProduct,
    Sources,
)
from assistant.rehearsal.nearness import near
from assistant.rehearsal.properties import FIELDS, has
from assistant.rehearsal.script import Asserted, Case, OpenPage, Script, SetPrice, SetStock, Step
from assistant.rehearsal.values import Wanted
from assistant.rehearsal.wording import impossible_bounds, misspelt, values_of
from assistant.visit import Page, Visit
from retrieval.filters import RESERVED_FIELDS, field_key
from retrieval.search import Index

__all__ = ["check_script"]

_FREE = {"title", "id", "variant"}
"""Properties whose values are too many to offer near ones."""


def check_script(script: Script, index: Index) -> None:
    """Raise AssistantError that lists every product, property and value not in the catalogue."""
    faults = {
        (line, why)
        for case in script.cases
        for line, why in (
            *((case.line, why) for why in _visit(case.fixtures.visit, index)),
            *(fault for step in case.steps for fault in _step(step, index, _changes(case))),
        )
    }
    if faults:
        lines = [f"{script.path}:{line}: {why}" for line, why in sorted(faults)]
        raise AssistantError("\n".join([f"{script.path} does not fit the catalogue:", *lines]))


def _changes(case: Case) -> frozenset[str]:
    """The properties that events of a case change: any value of these may come to be."""
    events = {type(step.event) for step in case.steps}
    changed = {SetPrice: ("price", "discount"), SetStock: ("in_stock",)}
    return frozenset(name for kind in events for name in changed.get(kind, ()))


def _step(step: Step, index: Index, changed: frozenset[str]) -> Iterator[tuple[int, str]]:
    if isinstance(step.event, OpenPage):
        yield from ((step.line, why) for why in _page(step.event.page, index))
    if isinstance(step.event, SetStock | SetPrice):
        yield from ((step.line, why) for why in _changed(step.event, index))
    for asserted in step.assertions:
        ids = [own for own in _ids(asserted) if index.product(own) is None]
        yield from ((asserted.line, _no_product(own, index)) for own in ids)
        yield from ((asserted.line, why) for why in _foreign(asserted, index))
        yield from ((asserted.line, why) for why in _misspelt_constraints(asserted, index))
        for name, wish in _wanted(asserted).items():
            strict = not isinstance(asserted.assertion, NoProduct) and name not in changed
            why = _unknown(name, wish, index, strict=strict)
            if why:
                yield asserted.line, why


def _visit(visit: Visit, index: Index) -> Iterator[str]:
    known = _currencies(index)
    if visit.currency and visit.currency not in known:
        yield f"the shop has no prices in {visit.currency}; known: {', '.join(known)}"
    yield from _page(visit.page, index)


def _page(page: Page, index: Index) -> Iterator[str]:
    if page.product and index.product(page.product) is None:
        yield _no_product(page.product, index)
    found = page.category and index.vocabulary.match("category", page.category)
    if page.category and not (found and found.exact):
        yield f"no category {page.category!r}{near(page.category, values_of(index, 'category'))}"


def _changed(event: SetStock | SetPrice, index: Index) -> Iterator[str]:
    product = index.product(event.product)
    if product is None:
        yield _no_product(event.product, index)
    elif event.variant and event.variant not in {variant.id for variant in product.variants}:
        known = [variant.id for variant in product.variants]
        yield f"{event.product!r} has no variant {event.variant!r}{near(event.variant, known)}"


def _no_product(own: str, index: Index) -> str:
    ids = [product.id for product in index.products]
    return (
        f"no product {own!r} in the catalogue{near(own, ids)}; `aisle search WORDS` tells the ids"
    )


def _ids(asserted: Asserted) -> Iterator[str]:
    match asserted.assertion:
        case Products() as products:
            yield from (*(products.ids or ()), *(products.includes or ()))
            yield from products.excludes or ()
        case CartIs(root=lines):
            yield from (line.product for line in lines if line.product)
        case Sources(root=sources):
            yield from (source.id for source in sources if source.kind == "product" and source.id)
        case _:
            return


def _foreign(asserted: Asserted, index: Index) -> Iterator[str]:
    """Name the constraints that are asserted and can never be in force."""
    known = {*_fields(index), *RESERVED_FIELDS}
    for name in _constraints(asserted):
        field = field_key(name.removesuffix("_min").removesuffix("_max"))
        if name != "exclude" and not known & {field, field_key(name)}:
            yield f"no constraint can be on {name!r}{near(field, sorted(known))}"


def _constraints(asserted: Asserted) -> Iterator[str]:
    match asserted.assertion:
        case NoConstraint(root=names):
            yield from names
        case ConstraintsAre(root=expected):
            yield from expected
            if isinstance(excluded := expected.get("exclude"), Mapping):
                yield from excluded
        case _:
            return


def _misspelt_constraints(asserted: Asserted, index: Index) -> Iterator[str]:
    """Values of constraints that are spelt nearly as the catalogue's are."""
    if not isinstance(asserted.assertion, ConstraintsAre):
        return
    expected = dict(asserted.assertion.root)
    excluded = expected.pop("exclude", None)
    named = excluded.items() if isinstance(excluded, Mapping) else ()
    for name, value in (*expected.items(), *named):
        if name in {"price", "rating"}:
            yield f"a constraint on {name!r} is a bound: write {name}_max or {name}_min"
        for word in value if isinstance(value, list | tuple) else (value,):
            if isinstance(word, str) and (why := _misspelt(name, word, index)):
                yield why


def _wanted(asserted: Asserted) -> Mapping[str, Wanted]:
    if isinstance(asserted.assertion, EveryProduct | SomeProduct | NoProduct):
        return asserted.assertion.root
    return {}


def _unknown(name: str, wish: Wanted, index: Index, *, strict: bool) -> str | None:
    """Say what the catalogue lacks; with `strict`, a value that nothing has is told too."""
    known = _fields(index)
    if field_key(name) not in known:
        return f"no product has a property {name!r}{near(name, known)}"
    if why := next(impossible_bounds(name, wish, index), None):
        return why
    if strict and (why := _nothing_is(name, wish, index)):
        return why
    refused = (*wish.none, *(() if strict else wish.any))
    return next((why for value in refused if (why := _misspelt(name, value, index))), None)


def _nothing_is(name: str, wish: Wanted, index: Index) -> str | None:
    alone = {value: Wanted(any=(value,)) for value in wish.any}
    for value, one in alone.items():
        if not _anything_is(name, one, index):
            options = () if name in _FREE else values_of(index, name)
            bound = f"; write {name}: {{max: {value}}}" if _bounded(name, value, index) else ""
            return f"no product has {name} {value!r}{bound or near(value, options)}"
    return None


def _bounded(name: str, value: str, index: Index) -> bool:
    """Whether a figure was written where only bounds make sense."""
    try:
        bound = Wanted.model_validate({"max": value})
    except ValidationError:
        return False
    return not any(impossible_bounds(name, bound, index))


def _misspelt(name: str, value: str, index: Index) -> str | None:
    meant = None if name in _FREE else misspelt(name, value, index)
    return f"no product has {name} {value!r}; near: {meant}" if meant else None


@lru_cache(maxsize=4)
def _fields(index: Index) -> tuple[str, ...]:
    options = {n for p in index.products for v in p.variants for n in v.options}
    attributes = {name for product in index.products for name in product.attributes}
    return (*FIELDS, *sorted({field_key(name) for name in options | attributes} - set(FIELDS)))


@lru_cache(maxsize=4)
def _currencies(index: Index) -> tuple[str, ...]:
    prices = (v.price for product in index.products for v in product.variants if v.price)
    return tuple(sorted({price.currency for price in prices}))


def _anything_is(name: str, wish: Wanted, index: Index) -> bool:
    return any(
        has(product, variant, {name: wish})
        for product in index.products
        for variant in product.variants
    )
