"""Which encoding a feed is in, by what is in it: told by a mark, by XML, or by its first letters.

Where nothing tells it, text is UTF-8 if it can be, else GB18030 if it reads as Chinese, else
Windows-1252. Knows nothing of files or lines.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from retrieval.errors import CatalogueError

__all__ = ["ASSUMED", "checked", "marked", "settled"]

ASSUMED = {"cp1252": "Windows-1252", "gb18030": "GB18030 (Chinese)"}
"""What is taken for granted where nothing tells it, with names for people."""

_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32-le",
    b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_BYTE_WISE = re.compile(r"(?i)(iso.?8859|windows.?12|cp12|latin|us.?ascii|koi8|shift|euc|gb|big5)")
_CHINESE = 0.7  # of the characters beyond ASCII stand in words of common Chinese ones
_FIRST_LEVEL = range(0xB0, 0xD8)  # rows of GB 2312 with its 3,755 most common characters
_SIGNS = range(0xA1, 0xA4)  # and those with punctuation and wide letters


def marked(head: bytes) -> str:
    """Name the encoding that a file's beginning gives away, "" where it does not."""
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding
    sample = head[:2000]
    for at, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(sample) > 3 and sample[at::2].count(0) > 0.4 * len(sample[at::2]):
            return encoding
    declared = _DECLARED.match(head)
    name = declared[1].decode("ascii", "replace") if declared else ""
    return name if _BYTE_WISE.match(name) and _known(name) else ""


def settled(sample: bytes, *, cut: bool = False) -> str:
    """Name the encoding of a text with no mark by its first line beyond ASCII; "" without one.

    `cut` says that the sample may end in the middle of a letter.
    """
    lines = sample.splitlines(keepends=True)
    for at, line in enumerate(lines, start=1):
        if line.isascii():
            continue
        try:
            codecs.getincrementaldecoder("utf-8")().decode(line, not (cut and at == len(lines)))
        except UnicodeDecodeError:
            return "gb18030" if _reads_as_chinese(sample) else "cp1252"
        return "utf-8"
    return ""


def checked(name: str) -> str:
    """Give the name of an encoding that a person named.

    Raises:
        CatalogueError: there is none of that name.
    """
    if not _known(name):
        raise CatalogueError(
            f"there is no encoding {name[:40]!r}: say utf-8, utf-16, cp1252, latin-1, gb18030, "
            "big5, shift_jis, euc-kr or cp1251"
        )
    return codecs.lookup(name).name


def _known(name: str) -> bool:
    try:  # base64 and the like are codecs, and no encodings of text
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def _reads_as_chinese(sample: bytes) -> bool:
    text = sample.decode("gb18030", "replace")
    beyond = sum(character > "\x7f" for character in text)
    return sum(map(len, _words_of_common().findall(text))) >= _CHINESE * max(1, beyond)


@lru_cache(maxsize=1)
def _words_of_common() -> re.Pattern[str]:
    rows = (*_SIGNS, *_FIRST_LEVEL)
    common = b"".join(bytes([row, cell]) for row in rows for cell in range(0xA1, 0xFF))
    return re.compile(f"[{re.escape(common.decode('gb2312', 'ignore'))}]{{2,}}")
