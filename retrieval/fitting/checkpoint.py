"""A stopped run on disk: one safetensors file, replaced whole, so that a kill leaves the elder.

Knows nothing of what the tensors are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import CatalogueError
from retrieval.storage import sync

if TYPE_CHECKING:
    import torch

__all__ = ["read_checkpoint", "write_checkpoint"]

Tensors = Mapping[str, "torch.Tensor"]


def write_checkpoint(path: Path, tensors: Tensors, state: Mapping[str, object]) -> None:
    """Write tensors, and `state` as JSON in the file's header.

    Raises:
        CatalogueError: it cannot be written.
    """
    from safetensors.torch import save_file

    scratch = path.with_name(path.name + ".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = {name: tensor.detach().contiguous() for name, tensor in tensors.items()}
        save_file(whole, scratch, metadata={"state": json.dumps(state)})
        sync(scratch)
        scratch.replace(path)
        sync(path.parent)
    except OSError as error:
        raise CatalogueError(f"the checkpoint {path} cannot be written: {error}") from error


def read_checkpoint(path: Path) -> tuple[dict[str, torch.Tensor], dict[str, object]]:
    """Read what `write_checkpoint` wrote.

    Raises:
        CatalogueError: there is none, or it is damaged.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="pt") as file:
            state = json.loads(file.metadata()["state"])
            return {name: file.get_tensor(name) for name in file.keys()}, state  # noqa: SIM118
    except FileNotFoundError as error:
        raise CatalogueError(
            f"there is no run to go on with in {path.parent}: start one without --resume"
        ) from error
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        raise CatalogueError(
            f"the checkpoint {path} is damaged ({error}): start again without --resume"
        ) from error
