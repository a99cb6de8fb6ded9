"""What was computed once and is kept beside a generation: named arrays and JSON values.

Arrays come back memory-mapped, so that only what is looked at is read. Nothing here can run
code when it is loaded. Knows nothing of what the arrays mean.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from pydantic import JsonValue

from retrieval.errors import CatalogueError

__all__ = ["Parts"]

_VALUES = "values.json"
_Number = TypeVar("_Number", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Parts:
    """One noun taken apart: numbers as arrays by name (identifiers), everything else as JSON."""

    arrays: Mapping[str, npt.NDArray[np.generic]]
    values: Mapping[str, JsonValue] = field(default_factory=dict)

    def array(self, name: str, kind: type[_Number]) -> npt.NDArray[_Number]:
        """Give one array, of numbers of that kind; without a copy where they are."""
        return np.asarray(self.arrays[name], dtype=kind)

    def save(self, folder: Path) -> None:
        """Write the parts into a new folder."""
        folder.mkdir(parents=True)
        for name, array in self.arrays.items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)
        text = json.dumps(dict(self.values), ensure_ascii=False)
        (folder / _VALUES).write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Parts:
        """Map the parts of a folder.

        Raises:
            CatalogueError: they are not there, or cannot be read.
        """
        try:
            values = json.loads((folder / _VALUES).read_text(encoding="utf-8"))
            arrays = {path.stem: _map(path) for path in sorted(folder.glob("*.npy"))}
        except (OSError, ValueError, EOFError) as error:
            raise CatalogueError(f"{folder} cannot be read: {error}") from error
        return cls(arrays, values)


def _map(path: Path) -> npt.NDArray[np.generic]:
    if path.stat().st_size == 0:
        raise ValueError(f"{path.name} is empty")
    loaded: npt.NDArray[np.generic] = np.load(path, mmap_mode="r", allow_pickle=False)
    return loaded
