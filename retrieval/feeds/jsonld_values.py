"""Values of schema.org properties in our terms: attributes, measures, ratings, addresses.

Knows nothing of documents.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import yaml

from retrieval.feeds.jsonld_nodes import Node, listed, text
from retrieval.feeds.values import numeric

__all__ = ["attributes", "image", "link", "number", "rating_fields"]


def attributes(node: Node) -> dict[str, object]:
    """Read what a product says of itself, and its `additionalProperty` entries."""
    found: dict[str, object] = {}
    for name, ours in _schema()["attributes"].items():
        if (value := _value(node.get(name))) not in (None, ""):
            found[ours] = value
    for entry in listed(node.get("additionalProperty")):
        name = text(entry.get("name")) if isinstance(entry, dict) else ""
        if name and (value := _value(entry)) not in (None, ""):
            found.setdefault(name, value)
    condition = text(node.get("itemCondition")).rpartition("/")[2].removesuffix("Condition")
    if condition:
        found["condition"] = condition.lower()
    return found


def _value(value: object) -> object:
    """Read a text, a number, a list of texts, or a value with its unit."""
    if isinstance(value, list):
        words = [text(item) for item in value]
        return [word for word in words if word] or None
    if not isinstance(value, dict):
        return numeric(value) if isinstance(value, str) else value
    inner = value.get("value")
    unit = text(value.get("unitText")) or _schema()["units"].get(text(value.get("unitCode")), "")
    if inner is None:
        return text(value)
    amount = number(inner) if unit else None
    if amount is not None:
        return {"value": amount, "unit": unit}
    return inner if isinstance(inner, bool) else _value(inner)


def rating_fields(value: object) -> dict[str, object]:
    """Read an aggregate rating, scaled to five stars."""
    rating = next((item for item in listed(value) if isinstance(item, dict)), {})
    stars, best = number(rating.get("ratingValue")), number(rating.get("bestRating")) or 5.0
    if stars is None or best <= 0 or not 0 <= stars <= best:
        return {}
    counts = (number(rating.get(name)) for name in ("ratingCount", "reviewCount"))
    count = next((found for found in counts if found is not None and found >= 0), 0)
    return {"rating": round(stars * 5 / best, 2), "rating_count": int(count)}


def number(value: object) -> float | None:
    """Read a number, also of a text such as "4,5"; None where there is none."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        found = float(str(value).replace(",", "."))
    except ValueError:
        return None
    return found if abs(found) < 1e12 else None  # neither infinite nor NaN


def image(value: object) -> str | None:
    """Return the address of the first picture."""
    for item in listed(value)[:20]:
        named = item.get("url") or item.get("contentUrl") if isinstance(item, dict) else item
        if found := link(text(named)):
            return found
    return None


def link(address: str) -> str | None:
    """Return a web address; what is no address is none."""
    if address.startswith("//"):
        address = f"https:{address}"
    return address if address.lower().startswith(("https://", "http://")) else None


@lru_cache(maxsize=1)
def _schema() -> dict[str, dict[str, str]]:
    text_of = files("retrieval.feeds").joinpath("data/schema.yaml").read_text(encoding="utf-8")
    read: dict[str, dict[str, str]] = yaml.safe_load(text_of)
    return read
