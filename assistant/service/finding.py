"""Search and refine: a `Request` against the index. Hard constraints hold for every card."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.service.likeness import card_beside
from assistant.service.nothing import explain_nothing, relaxations, ways_to_say
from assistant.service.shop import Shop
from assistant.service.suggestions import suggest
from assistant.types import Act, Card, NotFound, Outcome, Request
from retrieval.catalogue import Product
from retrieval.conditions import Condition
from retrieval.documents import product_texts
from retrieval.matching import names_a_kind, words_beyond
from retrieval.search import Hit, Results
from retrieval.sorts import Sort
from retrieval.text import content_terms

__all__ = ["find"]

_POOL = 40
"""Hits looked through for suggestions; cards are the first few of them."""


def find(request: Request, shop: Shop) -> Outcome:
    """Carry out a search. With nothing to search for, the outcome has no count.

    An order by itself is over the whole catalogue: "the most expensive thing you have".
    """
    if not (_says_what(request) or request.sort is not Sort.RELEVANCE):
        return Outcome(request)
    results = _with_titled(request, _search(request, shop), shop)
    fresh = [hit for hit in results.hits if hit.product.id not in request.skip]
    fitting = [hit for hit in fresh if hit.matches]
    unspoken = _unspoken(request, fresh, shop)
    if fitting and not unspoken:
        return _found(request, fitting, results.match_count, shop)
    if fresh and not request.like and any(map(names_a_kind, request.conditions)):
        return _nearest(request, fresh, shop)
    return explain_nothing(request, shop)


def _says_what(request: Request) -> bool:
    return bool(request.query or request.conditions or request.like)


def _search(request: Request, shop: Shop) -> Results:
    """Look among what can be bought; among the sold-out too only where that gives nothing."""

    def search(*, available_only: bool) -> Results:
        ask = shop.index.search if request.like is None else shop.index.similar
        return ask(
            request.query if request.like is None else request.like.product_id,
            request.conditions,
            limit=_POOL + len(request.skip),
            sort=request.sort,
            available_only=available_only,
        )

    available = search(available_only=True)
    if available.match_count:
        return available
    every = search(available_only=False)
    return every if every.match_count or not available.hits else available


def _with_titled(request: Request, found: Results, shop: Shop) -> Results:
    """Put the product first whose whole title the message names, although it is sold out."""
    product = _titled(request, shop)
    among = [hit for hit in found.hits if product and hit.product.id == product.id]
    if product is None or (among and among[0] is found.hits[0] and among[0].matches):
        return found
    only = Condition("id", "in", (product.id,))
    alone = shop.index.search("", (*request.conditions, only), limit=1)
    others = [hit for hit in found.hits if hit not in among]
    counted = any(hit.matches for hit in among)
    count = found.match_count + (0 if counted else alone.match_count)
    return Results((*alone.hits, *others), count) if alone.hits else found


def _titled(request: Request, shop: Shop) -> Product | None:
    """The product that a search names by its whole title."""
    named = (
        shop.index.vocabulary.titles.find(request.question) if request.act is Act.SEARCH else None
    )
    return shop.index.product(named) if named else None


def _has_in_title(word: str, product: Product) -> bool:
    return set(content_terms(word)) <= set(content_terms(product.title))


def _found(
    request: Request, hits: list[Hit], count: int, shop: Shop, missing: NotFound | None = None
) -> Outcome:
    shown = hits[: shop.shown]
    cards = tuple(card_beside(hit, request, shop) for hit in shown)
    if not any(card.in_stock for card in cards):
        return _sold_out(request, cards, hits, count, shop)
    named = _titled(request, shop)
    unmatched = (w for w in request.unmatched if not (named and _has_in_title(w, named)))
    if untold := [word for word in unmatched if not _all_have(word, shown)]:
        missing = NotFound("not_filterable", untold[0])
    return Outcome(
        request,
        cards=cards,
        products=tuple(hit.product for hit in shown),
        chips=shop.in_force(request),
        match_count=count,
        not_found=missing,
        suggestions=suggest(request, hits, count, shop),
        like=shop.original(request),
    )


def _sold_out(
    request: Request, cards: tuple[Card, ...], hits: list[Hit], count: int, shop: Shop
) -> Outcome:
    """Show what fits though it is sold out, and what of the like can be bought."""
    ways = relaxations(request, shop)
    return Outcome(
        request,
        cards=cards,
        products=tuple(hit.product for hit in hits[: len(cards)]),
        chips=shop.in_force(request),
        match_count=count,
        not_found=NotFound("sold_out", request.query or cards[0].category),
        relaxations=ways,
        suggestions=ways_to_say(ways) or suggest(request, hits, count, shop),
        like=shop.original(request),
    )


def _all_have(word: str, hits: list[Hit]) -> bool:
    """Whether every product's listing has the word: "black tea" needs no filter of that name."""
    terms = set(content_terms(word))
    texts = (f"{hit.product.title} {hit.product.description}" for hit in hits)
    return all(terms <= set(content_terms(text)) for text in texts)


def _unspoken(request: Request, hits: Sequence[Hit], shop: Shop) -> bool:
    """Whether there are free words beside a kind, and no listing of the nearest has any of them.

    What seems to match then only sounds alike.
    """
    query = shop.index.read(request.query)
    words = set(content_terms(words_beyond(query, request.conditions)))
    if request.like or not words or not any(map(_is_kind, request.conditions)):
        return False
    texts = (" ".join(product_texts(hit.product)) for hit in hits)
    return not any(words & set(content_terms(text)) for text in texts)


def _is_kind(condition: Condition) -> bool:
    return (condition.field, condition.op) == ("category", "in")


def _nearest(request: Request, hits: list[Hit], shop: Shop) -> Outcome:
    """All constraints hold but no product has the free words: show the nearest, and say so."""
    count = shop.index.search("", request.conditions, limit=1, available_only=True).match_count
    words = words_beyond(shop.index.read(request.query), request.conditions)
    said = set(content_terms(shop.index.read(request.question or request.query)))
    new = " ".join(word for word in words.split() if set(content_terms(word)) & said)
    told = NotFound("not_filterable", new) if new else None
    return _found(request, hits, count, shop, told)
