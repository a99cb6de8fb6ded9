"""Copy in lines for a terminal: a piece with its claims, advice on a listing, a batch's report."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from ui.words import printable

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.copywriting import Improvement, Piece, Report

__all__ = ["advice_lines", "piece_lines", "report_lines", "report_object"]

_LISTED = 10
"""Failures and remarks that are listed one by one."""


def piece_lines(piece: Piece) -> list[str]:
    """The fields with their lengths, each claim with its evidence, and what was left out."""
    ease = "" if piece.reading_ease is None else f" (reading ease {piece.reading_ease:g})"
    head = f"{piece.brief.channel}, variant {piece.brief.variant + 1}"
    lines = [f"{head}: {', '.join(piece.products)}{ease}"]
    lines += [f"  {f.name} ({len(f.text)}/{f.limit}): {f.text}" for f in piece.fields]
    for claim in piece.claims:
        borne_out = "; ".join(f"{g.id} {g.field} {g.value}".strip() for g in claim.grounds)
        lines.append(f"    {claim.kind} {claim.text!r}: {borne_out}")
    lines += [f"    left out {text!r}: {why}" for text, why in piece.left_out]
    lines += [f"    {remark}" for remark in piece.remarks]
    return list(map(printable, lines))


def advice_lines(found: Improvement, piece: Piece) -> list[str]:
    """What a listing lacks, and its rewritten description."""
    lines = [f"{found.product_id}:"]
    lines += [f"  not given, though usual for its kind: {name}" for name in found.missing]
    lines += [f"  {n} reviews speak of {word!r}, the listing does not" for word, n in found.raised]
    lines += [f"  {remark}" for remark in found.remarks]
    lines.append(f"  rewritten: {piece.fields[-1].text}")
    return list(map(printable, lines))


def report_lines(report: Report, file: Path) -> list[str]:
    """What became of a batch, with the first failures and remarks."""
    lines = [f"{file}: {report.written} of {report.pieces} pieces, {report.claims} claims in them"]
    if report.reading_ease is not None:
        lines.append(f"  reading ease, median: {report.reading_ease:g}")
    lines += [f"  left out {count} x: {why}" for why, count in report.left_out.items()]
    for what, told in (("without a piece", report.failed), ("to look at", report.remarked)):
        lines += [f"  {what}: {product_id}: {why}" for product_id, why in told[:_LISTED]]
        if len(told) > _LISTED:
            lines.append(f"  {what}: {len(told) - _LISTED} more")
    return list(map(printable, lines))


def report_object(report: Report) -> dict[str, object]:
    """The same as an object."""
    return {"written": report.written, **asdict(report)}
