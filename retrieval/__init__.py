"""The catalogue and how to find in it. Knows nothing of conversations.

Names are imported at first use, so that `import retrieval` loads none of the heavy libraries.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.catalogue import Money, Product, Quantity, Variant
    from retrieval.conditions import AllOf, AnyOf, Condition
    from retrieval.embedding import load_embeddings
    from retrieval.errors import CatalogueError
    from retrieval.evaluation import Scores, evaluate
    from retrieval.feeds import FeedReport, read_feed
    from retrieval.filters import parse_where
    from retrieval.generations import build_index, open_index
    from retrieval.hits import Hit, Results
    from retrieval.mentions import Mention
    from retrieval.search import Index
    from retrieval.sorts import Sort
    from retrieval.vocabulary import Vocabulary

__all__ = [
    "AllOf",
    "AnyOf",
    "CatalogueError",
    "Condition",
    "FeedReport",
    "Hit",
    "Index",
    "Mention",
    "Money",
    "Product",
    "Quantity",
    "Results",
    "Scores",
    "Sort",
    "Variant",
    "Vocabulary",
    "build_index",
    "evaluate",
    "load_embeddings",
    "open_index",
    "parse_where",
    "read_feed",
]

_HOMES = {
    "CatalogueError": "errors",
    "AllOf": "conditions",
    "AnyOf": "conditions",
    "Condition": "conditions",
    "FeedReport": "feeds",
    "Hit": "hits",
    "Index": "search",
    "Mention": "mentions",
    "Money": "catalogue",
    "Product": "catalogue",
    "Quantity": "catalogue",
    "Results": "hits",
    "Scores": "evaluation",
    "Sort": "sorts",
    "Variant": "catalogue",
    "Vocabulary": "vocabulary",
    "build_index": "generations",
    "evaluate": "evaluation",
    "load_embeddings": "embedding",
    "open_index": "generations",
    "parse_where": "filters",
    "read_feed": "feeds",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'retrieval' has no attribute {name!r}")
    return getattr(import_module(f"retrieval.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
