"""What was measured, as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from assistant.training.evaluation import Count, Figures, RequestFigures, Verdict
from assistant.training.evaluation.figures import Group
from assistant.training.evaluation.requests import Heeded
from ui.evaluating.measure import Measured

__all__ = ["told", "told_as_json"]


def told(measured: Measured, errors: int) -> str:
    """Write the tables, and the first so many messages that were misread."""
    parts: list[str] = []
    if measured.figures:
        parts += [_summary(measured.figures), _slots(measured.figures.by_slot)]
        figures = measured.figures
        groups = (figures.by_act, figures.by_tone, figures.by_length)
        parts += [_groups(name, by) for name, by in zip(_GROUPINGS, groups, strict=True)]
    parts += [_requests(name, figures) for name, figures, _ in measured.requests]
    parts += list(_misread(measured, errors))
    return "\n\n".join(parts)


_GROUPINGS = ("act", "tone", "length")


def told_as_json(measured: Measured, errors: int) -> dict[str, object]:
    """Give the same as an object; shares are from 0 to 1, times milliseconds."""
    figures = measured.figures
    return {
        "understanding": _object(figures) if figures else None,
        "requests": {name: asdict(figures) for name, figures, _ in measured.requests},
        "errors": list(_misread(measured, errors)),
    }


def _object(figures: Figures) -> dict[str, object]:
    raw = asdict(figures)
    raw["slots"] = _count(figures.slots)
    raw["by_slot"] = {field: _count(count) for field, count in figures.by_slot.items()}
    raw["confusion"] = [
        {"meant": meant, "understood": got, "messages": count}
        for (meant, got), count in figures.confusion.items()
    ]
    return raw


def _count(count: Count) -> dict[str, float]:
    shares = {"precision": count.precision, "recall": count.recall, "f1": count.f1}
    return {**asdict(count), **shares}


def _summary(figures: Figures) -> str:
    slots = figures.slots
    rows = [
        ("messages", f"{figures.messages}"),
        ("act accuracy", f"{figures.act:.3f}"),
        ("slot F1", f"{slots.f1:.3f} (precision {slots.precision:.3f}, recall {slots.recall:.3f})"),
        ("whole request right", f"{figures.exact:.3f}"),
    ]
    if figures.dialogues:
        rows += [
            (
                "joint goal accuracy",
                f"{figures.goal:.3f} ({figures.turns} turns of {figures.dialogues} dialogues)",
            ),
            ("dialogues without a fault", f"{figures.whole:.3f}"),
        ]
    rows.append(
        ("time", f"median {figures.median_ms:.0f} ms, nine in ten under {figures.ninety_ms:.0f} ms")
    )
    return _table(rows)


def _slots(counts: Mapping[str, Count]) -> str:
    head = ("slot", "meant", "precision", "recall", "F1")
    rows = (
        (field, f"{c.found + c.missed}", f"{c.precision:.3f}", f"{c.recall:.3f}", f"{c.f1:.3f}")
        for field, c in counts.items()
    )
    return _table([head, *rows])


def _groups(name: str, groups: Mapping[str, Group]) -> str:
    head = (name, "messages", "act", "slot F1", "whole")
    rows = (
        (key, f"{g.messages}", f"{g.act:.3f}", f"{g.f1:.3f}", f"{g.exact:.3f}")
        for key, g in groups.items()
    )
    return _table([head, *rows])


def _requests(name: str, figures: RequestFigures) -> str:
    rows = [(name, f"{figures.requests} requests")]
    if figures.price is not None:
        rows.append(("price bounds exact", f"{figures.price:.3f} ({figures.priced})"))
    if figures.recall is not None:
        rows.append(("attributes carried", f"{figures.recall:.3f} ({figures.attributes})"))
    times = f"median {figures.median_ms:.0f}, 90% {figures.ninety_ms:.0f}"
    rows.append(("time", f"{times}, 99% {figures.ninety_nine_ms:.0f} ms"))
    return _table(rows)


def _misread(measured: Measured, most: int) -> Iterable[str]:
    wrong = [_misread_label(verdict) for verdict in measured.verdicts if not verdict.exact]
    for _, _, heeded in measured.requests:
        wrong += [line for item in heeded if (line := _misread_wish(item))]
    return wrong[:most]


def _misread_label(verdict: Verdict) -> str:
    label, heard = verdict.label, verdict.heard
    lines = [f"{label.dialogue}: {label.say}" if label.dialogue else label.say]
    if label.after is not None:
        lines.append(f"  after       {label.after}")
    if not verdict.act:
        lines.append(f"  act         {heard.acts[0]}, meant {label.act}")
    for name, slots in (("missed", verdict.missed), ("surplus", verdict.surplus)):
        if slots:
            lines.append(f"  {name:<11} {', '.join(sorted(map(str, slots)))}")
    if verdict.act and not (verdict.missed or verdict.surplus):
        lines.append("  other constraints in force than meant")
    return "\n".join(lines)


def _misread_wish(item: Heeded) -> str:
    lines = []
    if item.wish.bounds is not None and not item.priced:
        lines.append(f"  price       {_range(item.bounds)}, meant {_range(item.wish.bounds)}")
    if item.lost:
        lines.append(f"  lost        {', '.join(item.lost)}")
    return "\n".join([item.wish.text, *lines]) if lines else ""


def _range(bounds: tuple[object, object]) -> str:
    return " to ".join("any" if bound is None else str(bound) for bound in bounds)


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    """Align columns: the first to the left, figures beneath their heads."""
    cells = list(rows)
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )
