"""Byte streams over byte streams: one put together again, one turned into UTF-8.

Knows nothing of files, lines or feeds.
"""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["Joined", "Recoded"]


class Joined(io.RawIOBase):
    """A stream whose beginning was read already, from its beginning."""

    def __init__(self, head: bytes, rest: io.RawIOBase) -> None:
        self._head, self._rest = head, rest
        self._at = 0

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def tell(self) -> int:
        """Return how many bytes were given out."""
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill `buffer` as far as one read goes; 0 is the end."""
        into = memoryview(buffer).cast("B")
        block = self._head[: len(into)] if self._head else self._rest.read(len(into)) or b""
        self._head = self._head[len(block) :]
        into[: len(block)] = block
        self._at += len(block)
        return len(block)


class Recoded(io.RawIOBase):
    """A stream in any encoding as UTF-8, with its lines ended by "\\n" however they were.

    What cannot be decoded becomes U+FFFD.
    """

    def __init__(self, source: io.RawIOBase, encoding: str) -> None:
        decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._decoder = io.IncrementalNewlineDecoder(decoder, translate=True)
        self._source = source
        self._ready = b""
        self._ended = False
        self._at = 0

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def tell(self) -> int:
        """Return how many bytes of UTF-8 were given out."""
        return self._at

    def peek(self, size: int) -> bytes:
        """Return the next bytes without going on."""
        while len(self._ready) < size and not self._ended:
            self._fill(size)
        return self._ready[:size]

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill `buffer` with what is ready; 0 is the end."""
        into = memoryview(buffer).cast("B")
        while not self._ready and not self._ended:
            self._fill(len(into))
        block = self._ready[: len(into)]
        self._ready = self._ready[len(block) :]
        into[: len(block)] = block
        self._at += len(block)
        return len(block)

    def _fill(self, size: int) -> None:
        block = self._source.read(size) or b""
        self._ended = not block
        text = self._decoder.decode(block, final=self._ended)
        self._ready += text.encode("utf-8", "replace")
