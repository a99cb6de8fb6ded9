"""A folder of real products and judged queries, loaded for evaluating.

Knows nothing of systems or of measures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.catalogue import Product
from retrieval.errors import CatalogueError
from retrieval.evaluation.judgements import Judgement, read_judgements
from retrieval.feeds import read_feed

__all__ = ["JudgedShop", "read_judged_shop", "read_queries"]


@dataclass(frozen=True, slots=True)
class JudgedShop:
    """Products in ascending order of id, and queries judged over them.

    `unknown` counts the judged products that the catalogue lacks: no system can find them.
    """

    products: tuple[Product, ...]
    judgements: tuple[Judgement, ...]
    unknown: int

    def retyped(self, change: Callable[[str], str]) -> JudgedShop:
        """Give the same shop with every query typed another way."""
        changed = tuple(Judgement(change(j.query), j.gains) for j in self.judgements)
        return JudgedShop(self.products, changed, self.unknown)


def read_judged_shop(folder: Path, queries: Path | None = None) -> JudgedShop:
    """Read `products.*` (any feed we know) and `queries*.jsonl`, or the queries file given.

    A judged product that is not in the catalogue counts as one that was not found.

    Raises:
        CatalogueError: one of the files is missing, ambiguous or unreadable; says what to do.
    """
    feed = _only(folder, "products.*", "a feed named products.jsonl, .csv, ...")
    judgements = read_queries(queries or folder)
    products = tuple(sorted(read_feed(feed).products, key=lambda product: product.id))
    known = {product.id for product in products}
    unknown = {at for judgement in judgements for at in judgement.gains} - known
    return JudgedShop(products, judgements, len(unknown))


def read_queries(path: Path) -> tuple[Judgement, ...]:
    """Read judged queries from a file, or from the one `queries*.jsonl` of a folder.

    Raises:
        CatalogueError: missing, ambiguous or unreadable; says what to do.
    """
    if path.is_dir():
        path = _only(path, "queries*.jsonl", "judged queries, or name them by --queries")
    return read_judgements(path)


def _only(folder: Path, pattern: str, wanted: str) -> Path:
    files: Sequence[Path] = sorted(folder.glob(pattern))
    if not files:
        raise CatalogueError(f"there is no {pattern} in {folder}: put there {wanted}")
    if len(files) > 1:
        names = ", ".join(file.name for file in files)
        raise CatalogueError(f"{folder} has {names}: keep one of them, or name the file")
    return files[0]
