"""What is worked out of the products alone, words and columns: made once, mapped ever after.

Knows nothing of generations, nor of what the tables answer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from retrieval.catalogue import Product
from retrieval.columns import Columns
from retrieval.lexical import LexicalIndex
from retrieval.parts import Parts

__all__ = ["Tables"]

_WORDS, _COLUMNS = "words", "columns"
_TOLD = 500  # products between two reports of progress


@dataclass(frozen=True, slots=True)
class Tables:
    """The words and the columns of the same products, in their order."""

    lexical: LexicalIndex
    columns: Columns

    @classmethod
    def of(
        cls,
        products: Collection[Product],
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> Tables:
        """Make them; `products` are gone through twice, and `progress` counts both times."""

        def counted(before: int) -> Iterator[Product]:
            for at, product in enumerate(products, start=before + 1):
                yield product
                if at % _TOLD == 0 or at == 2 * len(products):
                    progress(at, 2 * len(products))

        return cls(LexicalIndex(counted(0)), Columns(counted(len(products))))

    @classmethod
    def open(cls, folder: Path) -> Tables:
        """Map what was saved into a folder.

        Raises:
            CatalogueError: it is not there, or cannot be read.
        """
        lexical = LexicalIndex.of_parts(Parts.load(folder / _WORDS))
        return cls(lexical, Columns.of_parts(Parts.load(folder / _COLUMNS)))

    def save(self, folder: Path) -> None:
        """Write them into a new folder."""
        self.lexical.parts().save(folder / _WORDS)
        self.columns.parts().save(folder / _COLUMNS)
