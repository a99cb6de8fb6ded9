"""The demo shop's products: how many, how varied, and whether their words are true."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from decimal import Decimal

import pytest

from retrieval.catalogue import Product
from retrieval.demo import SEED
from retrieval.demo.products import make_products
from retrieval.demo.tables import departments

_MONEY_TALK = re.compile(r"\$|\b(price|prices|discount|sale|shipping|delivery|dispatch|bargain)\b")


@pytest.fixture(scope="module")
def products() -> tuple[Product, ...]:
    return make_products(SEED)


def _named(text: str, phrase: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(phrase.lower())}(?!\w)", text.lower()))


def test_the_shop_is_large_and_wide(products: tuple[Product, ...]) -> None:
    kinds = {product.category for product in products}
    assert len(products) >= 1250
    assert len({department for department, _ in kinds}) >= 12
    assert len(kinds) >= 60
    assert len({product.brand for product in products}) >= 60
    assert min(Counter(product.category for product in products).values()) >= 15


def test_titles_ids_and_descriptions_are_unique(products: tuple[Product, ...]) -> None:
    assert len({product.title for product in products}) == len(products)
    assert len({product.description for product in products}) == len(products)
    variants = [variant.id for product in products for variant in product.variants]
    assert len(set(variants)) == len(variants)


def test_every_department_shares_six_attributes_among_its_kinds(
    products: tuple[Product, ...],
) -> None:
    shared: dict[str, set[str]] = {}
    for product in products:
        names = set(product.attributes)
        shared[product.category[0]] = shared.get(product.category[0], names) & names
    assert {department: len(names) >= 6 for department, names in shared.items()} == dict.fromkeys(
        shared, True
    )


def test_no_opening_is_worn_out(products: tuple[Product, ...]) -> None:
    openings = Counter(" ".join(each.description.lower().split()[:3]) for each in products)
    phrase, count = openings.most_common(1)[0]
    assert count / len(products) < 0.015, phrase
    assert len(openings) > 500


def test_a_description_has_two_to_five_sentences_and_no_money(
    products: tuple[Product, ...],
) -> None:
    for product in products:
        sentences = re.split(r"(?<=[.!?]) ", product.description)
        assert 2 <= len(sentences) <= 5, product.description
        assert not _MONEY_TALK.search(product.description.lower()), product.description
        assert not re.search(r"[<>|]|  | ,|\b(\w+) \1\b|\ba [aeio]", product.description.lower())


def test_a_description_names_no_attribute_that_is_false(products: tuple[Product, ...]) -> None:
    for product in products:
        for name, value in product.attributes.items():
            assert value is not False or not _named(product.description, name), product


def _materials(product: Product) -> set[str]:
    material = product.attributes.get("material")
    return set(material) if isinstance(material, tuple) else set()


def test_a_description_names_no_foreign_material(products: tuple[Product, ...]) -> None:
    """A word of another attribute, such as a walnut handle, is the product's own."""
    known = set().union(*map(_materials, products))
    assert len(known) > 50
    for product in products:
        own = [word for v in product.attributes.values() if isinstance(v, tuple) for word in v]
        text = product.description.lower()
        for word in sorted(own, key=len, reverse=True):
            text = text.replace(word.lower(), "")
        assert not [word for word in known.difference(own) if _named(text, word)], product


def test_vegan_things_hold_no_animal_material(products: tuple[Product, ...]) -> None:
    animal = {"leather", "suede", "nubuck", "wool felt", "sheepskin", "beeswax"}
    vegan = [product for product in products if product.attributes.get("vegan") is True]
    assert len(vegan) > 100
    assert not [product.title for product in vegan if animal & _materials(product)]


def test_blue_running_shoes_under_a_hundred_dollars_exist(products: tuple[Product, ...]) -> None:
    found = {
        product.id
        for product in products
        if product.category[1] == "running shoes" and product.in_stock
        for variant in product.variants
        if variant.options["colour"] == "blue" and variant.stock
        if variant.price is not None and variant.price.amount < 100
    }
    assert len(found) >= 5


def test_each_kind_has_a_wide_spread_of_prices(products: tuple[Product, ...]) -> None:
    prices: dict[str, list[Decimal]] = defaultdict(list)
    for product in products:
        for variant in product.variants:
            assert variant.price is not None
            prices[product.category[1]].append(variant.price.amount)
    for kind, amounts in prices.items():
        assert max(amounts) > 1.8 * float(min(amounts)), kind
    endings = {amount % 1 for amounts in prices.values() for amount in amounts}
    assert endings <= {Decimal(each) for each in ("0.00", "0.49", "0.50", "0.90", "0.95", "0.99")}


def test_shares_of_reduced_sold_out_and_discontinued(products: tuple[Product, ...]) -> None:
    count = len(products)
    reduced = sum(any(v.list_price for v in product.variants) for product in products)
    gone = sum(all(v.stock == 0 for v in product.variants) for product in products)
    old = sum(product.status == "discontinued" for product in products)
    assert 0.15 < reduced / count < 0.28
    assert 0.015 < gone / count < 0.07
    assert 0.01 < old / count < 0.04


def test_a_pack_that_holds_more_costs_more() -> None:
    for department in departments():
        for kind in department.kinds.values():
            for name, factors in kind.options.items():
                if name in {"pack", "memory", "capacity"} and "loose" not in str(factors):
                    assert list(factors.values()) == sorted(factors.values())


def test_another_seed_makes_another_shop(products: tuple[Product, ...]) -> None:
    other = make_products(SEED + 1)
    assert {each.title for each in other} != {each.title for each in products}
