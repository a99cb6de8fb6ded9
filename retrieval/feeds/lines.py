"""Bytes to numbered lines of text: encodings told apart, line lengths bounded.

A file is UTF-16 where its beginning says so, what its XML declaration says, and otherwise
UTF-8 or, from the first line that is not, Windows-1252. Knows nothing of what lines mean.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.errors import CatalogueError
from retrieval.feeds.archives import BROKEN
from retrieval.feeds.recoding import Joined, Recoded

__all__ = ["HEAD", "Line", "Text", "open_text"]

HEAD = 1 << 16
"""How many bytes at a file's beginning are looked at to tell what it is."""

_LONGEST = 4 << 20  # bytes of one line
_BOM = b"\xef\xbb\xbf"
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_BYTE_WISE = re.compile(r"(?i)(iso.?8859|windows.?12|cp12|latin|us.?ascii|koi8|shift|euc|gb|big5)")
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
    """A text file opened: its name for people, its beginning, and all its lines (once)."""

    name: str
    head: str
    lines: Iterator[Line]


def open_text(name: str, stream: io.RawIOBase) -> Text:
    """Look at a file's beginning and open it as text.

    Raises:
        CatalogueError: it is empty, a broken archive, or no text.
    """
    head = _head(name, stream)
    if not head.strip(b"\x00 \t\r\n"):
        raise CatalogueError(f"the feed {name} is empty")
    encoding = _encoding(head)
    joined: io.RawIOBase = Joined(head, stream)
    if encoding or (b"\r" in head and b"\n" not in head):
        joined = Recoded(joined, encoding or "utf-8")
        head = _peek(name, joined)
    if head.startswith(_BOM):
        head = head[len(_BOM) :]
        joined.read(len(_BOM))
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > max(4, len(head) * 0.02):
        raise CatalogueError(
            f"the feed {name} is not a text file: export it as CSV, TSV, XML or JSON"
        )
    settled = bool(encoding) or joined.tell() > 0
    return Text(name, _beginning(head), _lines(io.BufferedReader(joined, HEAD), settled))


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


def _beginning(head: bytes) -> str:
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return head.decode("cp1252", "replace")


def _encoding(head: bytes) -> str:
    """Name the encoding that a file's beginning gives away, "" where it does not."""
    if head[:2] in _UTF16:
        return _UTF16[head[:2]]
    sample = head[:2000]
    for at, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(sample) > 3 and sample[at::2].count(0) > 0.4 * len(sample[at::2]):
            return encoding
    declared = _DECLARED.match(head)
    name = declared[1].decode("ascii", "replace") if declared else ""
    return name if _BYTE_WISE.match(name) and Recoded.knows(name) else ""


def _lines(file: io.BufferedReader, settled: bool) -> Iterator[Line]:
    decoder = _Decoder(settled)
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
    """Decodes line by line; the first line beyond ASCII settles what the file is."""

    def __init__(self, settled: bool = False) -> None:
        self._utf8 = settled
        self._western = False

    def decode(self, raw: bytes) -> tuple[str, str]:
        """Return the text of a line and what is wrong with it."""
        if not self._western:
            try:
                text = raw.decode("utf-8")
            except UnicodeDecodeError as error:
                if self._utf8:
                    return raw.decode("utf-8", "replace"), f"not UTF-8 at byte {error.start + 1}"
            else:
                self._utf8 = self._utf8 or not raw.isascii()
                return text, ""
        self._western = True
        try:
            return raw.decode("cp1252"), ""
        except UnicodeDecodeError:  # five bytes that Windows-1252 leaves open
            return raw.decode("latin-1"), ""
