"""What an owner should know of an import that went well: currencies, encodings, what was replaced.

Knows nothing of rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from retrieval.feeds.report import FeedReport

__all__ = ["import_notes"]


def import_notes(
    reports: Iterable[tuple[Path, FeedReport]], currencies: Counter[str], own: str
) -> tuple[str, ...]:
    """Write the notes. `currencies` counts products, `own` is the shop's currency."""
    found = []
    for feed, report in reports:
        if report.assumed:
            found.append(
                f"{feed}: not UTF-8; it was read as {' and '.join(report.assumed)}. Where letters "
                "look wrong, name its encoding with --encoding"
            )
        if report.unnamed_currency:
            found.append(
                f"{feed}: {_count(report.unnamed_currency, 'price')} without a currency, taken "
                f"as {own} (AISLE_CURRENCY)"
            )
        if report.replaced:
            replaced = _count(report.replaced, "product")
            found.append(f"{feed}: {replaced} in place of those of a feed before it")
    if currencies[""]:
        found.append(f"{_count(currencies[''], 'product')} without a price, sold on request")
    named = {code: count for code, count in currencies.items() if code}
    if named and set(named) != {own}:
        listed = ", ".join(f"{count:,} in {code}" for code, count in sorted(named.items()))
        found.append(
            f"products are priced {listed}, and the shop's currency is {own}: nothing is "
            "converted, and a price limit finds only prices in its own currency"
        )
    return tuple(found)


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
