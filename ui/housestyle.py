"""What a shop has of its own in words, prompts and tone, as facts for `aisle doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = ["own_style"]


def own_style(settings: Settings) -> list[tuple[str, str]]:
    """List the files that the shop has laid over ours; reads each, so that a bad one is told."""
    from assistant.housestyle import use_house

    own = use_house(settings.home)
    return [(override.path, override.changes) for override in own] or [("overrides", "none")]
