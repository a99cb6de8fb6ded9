"""A run in plain text: what failed, with the transcript and the trace, and how it went in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from assistant.rehearsal.results import CaseResult, Key, Outcome, RunReport, StepResult
from assistant.rehearsal.spelling import spelled

__all__ = ["tell_case", "tell_failure", "tell_failures", "tell_summary", "transcript"]

_WORDS: Mapping[Outcome, str] = {
    "passed": "passed",
    "failed": "failed",
    "known": "failed as expected",
    "unexpected": "passed unexpectedly",
}
_MARKS = {"passed": "ok", "failed": "FAILED", "known": "known", "unexpected": "UNEXPECTED PASS"}


def tell_case(result: CaseResult, *, runs: int = 1) -> str:
    """Say in one line how a case went."""
    run = f" (run {result.run + 1}, seed {result.seed})" if runs > 1 else ""
    return f"{_MARKS[result.outcome]:<7} {result.case.name}{run}  {result.seconds:.1f} s"


def tell_failures(report: RunReport) -> Iterator[list[str]]:
    """Say every failure, what is the same in several runs of a case once."""
    alike: dict[tuple[Key, tuple[str, ...]], list[CaseResult]] = {}
    for result in report.failures:
        alike.setdefault((result.key, tuple(map(str, result.mismatches))), []).append(result)
    for results in alike.values():
        told = f" in {len(results)} of {report.runs} runs" if report.runs > 1 else ""
        yield list(tell_failure(results[0], told))


def tell_failure(result: CaseResult, often: str = "") -> Iterator[str]:
    """Say where and why a case failed: expected and got, the transcript, the trace."""
    yield f"--- {result.case.name}  ({result.script}:{result.case.line}, seed {result.seed}){often}"
    if result.outcome == "unexpected":
        yield f"passed, although it is expected to fail: {result.case.expected_to_fail}"
        yield "take the mark `expected_to_fail` away"
        return
    for number, step in enumerate(result.steps, start=1):
        before = None
        for mismatch in step.mismatches:
            now = (mismatch.assertion, mismatch.line, mismatch.expected)
            if now != before:
                yield f"step {number}, {result.script}:{mismatch.line}: {mismatch.assertion}"
                yield f"  expected  {mismatch.expected}"
            yield f"  {'got' if now != before else 'and'}       {mismatch.got}"
            before = now
    yield "transcript"
    yield from (f"  {line}" for step in result.steps for line in transcript(step))
    yield from _trace(result)
    yield from (f"note: {note}" for note in result.notes)


def transcript(step: StepResult) -> Iterator[str]:
    """Write one step as it would be seen."""
    if step.step.user is not None:
        yield f"> {step.step.user}"
    elif step.step.event is not None:
        yield f"* event: {spelled(step.step.event)}"
    if step.observed is None:
        return
    for place, shown in enumerate(step.observed.shown, start=1):
        card = shown.card
        options = " ".join(card.options.values())
        price = str(card.price) if card.price else "price on request"
        stock = "" if card.in_stock else ", sold out"
        yield f"  {place}. {card.title} [{card.product_id}] {price} {options}{stock}".rstrip()
    yield f"  {step.observed.reply.text}"


def _trace(result: CaseResult) -> Iterator[str]:
    """How the failing turn came about."""
    failing = next((step for step in result.steps if step.mismatches and step.observed), None)
    if failing is None or failing.observed is None or not failing.observed.trace:
        return
    yield "trace of the failing turn"
    for step in failing.observed.trace:
        yield f"  {step.step}: {step.detail}"


def tell_summary(report: RunReport) -> Iterator[str]:
    """Say how a run went in all: counts, time, and what was not the same in every run."""
    counts = Counter(result.outcome for result in report.results)
    parts = [f"{counts[name]} {words}" for name, words in _WORDS.items() if counts[name]]
    yield f"{', '.join(parts)}; {report.turns} turns in {report.seconds:.1f} s"
    if report.runs > 1:
        powers = (f"pass^{k} {report.pass_power(k):.3f}" for k in range(1, report.runs + 1))
        yield ", ".join(powers)
        for script, name in report.flaky:
            runs = report.by_case[script, name]
            failed = [result.seed for result in runs if result.mismatches]
            yield f"flaky: {name} ({script}) failed in {len(failed)} of {len(runs)}: seeds {failed}"
    for note in dict.fromkeys(note for result in report.results for note in result.notes):
        yield f"note: {note}"
