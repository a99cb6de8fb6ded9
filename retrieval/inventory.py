"""What lies in an index folder: each generation with its part, when it was built, and its size.

Reads manifests and file sizes alone, so that it is quick and works on a damaged index. Knows
nothing of searching, and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.errors import CatalogueError
from retrieval.manifest import MANIFEST, Manifest, read_manifest
from retrieval.storage import IndexFolder

__all__ = ["Holding", "Inventory", "Part", "take_inventory"]


class Part(StrEnum):
    """What a generation is for: it serves, is kept to roll back to, or waits to be removed."""

    SERVING = "serving"
    PREVIOUS = "previous"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Holding:
    """One generation on disk. Without a `manifest` it cannot serve, and `fault` says why.

    One that is not `finished` is being built, or was when its builder ended.
    """

    generation: str
    part: Part
    size: int
    finished: bool
    manifest: Manifest | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Inventory:
    """All generations, the serving one first; `building` says whether one is being built now."""

    holdings: tuple[Holding, ...]
    building: bool
    size: int

    def of(self, part: Part) -> Holding | None:
        """Return the first generation with this part."""
        return next((holding for holding in self.holdings if holding.part is part), None)


def take_inventory(folder: Path) -> Inventory:
    """Look at an index folder; empty where there is none.

    Raises:
        CatalogueError: the pointer is broken, or the folder cannot be read.
    """
    place = IndexFolder(folder)
    parts = {place.current(): Part.SERVING, place.previous(): Part.PREVIOUS}
    parts.pop(None, None)
    try:
        found = {path.name for path in place.generations.iterdir() if path.is_dir()}
    except FileNotFoundError:
        found = set()
    except OSError as error:
        raise CatalogueError(f"the index in {folder} cannot be looked at: {error}") from error
    others = sorted(found - set(parts))
    holdings = tuple(
        _holding(place.generation(name), parts.get(name, Part.UNUSED))
        for name in (*filter(None, parts), *others)
    )
    return Inventory(holdings, _is_held(folder), sum(holding.size for holding in holdings))


def _holding(folder: Path, part: Part) -> Holding:
    manifest, fault = None, ""
    try:
        manifest = read_manifest(folder)
    except FileNotFoundError:
        fault = "it is not whole" if folder.is_dir() else "it is not there"
    except (CatalogueError, OSError) as error:
        fault = str(error)
    return Holding(folder.name, part, _size(folder), (folder / MANIFEST).is_file(), manifest, fault)


def _size(folder: Path) -> int:
    """Add up the files of a folder; those that go away meanwhile count nothing."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total


def _is_held(folder: Path) -> bool:
    """Say whether a builder holds the folder; one that we may not write to is held by nobody."""
    path = folder / "build.lock"
    if not path.exists():
        return False
    try:
        with FileLock(path, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return False
