"""What a folder must hold to be whole: sizes and SHA-256 sums in a manifest beside the files.

Knows nothing of models.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["is_intact", "write_manifest"]

_NAME = "manifest.json"


def write_manifest(folder: Path, origin: str) -> None:
    """Record every file of the folder; `origin` says what made them."""
    files = {path.name: _entry(path) for path in sorted(folder.iterdir())}
    (folder / _NAME).write_text(json.dumps({"origin": origin, "files": files}, indent=2))


def is_intact(folder: Path, origin: str) -> bool:
    """Whether the folder is as it was recorded, by the same origin. False for none at all."""
    try:
        manifest = json.loads((folder / _NAME).read_text())
        recorded = manifest["files"].items()
        return manifest["origin"] == origin and all(
            _entry(folder / name) == entry for name, entry in recorded
        )
    except (OSError, ValueError, LookupError, AttributeError, TypeError):
        return False  # no manifest, or none of ours


def _entry(path: Path) -> dict[str, str | int]:
    with path.open("rb") as file:
        return {
            "size": path.stat().st_size,
            "sha256": hashlib.file_digest(file, "sha256").hexdigest(),
        }
