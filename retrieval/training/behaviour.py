"""Judged queries out of behaviour: what was clicked and bought after a search.

People look at the first results most, so a click far down says more than one at the top:
clicks are weighted by the inverse of the chance that their place was looked at (Joachims,
Swaminathan and Schnabel, Unbiased learning-to-rank with biased feedback, 2017). Reads events
named as Google Retail's `userEvents`; knows nothing of models.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import JsonValue

from retrieval.catalogue import Product
from retrieval.errors import CatalogueError
from retrieval.evaluation import Judgement

__all__ = ["BiasCurve", "judgements_from", "read_events"]

Event = Mapping[str, JsonValue]
_WORTH = {"detail-page-view": 0.3, "add-to-cart": 0.7, "purchase-complete": 1.0}
"""What an act says of a product, as a gain: bought is what exact is to a judge."""


@dataclass(frozen=True, slots=True)
class BiasCurve:
    """How likely the result at a place (1 is the first) is looked at: (1 / place) ** `power`.

    `power` 1 is Joachims's; 0 believes that people read everything. No weight is above
    `ceiling`, so that one stray click on a far page does not outweigh all others.
    """

    power: float = 1.0
    ceiling: float = 10.0

    def weight(self, place: int) -> float:
        """Return the inverse propensity of a place, at least 1."""
        if place < 1:
            raise CatalogueError(f"a place of {place}: the first result is at place 1")
        return float(min(place**self.power, self.ceiling))


@dataclass(slots=True)
class _Visit:
    query: str = ""
    shown: list[str] = field(default_factory=list)


def read_events(path: Path) -> Iterator[Event]:
    """Read events: a JSON object a line, gzipped where the file's name ends in .gz.

    Raises:
        CatalogueError: the file cannot be read; the message names the line.
    """
    open_ = gzip.open if path.suffix == ".gz" else open
    number = 0
    try:
        with open_(path, "rt", encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    event = json.loads(line)
                    if not isinstance(event, dict):
                        raise CatalogueError(f"line {number} of {path} is no event: {line!r:.80}")
                    yield event
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise CatalogueError(
            f"the events {path} cannot be read after line {number}: {error}"
        ) from error


def judgements_from(
    events: Iterable[Event],
    products: Sequence[Product],
    places: Callable[[str], Sequence[str]],
    curve: BiasCurve | None = None,
) -> tuple[Judgement, ...]:
    """Turn events, in order of time, into a gain (0 to 1) for each product of each query.

    A search event that lists what it showed (`productDetails`) gives the places; for one that
    does not, `places` says which product ids the present index shows for the query, best
    first. A product shown and not chosen gets the gain 0; one that the query would not have
    shown is left out, for nobody knows where it was found. Acts before any search say nothing.

    Raises:
        CatalogueError: an event is malformed, or none of them follows a search.
    """
    weigh = (curve or BiasCurve()).weight
    known = {product.id: product.id for product in products}
    known |= {variant.id: product.id for product in products for variant in product.variants}
    visits: defaultdict[str, _Visit] = defaultdict(_Visit)
    sums: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for number, event in enumerate(events, 1):
        kind, visit = event.get("eventType"), visits[_visitor(event, number)]
        named = [known[found] for found in _product_ids(event, number) if found in known]
        if kind == "search":
            visit.query = " ".join(str(event.get("searchQuery") or "").casefold().split())
            visit.shown = named or (list(places(visit.query)) if visit.query else [])
            _show(sums, visit)
        elif visit.query and isinstance(kind, str) and kind in _WORTH:
            for product in set(named) & set(visit.shown):
                worth = _WORTH[kind] * weigh(visit.shown.index(product) + 1)
                sums[visit.query][product] += worth
    judged = tuple(_scaled(query, gains) for query, gains in sums.items() if any(gains.values()))
    if not judged:
        raise CatalogueError(
            "no event follows a search: the events need `search` with `searchQuery`, then "
            "`detail-page-view`, `add-to-cart` or `purchase-complete` of the same session"
        )
    return judged


def _show(sums: defaultdict[str, defaultdict[str, float]], visit: _Visit) -> None:
    for product in visit.shown[:20]:
        sums[visit.query][product] += 0.0


def _scaled(query: str, gains: Mapping[str, float]) -> Judgement:
    most = max(gains.values())
    return Judgement(query, {product: round(gain / most, 4) for product, gain in gains.items()})


def _visitor(event: Event, number: int) -> str:
    found = event.get("sessionId") or event.get("visitorId")
    if not isinstance(found, str):
        raise CatalogueError(
            f"event {number} names no sessionId or visitorId: {dict(event)!r:.120}"
        )
    return found


def _product_ids(event: Event, number: int) -> list[str]:
    details = event.get("productDetails") or []
    try:
        return [str(detail["product"]["id"]) for detail in details]  # type: ignore[union-attr,index,call-overload]
    except (TypeError, KeyError) as error:
        raise CatalogueError(
            f'event {number}: productDetails must be a list of {{"product": {{"id": ...}}}}'
        ) from error
