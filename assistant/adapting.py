"""Which trained adapters there are, and which are in force: those for the very model in use.

    <folder>/<name>/adapter_config.json         as peft writes it; names the base model
    <folder>/<name>/adapter_model.safetensors
    <folder>/<name>/README.md, report.json, curves.png
    <folder>/acts/classifier.safetensors        the classifier of acts; serves beside any model

What a folder of one's own does not hold is the bundled one's. Knows nothing of what an adapter is
good for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.model.embedded import embedded_origin

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = [
    "BUNDLED",
    "CLASSIFIER",
    "CONFIG",
    "WEIGHTS",
    "Found",
    "adapters_in_force",
    "classifier_in_force",
    "find_adapters",
    "refused_adapters",
]

BUNDLED = Path(str(files("assistant.adapters")))
CLASSIFIER = Path("acts") / "classifier.safetensors"
"""Where the classifier of acts lies in a folder of adapters."""
CONFIG, WEIGHTS = "adapter_config.json", "adapter_model.safetensors"


@dataclass(frozen=True, slots=True)
class Found:
    """An adapter in its folder; `base` is what its maker called the model it was trained for."""

    folder: Path
    base: str


def find_adapters(folder: Path) -> Mapping[str, Found]:
    """Give the adapters in a folder by name; none of a folder that holds none.

    Raises AssistantError where the folder is missing, or an adapter does not say its base.
    """
    if not folder.is_dir():
        raise AssistantError(
            f"there is no folder of adapters {folder}: name the one that `aisle train "
            "understanding --out` wrote to, 'bundled', or 'off'"
        )
    weights = sorted(folder.glob(f"*/{WEIGHTS}"))
    return {file.parent.name: Found(file.parent, _base(file.parent)) for file in weights}


def adapters_in_force(settings: Settings) -> Mapping[str, Path]:
    """Give the folders of the adapters to load, by name.

    Raises AssistantError where the settings name a folder that is not there.
    """
    found = _found(settings).items()
    return {name: adapter.folder for name, adapter in found if _fits(adapter, settings)}


def refused_adapters(settings: Settings) -> Mapping[str, str]:
    """Give the adapters that are there and not in force by name, with what they are for."""
    found = _found(settings).items()
    return {name: adapter.base for name, adapter in found if not _fits(adapter, settings)}


def classifier_in_force(settings: Settings) -> Path | None:
    """Give the file of the classifier of acts; None where adapters are off."""
    if settings.adapters == "off":
        return None
    own = _folder(settings) / CLASSIFIER
    return own if own.is_file() else BUNDLED / CLASSIFIER


def _folder(settings: Settings) -> Path:
    return BUNDLED if settings.adapters == "bundled" else Path(settings.adapters).expanduser()


def _found(settings: Settings) -> Mapping[str, Found]:
    if settings.adapters == "off":
        return {}
    return {**find_adapters(BUNDLED), **find_adapters(_folder(settings))}


def _fits(found: Found, settings: Settings) -> bool:
    """Whether it was trained for these weights; a model behind a URL takes none."""
    return found.base == (embedded_origin() if settings.model == "embedded" else settings.model)


def _base(folder: Path) -> str:
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        return str(config["base_model_name_or_path"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise AssistantError(
            f"the adapter in {folder} does not say what it was trained for ({error}): train it anew"
        ) from error
