"""What a shop's models learn from: judged queries split, made up, and read from behaviour."""

from __future__ import annotations

import re
from random import Random

import pytest
from retrieval_samples import make_products

from retrieval import demo
from retrieval.demo.files import read_rows
from retrieval.errors import CatalogueError
from retrieval.evaluation import Judgement
from retrieval.feeds import read_feed
from retrieval.training.behaviour import BiasCurve, Event, judgements_from
from retrieval.training.pseudo import pseudo_queries
from retrieval.training.splits import FEWEST, folds_of, split_queries

JUDGED = [Judgement(f"query {number}", {"a": 1.0, "b": 0.1}) for number in range(40)]
PRODUCTS = make_products(10)
IDS = [product.id for product in PRODUCTS]


def test_no_query_is_in_two_parts_however_it_is_written() -> None:
    split = split_queries([*JUDGED, Judgement("  QUERY 1 ", {"c": 1.0})], 3)
    parts = [{one.query for one in part} for part in (split.train, split.validation, split.test)]
    assert sum(map(len, parts)) == len(set.union(*parts)) == 40
    assert [len(part) for part in parts] == [28, 6, 6]
    assert split == split_queries([*JUDGED[::-1], Judgement("query 1", {"c": 1.0})], 3)
    assert split != split_queries(JUDGED, 4)


def test_folds_test_every_query_once_and_learn_from_none_they_test() -> None:
    folds = folds_of(JUDGED, 5, 0)
    assert sorted(one.query for fold in folds for one in fold.test) == sorted(
        one.query for one in JUDGED
    )
    for fold in folds:
        seen = {one.query for one in (*fold.train, *fold.validation)}
        assert len(seen) == 32
        assert not seen & {one.query for one in fold.test}


def test_too_few_judged_queries_are_refused() -> None:
    useless = [Judgement(f"other {number}", {"a": 0.0}) for number in range(50)]
    with pytest.raises(CatalogueError, match=f"9 judged queries .* {FEWEST} are needed"):
        split_queries([*JUDGED[:9], *useless], 0)
    with pytest.raises(CatalogueError, match="1 folds"):
        folds_of(JUDGED, 1, 0)


def search(session: str, query: str, shown: list[str]) -> Event:
    details = [{"product": {"id": found}} for found in shown]
    return {
        "eventType": "search",
        "sessionId": session,
        "searchQuery": query,
        "productDetails": details,  # type: ignore[dict-item]
    }


def act(session: str, kind: str, product: str) -> Event:
    return {
        "eventType": kind,
        "sessionId": session,
        "productDetails": [{"product": {"id": product}}],
    }


def clicks(quality: dict[str, float], visits: int) -> list[Event]:
    """Shoppers who look at place k with a chance of 1 / k, the same ranking for all."""
    random, events = Random(5), []
    for visit in range(visits):
        events.append(search(f"s{visit}", "tea", list(quality)))
        for place, (product, worth) in enumerate(quality.items(), 1):
            if random.random() < worth / place:
                events.append(act(f"s{visit}", "detail-page-view", product))
    return events


def test_the_place_of_a_result_is_taken_out_of_its_clicks() -> None:
    quality = dict(zip(IDS[:5], (0.3, 0.6, 0.2, 0.9, 0.4), strict=True))
    events = clicks(quality, 4000)
    (unbiased,) = judgements_from(events, PRODUCTS, lambda _q: [])
    order = sorted(quality, key=lambda product: -unbiased.gains[product])
    assert order == sorted(quality, key=lambda product: -quality[product])
    (naive,) = judgements_from(events, PRODUCTS, lambda _q: [], BiasCurve(power=0))
    assert max(naive.gains, key=lambda product: naive.gains[product]) != IDS[3]


def test_a_purchase_says_more_than_a_look_and_variants_are_their_products() -> None:
    variant = PRODUCTS[1].variants[0].id
    events = [
        act("s", "purchase-complete", IDS[4]),
        search("s", "Green  Tea", IDS[:3]),
        act("s", "detail-page-view", IDS[0]),
        act("s", "purchase-complete", variant),
        act("s", "purchase-complete", IDS[5]),
        act("s", "purchase-complete", "unknown"),
    ]
    (judged,) = judgements_from(events, PRODUCTS, lambda _q: [])
    assert judged.query == "green tea"
    assert judged.gains == {IDS[0]: 0.15, IDS[1]: 1.0, IDS[2]: 0.0}


def test_where_the_event_does_not_say_the_present_ranking_gives_the_places() -> None:
    events = [search("s", "tea", []), act("s", "detail-page-view", IDS[7])]
    (judged,) = judgements_from(events, PRODUCTS, lambda _q: [IDS[6], IDS[7]])
    assert judged.gains == {IDS[6]: 0.0, IDS[7]: 1.0}


def test_events_that_say_nothing_or_are_malformed_are_named() -> None:
    with pytest.raises(CatalogueError, match="no event follows a search"):
        judgements_from([act("s", "detail-page-view", IDS[0])], PRODUCTS, lambda _q: IDS)
    with pytest.raises(CatalogueError, match="event 1 names no sessionId"):
        judgements_from([{"eventType": "search"}], PRODUCTS, lambda _q: IDS)
    odd: Event = {"eventType": "search", "sessionId": "s", "productDetails": [3]}
    with pytest.raises(CatalogueError, match="event 1: productDetails"):
        judgements_from([odd], PRODUCTS, lambda _q: IDS)
    with pytest.raises(CatalogueError, match="a place of 0"):
        BiasCurve().weight(0)


def test_the_demo_shops_events_are_read() -> None:
    products = tuple(read_feed(demo.feed_path()).products)
    everything = [product.id for product in products]
    judged = judgements_from(read_rows(demo.events_path()), products, lambda _q: everything)
    assert len(judged) > 300
    assert all(max(one.gains.values()) == 1.0 for one in judged)


def test_made_up_queries_describe_their_products_and_are_the_same_for_a_seed() -> None:
    made = pseudo_queries(PRODUCTS, 30, 1, {IDS[0]: ["Kept my feet dry. Light."]})
    assert made == pseudo_queries(PRODUCTS, 30, 1, {IDS[0]: ["Kept my feet dry. Light."]})
    assert 20 < len(made) <= 30
    by_id = {product.id: product for product in PRODUCTS}
    for one in made:
        assert one.query == one.query.casefold()
        for answer in one.gains:
            assert by_id[answer].status == "active"
            text = by_id[answer].model_dump_json().casefold() + "kept my feet dry. light."
            assert set(re.findall(r"\w+", one.query)) <= set(re.findall(r"\w+", text))
    assert pseudo_queries([], 5, 1) == ()
