"""Reads a text file line by line, plain or gzipped, and says of each line what is wrong.

Memory stays bounded whatever the file holds. Knows nothing of what the lines mean.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from retrieval.catalogue import CatalogueError

__all__ = ["Line", "read_lines"]

_LONGEST = 4 << 20  # bytes of one line
_GZIP_MAGIC = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(set(range(32)) - {9, 10, 13})


@dataclass(frozen=True, slots=True)
class Line:
    """One line by number, from 1: its text, or why it has none."""

    number: int
    text: str = ""
    fault: str = ""


def read_lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a UTF-8 file that are not blank.

    Raises:
        CatalogueError: no such file, a folder, nothing in it, or not text at all.
    """
    if path.is_dir():
        raise CatalogueError(f"{path} is a folder: name the feed file in it")
    try:
        with path.open("rb") as plain:
            packed = plain.read(2) == _GZIP_MAGIC
            plain.seek(0)
            file = cast("BinaryIO", gzip.GzipFile(fileobj=plain)) if packed else plain
            _skip_mark(path, file)
            yield from _lines(file)
    except FileNotFoundError as error:
        raise CatalogueError(f"there is no feed {path}: check the path") from error
    except OSError as error:
        raise CatalogueError(f"the feed {path} cannot be read: {error}") from error


def _skip_mark(path: Path, file: BinaryIO) -> None:
    """Look at the file's beginning, refuse what is no text, and go behind a byte order mark."""
    try:
        head = file.read(4096)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise CatalogueError(f"the feed {path} is a broken gzip file: {error}") from error
    if not head.strip():
        raise CatalogueError(f"the feed {path} is empty")
    if head.startswith(_UTF16):
        raise CatalogueError(f"the feed {path} is UTF-16: save it as UTF-8")
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > len(head) * 0.02:
        raise CatalogueError(f"the feed {path} is not a text file")
    file.seek(len(_BOM) if head.startswith(_BOM) else 0)


def _lines(file: BinaryIO) -> Iterator[Line]:
    number = 0
    while True:
        number += 1
        try:
            raw = file.readline(_LONGEST)
            too_long = len(raw) == _LONGEST and not raw.endswith(b"\n")
            while too_long and (rest := file.readline(_LONGEST)) and not rest.endswith(b"\n"):
                pass
        except (EOFError, zlib.error, gzip.BadGzipFile):
            yield Line(number, fault="the compressed file breaks off here")
            return
        if not raw:
            return
        if too_long:
            yield Line(number, fault=f"longer than {_LONGEST >> 20} MiB")
        elif raw.strip():
            yield _decode(number, raw)


def _decode(number: int, raw: bytes) -> Line:
    try:
        return Line(number, raw.decode("utf-8").strip())
    except UnicodeDecodeError as error:
        return Line(number, fault=f"not UTF-8 at byte {error.start + 1}")
