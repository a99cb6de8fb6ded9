"""What is worked out of products and vectors, to search them: made once, mapped ever after.

Knows nothing of generations, nor of what the tables answer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import Product
from retrieval.columns import Columns
from retrieval.lexical import LexicalIndex
from retrieval.parts import Parts
from retrieval.sketch import Sketch

__all__ = ["Tables"]

_WORDS, _COLUMNS, _SKETCH = "words", "columns", "sketch"
_TOLD = 500  # products between two reports of progress


@dataclass(frozen=True, slots=True)
class Tables:
    """The words and columns of the same products, and the sketch of their vectors, if any."""

    lexical: LexicalIndex
    columns: Columns
    sketch: Sketch | None = None

    @classmethod
    def of(
        cls,
        products: Collection[Product],
        vectors: npt.NDArray[np.float32],
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> Tables:
        """Make them; `products` are gone through twice, and `progress` counts both times."""

        def counted(before: int) -> Iterator[Product]:
            for at, product in enumerate(products, start=before + 1):
                yield product
                if at % _TOLD == 0 or at == 2 * len(products):
                    progress(at, 2 * len(products))

        return cls(LexicalIndex(counted(0)), Columns(counted(len(products))), Sketch.of(vectors))

    @classmethod
    def open(cls, folder: Path) -> Tables:
        """Map what was saved into a folder.

        Raises:
            CatalogueError: it is not there, or cannot be read.
        """
        lexical = LexicalIndex.of_parts(Parts.load(folder / _WORDS))
        columns = Columns.of_parts(Parts.load(folder / _COLUMNS))
        if not (folder / _SKETCH).is_dir():
            return cls(lexical, columns)
        return cls(lexical, columns, Sketch.of_parts(Parts.load(folder / _SKETCH)))

    def save(self, folder: Path) -> None:
        """Write them into a new folder."""
        self.lexical.parts().save(folder / _WORDS)
        self.columns.parts().save(folder / _COLUMNS)
        if self.sketch is not None:
            self.sketch.parts().save(folder / _SKETCH)
