"""Offers of a schema.org product: the price that is asked, the one before, and the stock.

Of several offers the cheapest that can be bought counts. Knows nothing of products.
"""

from __future__ import annotations

from retrieval.feeds.jsonld_nodes import Node, listed, text, types
from retrieval.feeds.jsonld_values import number

__all__ = ["offer_fields"]

_FORMER = {"ListPrice", "StrikethroughPrice", "SRP", "MSRP"}
_GONE = {"OutOfStock", "SoldOut", "Discontinued", "PreOrder", "PreSale"}


def offer_fields(value: object) -> dict[str, object]:
    """Read the price, sale price, availability and stock of a product's offers."""
    offers = [item for item in listed(value) if isinstance(item, dict)]
    inner = [item for offer in offers for item in listed(offer.get("offers"))]
    offers = [item for item in inner if isinstance(item, dict)] or offers
    if not offers:
        return {}
    offer = min(offers, key=_rank)
    price, before = _prices(offer)
    found: dict[str, object] = {"availability": _availability(offer), "price": price}
    if before is not None and price is not None and _amount(before) > _amount(price):
        found |= {"price": before, "sale_price": price}
    level = offer.get("inventoryLevel")
    count = number(level.get("value") if isinstance(level, dict) else level)
    if count is not None:
        found["quantity"] = max(0, int(count))
    return found


def _rank(offer: Node) -> tuple[bool, float]:
    price, _ = _prices(offer)
    return _availability(offer) in _GONE, _amount(price) if price is not None else float("inf")


def _availability(offer: Node) -> str:
    return text(offer.get("availability")).rstrip("/").rpartition("/")[2].removeprefix("schema:")


def _prices(offer: Node) -> tuple[Node | None, Node | None]:
    """Return the price asked and the former one, each {"amount", "currency"}."""
    currency = text(offer.get("priceCurrency"))
    low = "lowPrice" if "AggregateOffer" in types(offer) else "price"
    asked, before = _money(offer.get("price", offer.get(low)), currency), None
    for entry in listed(offer.get("priceSpecification")):
        if not isinstance(entry, dict):
            continue
        stated = _money(entry.get("price"), text(entry.get("priceCurrency")) or currency)
        if text(entry.get("priceType")).rpartition("/")[2] in _FORMER:
            before = before or stated
        else:
            asked = asked or stated
    return asked, before


def _money(value: object, currency: str) -> Node | None:
    """Keep a price as it is written; whether it is one is seen where the row is read."""
    if value is None or value == "" or isinstance(value, (list, dict)):
        return None
    if isinstance(value, str) and number(value) is not None:
        value = value.strip()
    return {"amount": value, "currency": currency} if currency else {"amount": value}


def _amount(price: Node) -> float:
    return number(price.get("amount")) or 0.0
