"""Bytes to numbered lines of text: encodings told apart, line lengths bounded.

Which encoding a file is in, `retrieval.feeds.encodings` tells. Knows nothing of what lines mean.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from retrieval.errors import CatalogueError
from retrieval.feeds.archives import BROKEN
from retrieval.feeds.encodings import ASSUMED, marked, settled
from retrieval.feeds.nontext import advice_on
from retrieval.feeds.recoding import Joined, Recoded

__all__ = ["HEAD", "Line", "Text", "open_text"]

HEAD = 1 << 16
"""How many bytes at a file's beginning are looked at to tell what it is."""

_LONGEST = 4 << 20  # bytes of one line
_BOM = b"\xef\xbb\xbf"
_CONTROLS = bytes(set(range(32)) - {9, 10, 13})


@dataclass(frozen=True, slots=True)
class Line:
    """One line by number, from 1, with its ending; `fault` says what is wrong with it.

    `cut` is true of the last line of an archive that breaks off.
    """

    number: int
    text: str = ""
    fault: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A text file opened: its name for people, its beginning, and all its lines (once).

    `assumed` names the encoding, once lines were read, that nothing but guessing told; "" else.
    """

    name: str
    head: str
    lines: Iterator[Line]
    assumed: Callable[[], str] = str


def open_text(name: str, stream: io.RawIOBase, encoding: str = "") -> Text:
    """Look at a file's beginning and open it as text, in `encoding` unless that is left open.

    Raises:
        CatalogueError: it is empty, a broken archive, or no text.
    """
    head = _head(name, stream)
    if not head.strip(b"\x00 \t\r\n"):
        raise CatalogueError(f"the feed {name} is empty")
    if advice := advice_on(head):
        raise CatalogueError(f"the feed {name} {advice}")
    encoding = encoding or marked(head)
    joined: io.RawIOBase = Joined(head, stream)
    if encoding or (b"\r" in head and b"\n" not in head):
        encoding = encoding or settled(head, cut=len(head) >= HEAD) or "utf-8"
        joined = Recoded(joined, encoding)
        head = _peek(name, joined)
    if head.startswith(_BOM):
        head = head[len(_BOM) :]
        joined.read(len(_BOM))
        encoding = "utf-8"
    _check_controls(name, head)
    decoder = _Decoder("utf-8" if encoding else settled(head, cut=len(head) >= HEAD))
    lines = _lines(io.BufferedReader(joined, HEAD), decoder)
    return Text(name, decoder.beginning(head), lines, decoder.assumed)


def _check_controls(name: str, head: bytes) -> None:
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > max(4, len(head) * 0.02):
        raise CatalogueError(
            f"the feed {name} is not a text file: export it as CSV, TSV, XML or JSON"
        )


def _head(name: str, stream: io.RawIOBase) -> bytes:
    head = bytearray()
    try:
        while len(head) < HEAD and (block := stream.read(HEAD - len(head))):
            head += block
    except BROKEN as error:
        if not head:
            raise CatalogueError(f"the feed {name} is a broken archive: {error}") from error
    return bytes(head)


def _peek(name: str, recoded: Recoded) -> bytes:
    try:
        return recoded.peek(HEAD)
    except BROKEN as error:
        raise CatalogueError(f"the feed {name} is a broken archive: {error}") from error


def _lines(file: io.BufferedReader, decoder: _Decoder) -> Iterator[Line]:
    number = 0
    while True:
        number += 1
        try:
            raw = file.readline(_LONGEST)
            too_long = len(raw) == _LONGEST and not raw.endswith(b"\n")
            while too_long and (rest := file.readline(_LONGEST)) and not rest.endswith(b"\n"):
                pass
        except BROKEN:
            yield Line(number, fault="the compressed file breaks off here", cut=True)
            return
        if not raw:
            return
        if too_long:
            yield Line(number, fault=f"longer than {_LONGEST >> 20} MiB")
        else:
            yield Line(number, *decoder.decode(raw))


class _Decoder:
    """Decodes line by line; where `encoding` is "", the first line beyond ASCII settles it."""

    def __init__(self, encoding: str = "") -> None:
        self._encoding = encoding

    def decode(self, raw: bytes) -> tuple[str, str]:
        """Return the text of a line and what is wrong with it."""
        self._encoding = self._encoding or settled(raw)
        encoding = self._encoding or "ascii"
        try:
            return raw.decode(encoding), ""
        except UnicodeDecodeError as error:
            if encoding == "cp1252":  # it leaves five bytes open
                return raw.decode("latin-1"), ""
            shown = ASSUMED.get(encoding, "UTF-8")
            return raw.decode(encoding, "replace"), f"not {shown} at byte {error.start + 1}"

    def beginning(self, head: bytes) -> str:
        """Decode a file's beginning, which may end in the middle of a letter."""
        decoder = codecs.getincrementaldecoder(self._encoding or "ascii")(errors="replace")
        return decoder.decode(head)

    def assumed(self) -> str:
        """Name the encoding for people where it was guessed."""
        return ASSUMED.get(self._encoding, "")
