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

from retrieval.catalogue import CatalogueError

__all__ = ["MANIFEST", "Manifest", "digest_of", "read_manifest"]

MANIFEST = "manifest.json"
_FORMAT = 1


class Manifest(BaseModel):
    """The description of a finished generation. `digests` maps relative paths to BLAKE2b."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = _FORMAT
    generation: str
    created: datetime
    embedder: str
    dimensions: int
    products: int
    active: int
    digests: Mapping[str, str]

    def damaged(self, folder: Path) -> tuple[str, ...]:
        """Name the files that are missing or differ from what was written."""
        return tuple(
            name
            for name, digest in self.digests.items()
            if not (folder / name).is_file() or digest_of(folder / name) != digest
        )


def read_manifest(folder: Path) -> Manifest:
    """Read a generation's manifest.

    Raises:
        FileNotFoundError: the generation is not there, or was never finished.
        CatalogueError: the manifest cannot be read, or is of another version of the program.
    """
    path = folder / MANIFEST
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise CatalogueError(
            f"{path} cannot be read: run `aisle index` again to build a new index"
        ) from error
    if manifest.format != _FORMAT:
        raise CatalogueError(
            f"{path} has format {manifest.format} and this program reads {_FORMAT}: "
            "run `aisle index` again"
        )
    return manifest


def digest_of(path: Path) -> str:
    """Return the BLAKE2b digest of a file, in hexadecimal."""
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
