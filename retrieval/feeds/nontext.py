"""What a file that is no text is instead, by its first bytes, and what to do about it."""

from __future__ import annotations

__all__ = ["advice_on"]

_NESTED = "is an archive within an archive: unpack the outer one and import what is in it"
_PACKED = "is packed in a way that we do not unpack: unpack it, or pack it as gzip or zip"
_PICTURE = "is a picture: import the feed that names it"
_BEGINNINGS = {
    b"\x1f\x8b": _NESTED,
    b"PK\x03\x04": _NESTED,
    b"PK\x05\x06": _NESTED,
    b"7z\xbc\xaf\x27\x1c": _PACKED,
    b"Rar!": _PACKED,
    b"BZh": _PACKED,
    b"\xfd7zXZ": _PACKED,
    b"\x28\xb5\x2f\xfd": _PACKED,
    b"%PDF-": "is a PDF: export a feed from the shop system as CSV, TSV, XML or JSON",
    b"\xd0\xcf\x11\xe0": "is an Excel workbook: save it as CSV (UTF-8)",
    b"PAR1": "is a Parquet file: export it as CSV or JSON Lines",
    b"SQLite format 3": "is a database: export a table of it as CSV",
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
}
_TAR = slice(257, 262)


def advice_on(head: bytes) -> str:
    """Say what a file is by its beginning; "" where it is none of what we know."""
    if head[_TAR] == b"ustar":
        return "is a tar archive: unpack it and import what is in it"
    return next((told for begin, told in _BEGINNINGS.items() if head.startswith(begin)), "")
