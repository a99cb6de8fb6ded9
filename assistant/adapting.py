"""Which trained adapters are in force: those that were trained for the very model in use.

Knows nothing of what an adapter is good for.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.adapters import BUNDLED, Found, find_adapters
from assistant.model.embedded import embedded_origin

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = ["adapters_in_force", "refused_adapters"]


def adapters_in_force(settings: Settings) -> Mapping[str, Path]:
    """Give the folders of the adapters to load, by name.

    Raises AssistantError where the settings name a folder that is not there.
    """
    return {
        name: found.folder for name, found in _found(settings).items() if _fits(found, settings)
    }


def refused_adapters(settings: Settings) -> Mapping[str, str]:
    """Give the adapters that are there and not in force by name, with what they are for."""
    return {
        name: found.base for name, found in _found(settings).items() if not _fits(found, settings)
    }


def _found(settings: Settings) -> Mapping[str, Found]:
    if settings.adapters == "off":
        return {}
    named = settings.adapters != "bundled"
    return find_adapters(Path(settings.adapters).expanduser() if named else BUNDLED)


def _fits(found: Found, settings: Settings) -> bool:
    """Whether it was trained for these weights; a model behind a URL takes none."""
    return found.base == (embedded_origin() if settings.model == "embedded" else settings.model)
