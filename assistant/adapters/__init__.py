"""Adapters that we trained ourselves and that come with the program, and how to find others.

    <folder>/<name>/adapter_config.json         as peft writes it; names the base model
    <folder>/<name>/adapter_model.safetensors
    <folder>/<name>/README.md, report.json, curves.png

Knows nothing of models, nor of what an adapter is good for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError

__all__ = ["BUNDLED", "CONFIG", "WEIGHTS", "Found", "find_adapters"]

BUNDLED = Path(__file__).parent
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


def _base(folder: Path) -> str:
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        return str(config["base_model_name_or_path"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise AssistantError(
            f"the adapter in {folder} does not say what it was trained for ({error}): train it anew"
        ) from error
