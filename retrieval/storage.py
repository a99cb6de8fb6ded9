"""The index folder on disk: generations side by side, one pointer, one builder at a time.

    <folder>/CURRENT             the generation that serves, and the one before it
    <folder>/generations/<id>/   catalogue.jsonl, vectors.npy, tables/, chroma/, manifest.json

Both ids stand in one file, so that no crash can part them. Knows nothing of what a
generation's files hold.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from filelock import FileLock, Timeout

from retrieval.errors import CatalogueError
from retrieval.manifest import MANIFEST

__all__ = ["IndexFolder", "sync", "write_atomically"]

_ID = re.compile(r"[0-9]{8}T[0-9]{12}-[0-9a-f]{8}")


class IndexFolder:
    """The folder of one shop's index. Making one touches nothing on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.generations = path / "generations"
        self._pointer = path / "CURRENT"

    def generation(self, generation: str) -> Path:
        """Return where a generation lies."""
        return self.generations / generation

    def current(self) -> str | None:
        """Return the id of the serving generation, or None where none was ever built.

        Raises:
            CatalogueError: the pointer does not hold an id.
        """
        return next(iter(self._pointed()), None)

    def previous(self) -> str | None:
        """Return the id of the generation kept beside the serving one, or None.

        Raises:
            CatalogueError: the pointer does not hold an id.
        """
        _, *rest = self._pointed() or ("",)
        return rest[0] if rest else None

    @contextmanager
    def building(self, wait_s: float) -> Iterator[None]:
        """Hold the folder as its only builder; what a killed one left there is thrown away.

        Raises:
            CatalogueError: another process is still building after `wait_s` seconds.
        """
        self.generations.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path / "build.lock", timeout=wait_s)
        try:
            lock.acquire()
        except Timeout as error:
            raise CatalogueError(
                f"another process is building the index in {self.path}: wait until it is done "
                "and try again (the present index serves meanwhile)"
            ) from error
        try:
            self._sweep()
            yield
        finally:
            lock.release()

    def tidy(self) -> None:
        """Throw away what a killed builder left, unless somebody is building or we may not."""
        if not self.generations.is_dir():
            return
        try:
            with FileLock(self.path / "build.lock", timeout=0):
                self._sweep()
        except (Timeout, OSError):
            return

    def begin(self) -> str:
        """Make the folder of a new generation and return its id."""
        generation = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{token_hex(4)}"
        self.generation(generation).mkdir()
        return generation

    def publish(self, generation: str) -> None:
        """Let a finished generation serve; keep the one before it and remove all others."""
        sync(self.generations)
        self._point(generation, *self._kept()[:1])
        self._sweep()

    def swap_back(self) -> str:
        """Let the kept generation serve, and keep the serving one; return the first's id.

        Raises:
            CatalogueError: there is none.
        """
        serving, previous = self.current(), self.previous()
        if serving is None or previous is None:
            raise CatalogueError(
                f"there is no generation before the serving one in {self.path}: only a second "
                "`aisle index` makes one"
            )
        self._point(previous, serving)
        return previous

    def discard(self, generation: str) -> None:
        """Remove a generation, unless it serves."""
        if generation not in self._kept():
            shutil.rmtree(self.generation(generation), ignore_errors=True)

    def _pointed(self) -> tuple[str, ...]:
        try:
            ids = tuple(self._pointer.read_text(encoding="ascii").split())
        except FileNotFoundError:
            return ()
        except (UnicodeDecodeError, OSError) as error:
            raise CatalogueError(f"{self._pointer} cannot be read: {error}") from error
        if not 1 <= len(ids) <= 2 or not all(map(_ID.fullmatch, ids)):
            raise CatalogueError(
                f"{self._pointer} holds {' '.join(ids)[:40]!r}, not a generation: run "
                "`aisle index` again"
            )
        return ids

    def _point(self, *ids: str) -> None:
        write_atomically(self._pointer, "".join(f"{each}\n" for each in ids).encode("ascii"))

    def _kept(self) -> tuple[str, ...]:
        try:
            return self._pointed()
        except CatalogueError:  # a broken pointer is what the new generation mends
            return ()

    def _sweep(self) -> None:
        """Remove what nothing points to; without a pointer, what was never finished."""
        for leftover in self.path.glob("*.tmp"):
            leftover.unlink(missing_ok=True)
        kept = self._kept()
        for folder in self.generations.iterdir():
            orphan = folder.name not in kept if kept else not (folder / MANIFEST).is_file()
            if orphan:
                shutil.rmtree(folder, ignore_errors=True)


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file so that a reader, or a crash, sees the old or the new one, whole."""
    scratch = path.with_name(path.name + ".tmp")
    with scratch.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Force a file or a folder's entries to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
