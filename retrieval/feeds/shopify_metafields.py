"""Shopify's metafields in an export: attributes under their own names, and the rating of reviews.

A header is "Fabric (product.metafields.custom.fabric)". Knows nothing of rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from retrieval.errors import CatalogueError
from retrieval.feeds.jsonl import parse_json
from retrieval.feeds.jsonld_values import rating_fields
from retrieval.feeds.values import numeric

__all__ = ["metafields", "rating_of"]

_HEADER = re.compile(r"(?P<name>.+?)\s*\(product\.metafields\.(?P<key>[\w.-]+)\)")
_STARS, _COUNT = "reviews.rating", "reviews.rating_count"


def metafields(others: Mapping[str, str]) -> dict[str, object]:
    """Read the metafields that are attributes; several values stand apart by semicolons."""
    found: dict[str, object] = {}
    for key, name, value in _named(others):
        if key in (_STARS, _COUNT):
            continue
        parts = [part.strip() for part in value.split(";") if part.strip()]
        found[name] = parts if len(parts) > 1 else numeric(value)
    return found


def rating_of(others: Mapping[str, str]) -> dict[str, object]:
    """Read the rating that review apps write, scaled to five stars; what is none is left out."""
    by_key = {key: value for key, _, value in _named(others)}
    try:
        stars = parse_json(by_key.get(_STARS, ""))
    except CatalogueError:
        return {}
    if not isinstance(stars, dict):
        return {}
    scale = {"ratingValue": stars.get("value"), "bestRating": stars.get("scale_max")}
    return rating_fields({**scale, "reviewCount": by_key.get(_COUNT)})


def _named(others: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for header, value in others.items():
        if found := _HEADER.fullmatch(header):
            yield found["key"], found["name"], value
