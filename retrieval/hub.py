"""Models of the hub by name: whether one lies in this machine's cache, else whether it can be had.

The hub's own client tries again and again where there is no network; one short question comes
first. The only file that asks the hub. Knows nothing of what a model is for.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

__all__ = ["HubError", "lies_here"]

_PATIENCE_S = 2.0
_INDEX = "model.safetensors.index.json"


class HubError(OSError):
    """A model that is neither in the cache nor to be had; the message says why."""


def lies_here(name: str, needs: Sequence[str] = ("config.json",)) -> bool:
    """Say whether model `name` lies whole in the cache, and need not be asked for.

    `needs` are the files beside the weights without which it is not whole.

    Raises:
        HubError: it does not, and the hub has none of that name or cannot be reached.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        folder = Path(snapshot_download(name, local_files_only=True))
    except LocalEntryNotFoundError:
        folder = None
    except HFValidationError as error:
        raise HubError(f"{name!r} is no name of the hub") from error
    if folder is not None and _is_whole(folder, needs):
        return True
    _ask(name)
    return False


def _is_whole(folder: Path, needs: Sequence[str]) -> bool:
    weights = {path.name for path in folder.glob("*.safetensors")}
    if (index := folder / _INDEX).is_file():
        wanted = set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values())
    else:
        wanted = {"model.safetensors"}
    return wanted <= weights and all((folder / file).is_file() for file in needs)


def _ask(name: str) -> None:
    """Ask the hub once whether it has a model."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, RepositoryNotFoundError

    try:
        HfApi().model_info(name, timeout=_PATIENCE_S)
    except RepositoryNotFoundError as error:
        raise HubError("the hub has no model of that name, or it is private") from error
    except HfHubHTTPError as error:
        raise HubError(f"the hub refuses it: {_first_line(error)}") from error
    except Exception as error:  # of whatever library talks HTTP underneath, or of being offline
        raise HubError(
            "it is not in this machine's cache, and the hub cannot be reached: "
            f"{_first_line(error)}"
        ) from error


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0][:160].rstrip(". ") or type(error).__name__
