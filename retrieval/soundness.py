"""Whether a vector store's files are what was written, told without opening Chroma.

A damaged graph file can crash the interpreter or fill the disk when Chroma opens it, so nothing
here does. The graph's files never change and are digested whole. The database does change, by
a counter, each time that it is opened; so SQLite itself checks its pages, and the rows of all
other tables are digested.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from hashlib import blake2b
from pathlib import Path

from retrieval.manifest import Manifest

__all__ = ["DATABASE", "STORE", "compact", "rows_digest", "store_fault"]

STORE = "chroma"
"""The folder of the vector store inside a generation."""

DATABASE = "chroma.sqlite3"

_COUNTER = "acquire_write"  # the table that Chroma writes whenever it opens a store


def store_fault(folder: Path, manifest: Manifest) -> str:
    """Say what is wrong with the store of the generation in `folder`; "" where nothing is."""
    if damaged := manifest.damaged(folder, under=STORE):
        return f"{folder / damaged[0]} is missing or damaged"
    database = folder / STORE / DATABASE
    if not database.is_file():
        return f"{database} is missing"
    try:
        with closing(_connect(database)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if found != ("ok",):
                return f"{database} is damaged: {found}"
        if rows_digest(folder) != manifest.store.rows:
            return f"{database} does not hold what was written"
    except (sqlite3.Error, ValueError) as error:  # ValueError: its own complaint is not UTF-8
        return f"{database} is damaged: {error}"
    return ""


def rows_digest(folder: Path) -> str:
    """Digest what the store's database says it holds.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    digest = blake2b(digest_size=16)
    with closing(_connect(folder / STORE / DATABASE)) as connection:
        for statement in connection.iterdump():
            if _COUNTER not in statement:
                digest.update(statement.encode())
    return digest.hexdigest()


def compact(folder: Path) -> None:
    """Drop the room that Chroma's emptied log leaves in the database: nine tenths of it."""
    with closing(_connect(folder / STORE / DATABASE)) as connection:
        connection.execute("VACUUM")


def _connect(database: Path) -> sqlite3.Connection:
    # Writable, so that what a killed reader left half done is taken back by SQLite.
    return sqlite3.connect(f"{database.as_uri()}?mode=rw", uri=True, timeout=10)
