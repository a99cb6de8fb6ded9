"""`GET /v1/search`: retrieval alone, without a conversation. Knows nothing of chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from retrieval.errors import CatalogueError
from retrieval.sorts import Sort
from ui.asked import MOST_HITS, Asked
from ui.found import FoundProduct, found_product
from ui.missed import notes_on
from ui.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from retrieval.search import Index

__all__ = ["search_routes"]

_REFUSED = 422


class _Parameters(BaseModel):
    """What may be asked; nothing else is taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Annotated[str, Field(max_length=1_000)] = ""
    where: Annotated[str, Field(max_length=4_000)] = ""
    k: Annotated[int, Field(ge=1, le=MOST_HITS)] = 10
    sort: Sort = Sort.RELEVANCE
    similar_to: Annotated[str, Field(max_length=200)] | None = None
    diverse: bool = False
    available: bool = False
    on_sale: bool = False

    def asked(self) -> Asked:
        return Asked(
            self.q,
            self.where,
            self.k,
            self.sort,
            self.similar_to,
            self.diverse,
            self.available,
            self.on_sale,
        )


class FoundObject(TypedDict):
    """The first products, best first; `searched` is the query as it was read, errors mended.

    `match_count` counts all that meet the request. `notes` say in words which values of the
    conditions no product has and, where nothing was found, what would find something.
    """

    searched: str
    match_count: int
    notes: list[str]
    products: list[FoundProduct]


def search_routes(index: Callable[[], Index]) -> APIRouter:
    """Give the route of searches; `index` is asked for the serving one at each of them."""

    def search(asked: Annotated[_Parameters, Query()]) -> FoundObject:
        """Find products by words and conditions, or those like a given one."""
        serving = index()
        try:
            wanted = asked.asked()
            results = wanted.run(serving)
            notes = notes_on(wanted, serving, results.match_count)
        except CatalogueError as error:
            raise Problem(_REFUSED, str(error)) from error
        return FoundObject(
            searched=serving.read(asked.q),
            match_count=results.match_count,
            notes=notes,
            products=[found_product(hit) for hit in results.hits],
        )

    router = APIRouter()
    router.add_api_route("/search", search)
    return router
