"""A script against a catalogue: what it names must be there, or a case could never pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

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
from assistant.rehearsal.faults import near
from assistant.rehearsal.properties import FIELDS, has, held
from assistant.rehearsal.script import Asserted, OpenPage, Script, SetPrice, SetStock, Step
from assistant.rehearsal.values import Wanted
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
            *(fault for step in case.steps for fault in _step(step, index)),
        )
    }
    if faults:
        lines = [f"{script.path}:{line}: {why}" for line, why in sorted(faults)]
        raise AssistantError("\n".join([f"{script.path} does not fit the catalogue:", *lines]))


def _step(step: Step, index: Index) -> Iterator[tuple[int, str]]:
    if isinstance(step.event, OpenPage):
        yield from ((step.line, why) for why in _page(step.event.page, index))
    if isinstance(step.event, SetStock | SetPrice):
        yield from ((step.line, why) for why in _changed(step.event, index))
    for asserted in step.assertions:
        ids = [own for own in _ids(asserted) if index.product(own) is None]
        yield from ((asserted.line, _no_product(own)) for own in ids)
        yield from ((asserted.line, why) for why in _foreign(asserted, index))
        for name, wish in _wanted(asserted).items():
            why = _unknown(name, wish, index, strict=not isinstance(asserted.assertion, NoProduct))
            if why:
                yield asserted.line, why


def _visit(visit: Visit, index: Index) -> Iterator[str]:
    known = _currencies(index)
    if visit.currency and visit.currency not in known:
        yield f"the shop has no prices in {visit.currency}; known: {', '.join(known)}"
    yield from _page(visit.page, index)


def _page(page: Page, index: Index) -> Iterator[str]:
    if page.product and index.product(page.product) is None:
        yield _no_product(page.product)
    if page.category and index.vocabulary.match("category", page.category) is None:
        yield f"no category {page.category!r}{near(page.category, _values(index, 'category'))}"


def _changed(event: SetStock | SetPrice, index: Index) -> Iterator[str]:
    product = index.product(event.product)
    if product is None:
        yield _no_product(event.product)
    elif event.variant and event.variant not in {variant.id for variant in product.variants}:
        known = [variant.id for variant in product.variants]
        yield f"{event.product!r} has no variant {event.variant!r}{near(event.variant, known)}"


def _no_product(own: str) -> str:
    return f"no product {own!r} in the catalogue; `aisle search WORDS` tells the ids"


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


def _wanted(asserted: Asserted) -> Mapping[str, Wanted]:
    if isinstance(asserted.assertion, EveryProduct | SomeProduct | NoProduct):
        return asserted.assertion.root
    return {}


def _unknown(name: str, wish: Wanted, index: Index, *, strict: bool) -> str | None:
    """Say what the catalogue lacks; with `strict`, a value that nothing has is told too."""
    known = _fields(index)
    if field_key(name) not in known:
        return f"no product has a property {name!r}{near(name, known)}"
    if not strict:
        return None
    alone = {value: Wanted(any=(value,)) for value in wish.any}
    for value, one in alone.items():
        if not _anything_is(name, one, index):
            options = () if name in _FREE else _values(index, name)
            return f"no product has {name} {value!r}{near(value, options)}"
    return None


@lru_cache(maxsize=4)
def _fields(index: Index) -> tuple[str, ...]:
    options = {n for p in index.products for v in p.variants for n in v.options}
    attributes = {name for product in index.products for name in product.attributes}
    return (*FIELDS, *sorted({field_key(name) for name in options | attributes} - set(FIELDS)))


@lru_cache(maxsize=4)
def _currencies(index: Index) -> tuple[str, ...]:
    prices = (v.price for product in index.products for v in product.variants if v.price)
    return tuple(sorted({price.currency for price in prices}))


@lru_cache(maxsize=512)
def _values(index: Index, name: str) -> tuple[str, ...]:
    values = {
        word
        for product in index.products
        for variant in product.variants
        for value in [held(product, variant, name)]
        if isinstance(value, tuple)
        for word in (value[:-1] if field_key(name) == "category" else value)  # not the path
    }
    return tuple(sorted(values))


def _anything_is(name: str, wish: Wanted, index: Index) -> bool:
    return any(
        has(product, variant, {name: wish})
        for product in index.products
        for variant in product.variants
    )
