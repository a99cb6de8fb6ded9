"""The demo shop's customers, orders and events: the structure that a recommender can learn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest

from retrieval.demo import SEED
from retrieval.demo.behaviour import EVENT_TYPES, FIRST_DAY, Event, make_events
from retrieval.demo.customers import Customer, make_customers
from retrieval.demo.generate import make_rated_products
from retrieval.demo.orders import Order, make_orders
from retrieval.demo.visits import Visit, make_visits


class Shop:
    """Everything that happened, made once for all the tests here."""

    def __init__(self) -> None:
        products, _ = make_rated_products(SEED)
        self.category = {product.id: product.category for product in products}
        self.variants = {v.id: p.id for p in products for v in p.variants}
        self.customers: Sequence[Customer] = make_customers(products, SEED)
        self.visits: Sequence[Visit] = make_visits(self.customers, products, SEED)
        self.orders: Sequence[Order] = make_orders(self.visits, SEED)
        self.events: Sequence[Event] = tuple(make_events(self.visits, self.orders, SEED))
        self.baskets = [
            {self.category[line.product_id][1] for line in order.lines} for order in self.orders
        ]


@pytest.fixture(scope="module")
def shop() -> Shop:
    return Shop()


def test_customers_are_ids_with_tastes_and_no_names(shop: Shop) -> None:
    assert len(shop.customers) >= 300
    assert len({customer.id for customer in shop.customers}) == len(shop.customers)
    first = shop.customers[0]
    assert (first.id, first.locale, first.currency) == ("c-1001", "de-DE", "EUR")
    keys = {key for customer in shop.customers for key in customer.row()}
    assert keys == {"id", "locale", "language", "country", "currency", "since", "sizes", "tastes"}


def test_orders_add_up_and_follow_the_policies(shop: Shop) -> None:
    assert len(shop.orders) >= 1500
    assert [order.id for order in shop.orders[:2]] == ["o-50001", "o-50002"]
    for order in shop.orders:
        goods = sum((line.price * line.quantity for line in order.lines), Decimal(0))
        assert order.lines
        assert order.shipping == (Decimal(0) if goods >= 50 else Decimal("4.90"))
        assert order.total == goods + order.shipping
        assert (order.tracking is not None) == (order.status in {"shipped", "delivered"})
        assert all(shop.variants[line.variant_id] == line.product_id for line in order.lines)


def test_orders_of_every_status_exist(shop: Shop) -> None:
    statuses = {order.status for order in shop.orders}
    assert statuses == {"placed", "packed", "shipped", "delivered", "cancelled"}
    returned = [order for order in shop.orders if order.returned]
    assert 0.03 < len(returned) / len(shop.orders) < 0.12
    for order in returned:
        assert order.returned is not None
        assert order.delivered_on is not None
        assert order.returned.asked_on - order.delivered_on <= timedelta(days=30)


@pytest.mark.parametrize(
    ("kind", "companion"),
    [
        ("running shoes", "sports socks"),
        ("coffee", "coffee filters"),
        ("tents", "sleeping bags"),
        ("pasta", "olive oil"),
        ("throw blankets", "cushions"),
    ],
)
def test_what_belongs_together_is_bought_together(shop: Shop, kind: str, companion: str) -> None:
    count = len(shop.baskets)
    both = sum({kind, companion} <= basket for basket in shop.baskets) / count
    alone = sum(kind in basket for basket in shop.baskets) / count
    other = sum(companion in basket for basket in shop.baskets) / count
    assert both / (alone * other) > 2


def _share(shop: Shop, name: str, months: set[int]) -> float:
    """The share of the visits in `months` that looked at a department or kind first."""
    looked = [shop.category[v.viewed[0].id] for v in shop.visits if v.at.month in months]
    return sum(name in category for category in looked) / len(looked)


@pytest.mark.parametrize(
    ("name", "high", "low"),
    [
        ("Garden", {3, 4, 5}, {10, 11, 12}),
        ("Toys", {11, 12}, {3, 4, 5}),
        ("winter coats", {9, 10, 11}, {5, 6, 7}),
        ("sandals", {5, 6, 7}, {10, 11, 12}),
    ],
)
def test_seasons_shift_what_people_look_at(
    shop: Shop, name: str, high: set[int], low: set[int]
) -> None:
    assert _share(shop, name, high) > 2 * _share(shop, name, low)


def test_tastes_repeat(shop: Shop) -> None:
    tastes = {customer.id: customer for customer in shop.customers}
    seen: Counter[str] = Counter()
    for visit in shop.visits:
        customer = tastes[visit.customer.id]
        first = visit.viewed[0]
        seen["all"] += 1
        seen["kind"] += first.category[1] in customer.kinds
        seen["brand"] += first.brand in customer.brands
    assert seen["kind"] / seen["all"] > 0.8
    assert seen["brand"] / seen["all"] > 0.35


def test_events_are_named_and_linked_as_google_retail_has_them(shop: Shop) -> None:
    assert len(shop.events) >= 30_000
    assert {event["eventType"] for event in shop.events} == set(EVENT_TYPES)
    known = set(shop.variants) | set(shop.category)
    for event in shop.events:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(event["eventTime"]))
        assert ("searchQuery" in event) == (event["eventType"] == "search")
        details = event.get("productDetails", [])
        assert isinstance(details, list)
        for detail in details:
            assert isinstance(detail, dict)
            product = detail["product"]
            assert isinstance(product, dict)
            assert product["id"] in known


def test_each_purchase_is_an_order_of_that_time(shop: Shop) -> None:
    bought = [e["purchaseTransaction"] for e in shop.events if "purchaseTransaction" in e]
    ids = [each["id"] for each in bought if isinstance(each, dict)]
    assert ids == [order.id for order in shop.orders if order.placed_at.date() >= FIRST_DAY]
