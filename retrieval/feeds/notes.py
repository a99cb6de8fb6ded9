"""What an owner should know of an import that went well: currencies, and products replaced.

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
        if report.unnamed_currency:
            found.append(
                f"{feed}: {report.unnamed_currency:,} prices name no currency; they were taken "
                f"as {own} (AISLE_CURRENCY)"
            )
        if report.replaced:
            found.append(f"{feed}: {report.replaced:,} products replace those of a feed before it")
    if currencies[""]:
        found.append(f"{currencies['']:,} products have no price: they are sold on request")
    named = {code: count for code, count in currencies.items() if code}
    if named and set(named) != {own}:
        listed = ", ".join(f"{count:,} in {code}" for code, count in sorted(named.items()))
        found.append(
            f"products are priced {listed}, and the shop's currency is {own}: nothing is "
            "converted, and a price limit finds only prices in its own currency"
        )
    return tuple(found)
