"""From the written form to the cases that are played."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.rehearsal.format import (
    CaseForm,
    EventForm,
    FixturesForm,
    PageForm,
    ScriptForm,
    StepForm,
)
from assistant.rehearsal.nodes import Place
from assistant.rehearsal.script import (
    Asserted,
    Case,
    Event,
    Fixtures,
    Leave,
    ModelFails,
    ModelRecovers,
    ModelSlow,
    OpenPage,
    Reload,
    Retry,
    SetPrice,
    SetStock,
    Step,
)
from assistant.visit import Page, Visit

__all__ = ["case_of", "named_fixtures"]

_PLAIN: Mapping[str, Event] = {
    "model_fails": ModelFails(),
    "model_recovers": ModelRecovers(),
    "reload": Reload(),
    "retry": Retry(),
    "leave": Leave(),
}


def named_fixtures(form: ScriptForm) -> Mapping[str, FixturesForm]:
    """Give the fixtures of a script by their names."""
    return {name: fixture for named in form.fixtures for name, fixture in named.items()}


def case_of(
    form: CaseForm, known: Mapping[str, FixturesForm], line_at: Callable[[Place], int]
) -> Case:
    """Make a case; `line_at` gives the line of a place within it."""
    return Case(
        name=form.test_case,
        steps=tuple(_step(step, at, line_at) for at, step in enumerate(form.steps)),
        tags=form.tags,
        fixtures=_fixtures([known[name] for name in form.fixtures]),
        expected_to_fail=form.expected_to_fail,
        line=line_at(()),
    )


def _fixtures(forms: list[FixturesForm]) -> Fixtures:
    """Put fixtures together; the later one wins."""
    said = {name: getattr(form, name) for form in forms for name in form.model_fields_set}
    page, clock, seed = (said.pop(name, None) for name in ("page", "clock", "seed"))
    return Fixtures(Visit(page=_page(page), **said), clock, seed)


def _page(form: PageForm | None) -> Page:
    return Page(form.product, form.category) if form else Page()


def _step(form: StepForm, at: int, line_at: Callable[[Place], int]) -> Step:
    place = ("steps", at)
    asserted = [
        Asserted(name, assertion, line_at((*place, "assertions", number, name)))
        for number, entry in enumerate(form.assertions)
        for name, assertion in entry.named()
    ]
    event = _event(form.event) if form.event is not None else None
    return Step(form.user, event, tuple(asserted), line_at(place))


def _event(form: EventForm) -> Event:
    if form.set_stock:
        return SetStock(form.set_stock.product, form.set_stock.stock, form.set_stock.variant)
    if form.set_price:
        price = form.set_price
        return SetPrice(price.product, price.price.value, price.variant)
    if form.page:
        return OpenPage(_page(form.page))
    if form.model_slow:
        return ModelSlow(form.model_slow)
    return _PLAIN[next(iter(form.model_fields_set))]
