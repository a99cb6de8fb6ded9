"""The index folder on disk: generations side by side, one pointer, one builder at a time.

    <folder>/CURRENT                      the id of the generation that serves
    <folder>/generations/<id>/            catalogue.jsonl, vectors.npy, chroma/, manifest.json

Knows nothing of what a generation's files hold.
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

from retrieval.catalogue import CatalogueError
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
        try:
            text = self._pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except (UnicodeDecodeError, OSError) as error:
            raise CatalogueError(f"{self._pointer} cannot be read: {error}") from error
        if _ID.fullmatch(text) is None:
            raise CatalogueError(
                f"{self._pointer} holds {text[:40]!r}, not a generation: run `aisle index` again"
            )
        return text

    @contextmanager
    def building(self, wait_s: float) -> Iterator[None]:
        """Hold the folder as its only builder; anything unfinished there is thrown away.

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

    def begin(self) -> str:
        """Make the folder of a new generation and return its id."""
        generation = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{token_hex(4)}"
        self.generation(generation).mkdir()
        return generation

    def publish(self, generation: str) -> None:
        """Let a finished generation serve; keep the one before it and remove all others."""
        before = self._before()
        sync(self.generations)
        write_atomically(self._pointer, f"{generation}\n".encode("ascii"))
        for folder in self.generations.iterdir():
            if folder.name not in {generation, before}:
                shutil.rmtree(folder, ignore_errors=True)

    def discard(self, generation: str) -> None:
        """Remove a generation, unless it serves."""
        if self._before() == generation:
            return
        shutil.rmtree(self.generation(generation), ignore_errors=True)

    def _before(self) -> str | None:
        try:
            return self.current()
        except CatalogueError:  # a broken pointer is what the new generation mends
            return None

    def _sweep(self) -> None:
        """Remove what a killed builder left behind; only under the lock."""
        for leftover in self.path.glob("*.tmp"):
            leftover.unlink(missing_ok=True)
        for folder in self.generations.iterdir():
            if not (folder / MANIFEST).is_file():
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
