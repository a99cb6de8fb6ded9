"""The spool: products on disk, sized, by ascending id, gone through any number of times."""

from __future__ import annotations

from decimal import Decimal

import pytest

from retrieval.catalogue import Money, Product, Variant
from retrieval.errors import CatalogueError
from retrieval.feeds.spool import Spool, scratch_database, translated


def product(own: str, title: str = "Lamp", currency: str = "") -> Product:
    price = Money(amount=Decimal(5), currency=currency) if currency else None
    return Product(id=own, title=title, variants=(Variant(id=own, price=price),))


def test_products_come_back_by_ascending_id_as_often_as_asked() -> None:
    ids = ["p2", "P1", "p10", "é", "p1", "z\U0001f600", "z\uffee"]
    with Spool() as spool:
        assert [spool.add(product(own)) for own in ids] == [False] * len(ids)
        assert len(spool) == len(ids)
        assert [item.id for item in spool] == sorted(ids)
        pairs = [(a.id, b.id) for a, b in zip(spool, spool, strict=True)]
        assert pairs == [(own, own) for own in sorted(ids)]


def test_a_later_product_replaces_one_of_the_same_id() -> None:
    with Spool() as spool:
        assert spool.add(product("a")) is False
        assert spool.add(product("a", "Vase")) is True
        assert [item.title for item in spool] == ["Vase"]
        assert product("a", "Vase") in spool
        assert product("a") not in spool
        assert spool.get("b") is None


def test_currencies_are_counted_a_product() -> None:
    with Spool() as spool:
        for own, currency in (("a", "EUR"), ("b", "USD"), ("c", "EUR"), ("d", "")):
            spool.add(product(own, currency=currency))
        assert spool.currencies() == {"EUR": 2, "USD": 1, "": 1}


def test_a_full_disk_is_told_as_what_it_is() -> None:
    database = scratch_database("CREATE TABLE t (text TEXT)")
    database.execute("PRAGMA max_page_count = 4")
    with pytest.raises(CatalogueError, match=r"cannot be laid aside.*full.*TMPDIR"), translated():
        database.execute("INSERT INTO t VALUES (?)", ("x" * 100_000,))
