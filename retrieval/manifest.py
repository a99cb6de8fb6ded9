"""What one generation of an index is: counts, embedder, and a digest of each of its files.

The manifest is written last: a generation without one was never finished. Knows nothing of
what the files mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from retrieval.errors import CatalogueError

__all__ = ["FORMAT", "MANIFEST", "Manifest", "StoreRecord", "digest_of", "read_manifest"]

MANIFEST = "manifest.json"
FORMAT = 2


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StoreRecord(_Record):
    """The vector store of a generation.

    `key` digests what it holds, `rows` what its database says it holds. `churn` counts the
    rows that were changed in place since it was last built whole.
    """

    collection: str
    key: str
    rows: str
    churn: int = 0


class Manifest(_Record):
    """The description of a finished generation. `digests` maps relative paths to BLAKE2b.

    `code` is the digest of the code that made the parts which can be made again.
    """

    format: int = FORMAT
    generation: str
    created: datetime
    embedder: str
    dimensions: int
    products: int
    active: int
    code: str
    store: StoreRecord
    digests: Mapping[str, str]

    def damaged(self, folder: Path, *, under: str = "") -> tuple[str, ...]:
        """Name the files that are missing or differ from what was written.

        Only those whose path begins with `under` are looked at.
        """
        return tuple(
            name
            for name, digest in self.digests.items()
            if name.startswith(under)
            and (not (folder / name).is_file() or digest_of(folder / name) != digest)
        )


def read_manifest(folder: Path) -> Manifest:
    """Read a generation's manifest.

    Raises:
        FileNotFoundError: the generation is not there, or was never finished.
        CatalogueError: the manifest cannot be read, or is of another version of the program.
    """
    path = folder / MANIFEST
    text = path.read_bytes()
    try:
        found = _AnyFormat.model_validate_json(text).format
        if found != FORMAT:
            raise CatalogueError(
                f"{path} has format {found} and this program reads {FORMAT}: run `aisle index` "
                "again"
            )
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        raise CatalogueError(
            f"{path} cannot be read: run `aisle index` again to build a new index"
        ) from error


class _AnyFormat(BaseModel):
    format: int


def digest_of(path: Path) -> str:
    """Return the BLAKE2b digest of a file, in hexadecimal."""
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
