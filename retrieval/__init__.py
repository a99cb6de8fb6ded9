"""The catalogue and how to find in it. Knows nothing of conversations.

Names are imported at first use, so that `import retrieval` loads none of the heavy libraries.
"""

from __future__ import annotations

from importlib import import_module

_HOMES = {
    "CatalogueError": "catalogue",
    "Condition": "filters",
    "FeedReport": "feeds",
    "Hit": "search",
    "Index": "search",
    "Mention": "mentions",
    "Money": "catalogue",
    "Product": "catalogue",
    "Quantity": "catalogue",
    "Results": "search",
    "Scores": "evaluation",
    "Sort": "search",
    "Variant": "catalogue",
    "Vocabulary": "vocabulary",
    "build_index": "generations",
    "evaluate": "evaluation",
    "load_embeddings": "embedding",
    "open_index": "generations",
    "parse_where": "filters",
    "read_feed": "feeds",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'retrieval' has no attribute {name!r}")
    return getattr(import_module(f"retrieval.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
