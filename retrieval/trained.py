"""Models that a shop trained, in a folder of its own, each by a name made of its weights.

<models>/trained-0123456789ab/   weights (safetensors), tokenizer, README.md, aisle.json
<models>/RERANKER                the name of the reranker in service, if any

Which embedder serves is said by the index's generation. Knows nothing of how models are made
or used.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from retrieval.errors import CatalogueError
from retrieval.storage import sync, write_atomically

__all__ = ["MARK", "Mark", "Shelf", "read_mark", "sign"]

MARK = "aisle.json"
_RERANKER = "RERANKER"


class Mark(BaseModel):
    """What a folder of trained weights holds.

    `base` names the model that it was trained from. `weight` is the share of a reranker's
    score beside the present ranking's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["embedder", "reranker"]
    name: str
    base: str
    weight: float = 0.0


def sign(
    folder: Path, kind: Literal["embedder", "reranker"], base: str, weight: float = 0.0
) -> Mark:
    """Name the weights in a folder by their digest, and write that down beside them."""
    digest = blake2b(digest_size=6)
    for path in sorted(folder.glob("*.safetensors")):
        digest.update(path.read_bytes())
    mark = Mark(kind=kind, name=f"trained-{digest.hexdigest()}", base=base, weight=weight)
    write_atomically(folder / MARK, mark.model_dump_json(indent=1).encode())
    return mark


def read_mark(folder: Path) -> Mark | None:
    """Read what a folder holds; None where it is no trained model of ours.

    Raises:
        CatalogueError: the mark is damaged.
    """
    try:
        return Mark.model_validate_json((folder / MARK).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValidationError) as error:
        raise CatalogueError(
            f"{folder / MARK} is damaged ({error}): train the model again"
        ) from error


class Shelf:
    """The folder of one shop's trained models. Making one touches nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, name: str) -> Path | None:
        """Return where the model of that name lies, or None."""
        place = self.folder / name
        return place if (place / MARK).is_file() else None

    def put(self, model: Path) -> Path:
        """Copy a signed model into the shelf, whole or not at all; return its place there.

        Raises:
            CatalogueError: it is not signed, or cannot be copied.
        """
        mark = read_mark(model)
        if mark is None:
            raise CatalogueError(f"{model} holds no trained model: train one with `aisle train`")
        place, scratch = self.folder / mark.name, self.folder / f"{mark.name}.tmp"
        try:
            if place.is_dir():
                return place
            shutil.rmtree(scratch, ignore_errors=True)
            shutil.copytree(model, scratch)
            for path in scratch.rglob("*"):
                sync(path)
            scratch.replace(place)
            sync(self.folder)
        except OSError as error:
            raise CatalogueError(f"the model cannot be kept in {place}: {error}") from error
        return place

    def reranker(self) -> Path | None:
        """Return where the reranker in service lies, or None where none was ever put there."""
        try:
            return self.find((self.folder / _RERANKER).read_text(encoding="ascii").strip())
        except FileNotFoundError:
            return None

    def serve_reranker(self, name: str) -> None:
        """Put the reranker of that name into service."""
        write_atomically(self.folder / _RERANKER, f"{name}\n".encode("ascii"))

    def tidy(self, embedders: Collection[str]) -> None:
        """Remove all models but the embedders named and the reranker in service."""
        serving = self.reranker()
        kept = {*embedders, serving.name if serving else ""}
        for place in self.folder.glob("trained-*"):
            if place.name not in kept:
                shutil.rmtree(place, ignore_errors=True)
