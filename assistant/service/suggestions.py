"""What the shopper may say next: messages that this shop understands and that change something."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from assistant.formats import format_amount
from assistant.service.shop import Shop
from assistant.types import Request
from retrieval.search import Hit
from retrieval.sorts import Sort

__all__ = ["starters", "suggest"]

_MOST = 4


def suggest(request: Request, hits: list[Hit], count: int, shop: Shop) -> tuple[str, ...]:
    """Suggest refinements from what the found products differ in, and a look at the first."""
    found = ["tell me more about the first one"]
    if count > 1:
        found += [*_brand(request, hits), *_colour(request, hits), *_cheaper(request, hits, shop)]
        if request.sort is not Sort.RATING:
            found.append("the best rated")
        if request.sort is not Sort.PRICE_ASC:
            found.append("the cheapest")
    return tuple(map(shop.manner.say, found[:_MOST]))


@lru_cache(maxsize=8)
def starters(shop: Shop, count: int = 4) -> tuple[str, ...]:
    """First messages for an empty chat: big kinds of different departments, and a budget."""
    kinds: dict[str, Counter[str]] = {}
    for product in shop.index.products:
        if len(product.category) > 1 and product.in_stock:
            kinds.setdefault(product.category[0], Counter())[product.category[-1]] += 1
    largest = sorted((counts.most_common(1)[0] for counts in kinds.values()), key=lambda k: -k[1])
    return tuple(_starter(kind, shop) for kind, _ in largest[:count])


def _starter(kind: str, shop: Shop) -> str:
    prices = sorted(
        variant.price.amount
        for product in shop.index.products
        if product.category and product.category[-1] == kind
        for variant in product.variants
        if variant.price
    )
    if not prices:
        return shop.manner.say(kind)
    middle = prices[len(prices) // 2]
    step = 10 if middle < 100 else 50
    limit = (middle // step + 1) * step
    amount = format_amount(limit, shop.manner.currency, shop.manner.locale)
    return shop.manner.say(f"{kind} under {amount}")


def _brand(request: Request, hits: list[Hit]) -> list[str]:
    """Another brand than that of what they are like, where there is one and it is open."""
    settled = any(condition.field == "brand" for condition in request.conditions)
    brands = {hit.product.brand for hit in hits}
    return ["from another brand"] if request.like and not settled and len(brands) > 1 else []


def _colour(request: Request, hits: list[Hit]) -> list[str]:
    """The colour that most of the found products come in, unless colour is settled."""
    if any(condition.field == "colour" for condition in request.conditions):
        return []
    colours = Counter(
        colour
        for hit in hits
        for colour in {v.options["colour"] for v in hit.product.variants if "colour" in v.options}
    )
    return [f"only in {colour}" for colour, times in colours.most_common(1) if times > 1]


def _cheaper(request: Request, hits: list[Hit], shop: Shop) -> list[str]:
    """A round limit below which about half of the found products lie."""
    if any(condition.field == "price" for condition in request.conditions):
        return []
    prices = sorted(hit.variant.price.amount for hit in hits if hit.variant.price)
    if len(prices) < 4:
        return []
    step = 5 if prices[len(prices) // 2] < 50 else 10
    limit = (prices[len(prices) // 2] // step) * step
    if limit <= prices[0]:
        return []
    return [f"under {format_amount(limit, shop.manner.currency, shop.manner.locale)}"]
