"""One search as it is asked for on the command line and over HTTP, and how it is run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.discounts import ON_SALE
from retrieval.errors import CatalogueError
from retrieval.filters import parse_where
from retrieval.sorts import Sort

if TYPE_CHECKING:
    from retrieval.conditions import Expression
    from retrieval.search import Index, Results

__all__ = ["MOST_HITS", "Asked"]

MOST_HITS = 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Words, or a product to be like; conditions as in `parse_where`; `limit` hits at most."""

    query: str = ""
    where: str = ""
    limit: int = 10
    sort: Sort = Sort.RELEVANCE
    similar_to: str | None = None
    diverse: bool = False
    available: bool = False
    on_sale: bool = False

    def check(self) -> tuple[Expression, ...]:
        """Read the conditions, ahead of opening an index.

        Raises:
            CatalogueError: they cannot be read, or two wishes exclude each other.
        """
        if self.diverse and (self.similar_to is not None or self.sort is not Sort.RELEVANCE):
            raise CatalogueError(
                "products that differ are chosen by how well they fit words: "
                "leave out the order and the product to be like"
            )
        if self.similar_to is not None and self.query.strip():
            raise CatalogueError("a search has words or a product to be like, not both")
        return (*parse_where(self.where), *((ON_SALE,) if self.on_sale else ()))

    def run(self, index: Index) -> Results:
        """Search.

        Raises:
            CatalogueError: as `check`; a condition does not fit the catalogue, or there is no
                such product.
        """
        conditions = self.check()
        if self.similar_to is None:
            return index.search(
                self.query,
                conditions,
                limit=self.limit,
                sort=self.sort,
                available_only=self.available,
                diverse=self.diverse,
            )
        return index.similar(
            self.similar_to,
            conditions,
            limit=self.limit,
            sort=self.sort,
            available_only=self.available,
        )
