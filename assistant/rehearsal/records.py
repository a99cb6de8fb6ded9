"""A run as it is kept in a file: what JSON reports hold, and what two runs are compared by."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from assistant.errors import AssistantError
from assistant.rehearsal.results import CaseResult, Outcome, RunReport, StepResult
from assistant.rehearsal.values import Strict

__all__ = ["CaseRecord", "ReportRecord", "StepRecord", "read_record", "record_of"]


class MismatchRecord(Strict):
    """One assertion that did not hold."""

    assertion: str
    expected: str
    got: str
    line: int


class StepRecord(Strict):
    """One step; `user` is None for an event, `reply` where nothing was answered."""

    user: str | None
    event: str | None
    line: int
    act: str | None = None
    reply: str | None = None
    products: tuple[str, ...] = ()
    match_count: int | None = None
    not_found: str | None = None
    degraded: bool | None = None
    first_sentence_ms: float | None = None
    total_ms: float | None = None
    mismatches: tuple[MismatchRecord, ...] = ()


class CaseRecord(Strict):
    """One case, played once."""

    script: str
    case: str
    tags: tuple[str, ...]
    run: int
    seed: int
    outcome: Outcome
    expected_to_fail: str | None
    notes: tuple[str, ...]
    seconds: float
    steps: tuple[StepRecord, ...]


class ReportRecord(Strict):
    """A whole run: how it went, under what setting, case by case."""

    ok: bool
    runs: int
    seed: int
    seconds: float
    turns: int
    setting: dict[str, str]
    flaky: tuple[tuple[str, str], ...]
    pass_power: dict[str, float]
    cases: tuple[CaseRecord, ...]


def record_of(report: RunReport) -> ReportRecord:
    """Give a run as it is kept."""
    return ReportRecord(
        ok=report.ok,
        runs=report.runs,
        seed=report.seed,
        seconds=round(report.seconds, 2),
        turns=report.turns,
        setting=dict(report.setting),
        flaky=report.flaky,
        pass_power={f"pass^{k}": round(report.pass_power(k), 4) for k in range(1, report.runs + 1)},
        cases=tuple(_case(result) for result in report.results),
    )


def read_record(path: Path) -> ReportRecord:
    """Read a JSON report. Raises AssistantError for anything else."""
    try:
        return ReportRecord.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(f"{path} cannot be read: {error}") from error
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(map(str, fault["loc"])) or "the file"
        raise AssistantError(
            f"{path} is not a report of `aisle test --json`: {where}: {fault['msg']}"
        ) from error


def _case(result: CaseResult) -> CaseRecord:
    return CaseRecord(
        script=result.script,
        case=result.case.name,
        tags=result.case.tags,
        run=result.run,
        seed=result.seed,
        outcome=result.outcome,
        expected_to_fail=result.case.expected_to_fail,
        notes=result.notes,
        seconds=round(result.seconds, 3),
        steps=tuple(_step(step) for step in result.steps),
    )


def _step(result: StepResult) -> StepRecord:
    step, seen = result.step, result.observed
    mismatches = tuple(
        MismatchRecord(assertion=m.assertion, expected=m.expected, got=m.got, line=m.line)
        for m in result.mismatches
    )
    event = type(step.event).__name__ if step.event else None
    if seen is None:
        return StepRecord(user=step.user, event=event, line=step.line, mismatches=mismatches)
    reply = seen.reply
    return StepRecord(
        user=step.user,
        event=event,
        line=step.line,
        act=reply.act.value,
        reply=reply.text,
        products=tuple(shown.card.product_id for shown in seen.shown),
        match_count=reply.match_count,
        not_found=reply.not_found.kind if reply.not_found else None,
        degraded=reply.degraded,
        first_sentence_ms=reply.ms.get("first_sentence"),
        total_ms=reply.ms.get("total"),
        mismatches=mismatches,
    )
