"""What is said while a shop is opened: also that there is none yet, so the demo shop is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.options import notice

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = ["tell_opening"]


def tell_opening(settings: Settings) -> None:
    """Say on stderr what comes now; a misspelt folder is seen before minutes have gone by."""
    from assistant.shop import is_begun

    if is_begun(settings):
        notice("Opening the shop …")
        return
    notice(
        f"there is no shop in {settings.home}: making the demo shop there, which takes some "
        "minutes (aisle index makes one of your own; --shop names another folder)"
    )
