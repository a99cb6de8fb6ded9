"""Which code made a thing that is kept on disk, so that what other code made is not used.

A version number that somebody must remember to raise would be forgotten once. Knows nothing of
what the code does.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path

__all__ = ["package_digest", "source_digest"]

_HOME = Path(__file__).parent


@cache
def source_digest(name: str) -> str:
    """Digest one module of this package, such as "documents"."""
    return _digest([_HOME / f"{name}.py"])


@cache
def package_digest() -> str:
    """Digest all modules and word lists that lie directly in this package."""
    return _digest([*sorted(_HOME.glob("*.py")), *sorted((_HOME / "data").glob("*"))])


def _digest(files: Iterable[Path]) -> str:
    digest = blake2b(digest_size=8)
    for file in files:
        if file.is_file():
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
