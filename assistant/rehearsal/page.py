"""A run as one HTML page that needs nothing else: failures first, cards as they were seen.

Every text of a catalogue, a shopper or a model is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from assistant.formats import format_money
from assistant.rehearsal.observed import Observed, Shown
from assistant.rehearsal.results import CaseResult, RunReport, StepResult
from assistant.rehearsal.spelling import spelled
from assistant.rehearsal.telling import tell_summary

__all__ = ["html_page"]

_STYLE = Path(__file__).with_name("page.css")
_TITLES = {
    "failed": "failed",
    "unexpected": "passed, though expected to fail",
    "known": "failed, as expected",
    "passed": "passed",
}


def html_page(report: RunReport) -> str:
    """Write the page."""
    style = _STYLE.read_text(encoding="utf-8")
    order = list(_TITLES)
    results = sorted(report.results, key=lambda result: order.index(result.outcome))
    setting = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in report.setting.items()
    )
    return "\n".join(
        [
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "style-src 'unsafe-inline'\">",
            f"<title>Rehearsal</title><style>{style}</style></head><body><main>",
            "<h1>Rehearsal</h1>",
            *(f"<p>{escape(line)}</p>" for line in tell_summary(report)),
            f"<dl>{setting}</dl>" if setting else "",
            *(_case(result) for result in results),
            "</main></body></html>",
        ]
    )


def _case(result: CaseResult) -> str:
    shut = result.outcome in {"passed", "known"}
    reason = result.case.expected_to_fail
    return "\n".join(
        [
            f'<details class="{result.outcome}"{"" if shut else " open"}><summary>'
            f"<b>{_TITLES[result.outcome]}</b> {escape(result.case.name)} "
            f"<small>{escape(result.script)}:{result.case.line}, seed {result.seed}, "
            f"{result.seconds:.1f} s</small></summary>",
            f"<p>Known: {escape(reason)}</p>" if reason else "",
            *(line for step in result.steps for line in _step(step)),
            "</details>",
        ]
    )


def _step(result: StepResult) -> Iterator[str]:
    if result.step.user is not None:
        yield f'<p class="user">{escape(result.step.user)}</p>'
    elif result.step.event is not None:
        yield f'<p class="event">{escape(spelled(result.step.event))}</p>'
    if result.observed is not None:
        yield from _reply(result.observed)
    for mismatch in result.mismatches:
        yield (
            f'<div class="mismatch"><b>{escape(mismatch.assertion)}</b> line {mismatch.line}'
            f"<br>expected {escape(mismatch.expected)}<br>got {escape(mismatch.got)}</div>"
        )
    if result.mismatches and result.observed is not None:
        steps = "".join(
            f"<li><b>{escape(step.step)}</b> {escape(step.detail)}</li>"
            for step in result.observed.trace
        )
        yield f"<details><summary>trace</summary><ol>{steps}</ol></details>"


def _reply(seen: Observed) -> Iterator[str]:
    reply = seen.reply
    if seen.shown:
        yield f'<div class="cards">{"".join(_card(shown) for shown in seen.shown)}</div>'
    yield f'<p class="reply">{escape(reply.text)}</p>'
    chips = "".join(f"<span>{escape(chip.label)}</span>" for chip in reply.chips)
    count = "" if reply.match_count is None else f"{reply.match_count} match"
    found = f"not found: {reply.not_found.kind}" if reply.not_found else ""
    took = f"{reply.ms.get('total', 0):.0f} ms"
    said = "without the model" if reply.degraded else ""
    facts = " · ".join(part for part in (reply.act.value, count, found, said, took) if part)
    yield f'<p class="state">{chips} {escape(facts)}</p>'


def _card(shown: Shown) -> str:
    card = shown.card
    price = escape(format_money(card.price)) if card.price else "price on request"
    before = f" <s>{escape(format_money(card.list_price))}</s>" if card.list_price else ""
    stock = "in stock" if card.in_stock else "sold out"
    rating = f"{card.rating:g} of 5 ({card.rating_count})" if card.rating is not None else ""
    facts = (", ".join(card.options.values()), stock, rating)
    known = escape(" · ".join(fact for fact in facts if fact))
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in card.reasons)
    return (
        f"<article><b>{escape(card.title)}</b><br>{escape(card.brand)}<br>{price}{before}<br>"
        f"<small>{known}<br>{escape(card.product_id)}</small>"
        f"<ul>{reasons}</ul></article>"
    )
