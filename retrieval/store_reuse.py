"""The vector store of a new generation: copied, brought up to date, or built whole.

Changing a price moves no vector, so most builds can copy the elder's store. A copy that a few
products changed is mended in place; after a fifth has changed it is built whole again, for a
graph loses its shape by deletions. Knows nothing of products but their ids and digests.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from retrieval.errors import CatalogueError
from retrieval.manifest import Manifest, StoreRecord
from retrieval.product_file import StoredProducts
from retrieval.recipes import source_digest
from retrieval.reuse import Digests
from retrieval.soundness import STORE, compact, rows_digest, store_fault
from retrieval.vectors import StoreRows, update_store, write_store

__all__ = ["Contents", "Predecessor", "make_store"]

Floats = npt.NDArray[np.float32]

_LOG = logging.getLogger(__name__)
_CHURN = 0.2  # of the rows, changed in place before a store is built whole


@dataclass(frozen=True)
class Contents:
    """What a store holds: the ids of the active products, their positions, their digests."""

    ids: Sequence[str]
    positions: npt.NDArray[np.int64]
    digests: Digests

    @classmethod
    def of(cls, products: StoredProducts, digests: Digests) -> Contents:
        """Take the active ones of `products`, of which `digests` are the texts'."""
        active = np.flatnonzero(products.active)
        return cls([products.ids[at] for at in active.tolist()], active, digests[active])

    @cached_property
    def key(self) -> str:
        """Digest it all, and how a store is built."""
        digest = blake2b(source_digest("vectors").encode(), digest_size=16)
        digest.update("\0".join(self.ids).encode("utf-8", "surrogatepass"))
        digest.update(np.ascontiguousarray(self.digests).tobytes())
        return digest.hexdigest()


class Predecessor(Protocol):
    """A generation whose store may be copied."""

    folder: Path
    manifest: Manifest

    def contents(self) -> Contents:
        """Say what its store holds."""


def make_store(
    folder: Path,
    contents: Contents,
    vectors: Floats,
    elder: Predecessor | None,
    progress: Callable[[int, int], None],
) -> StoreRecord:
    """Make the store of the generation in `folder` and describe it.

    Raises:
        CatalogueError: Chroma fails.
        OSError: no room.
    """
    rows = StoreRows(contents.ids, contents.positions, vectors)
    record = _from_elder(folder, contents, rows, elder) if elder else None
    if record is None:
        shutil.rmtree(folder / STORE, ignore_errors=True)
        write_store(folder / STORE, folder.name, rows, progress)
        record = (folder.name, 0)
    compact(folder)
    collection, churn = record
    return StoreRecord(
        collection=collection, key=contents.key, rows=rows_digest(folder), churn=churn
    )


def _from_elder(
    folder: Path, contents: Contents, rows: StoreRows, elder: Predecessor
) -> tuple[str, int] | None:
    """Copy the elder's store and mend the copy; None where building whole is better."""
    store = elder.manifest.store
    changed, removed = ([], []) if store.key == contents.key else _difference(contents, elder)
    churn = store.churn + len(changed) + len(removed)
    if churn > _CHURN * len(contents.ids) or store_fault(elder.folder, elder.manifest):
        return None
    try:
        shutil.copytree(elder.folder / STORE, folder / STORE)
        update_store(folder / STORE, store.collection, rows, changed, removed)
    except (CatalogueError, shutil.Error, sqlite3.Error) as error:
        _LOG.warning("the store of %s cannot be reused: %s", elder.folder.name, error)
        return None
    return store.collection, churn


def _difference(contents: Contents, elder: Predecessor) -> tuple[list[int], list[str]]:
    """Name the rows that are new or changed, and the ids that are gone."""
    old = elder.contents()
    known = {each: digest.tobytes() for each, digest in zip(old.ids, old.digests, strict=True)}
    changed = [
        at
        for at, (each, digest) in enumerate(zip(contents.ids, contents.digests, strict=True))
        if known.pop(each, None) != digest.tobytes()
    ]
    return changed, list(known)
