"""What the bench measures: one shop's assistant, its plain twin, and a fixed list of messages.

Each is made at its first use, so that a part alone pays for what it needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ui.options import notice

if TYPE_CHECKING:
    from assistant.model.plain import PlainModel
    from assistant.settings import Settings
    from assistant.turn import Assistant

__all__ = ["Bench", "messages"]


def messages() -> tuple[str, ...]:
    """Return the messages that are measured, a fixed list in the package."""
    return tuple(Path(__file__).with_name("messages.txt").read_text(encoding="utf-8").splitlines())


@dataclass(frozen=True)
class Bench:
    """`said` are the messages; retrieval searches the shop, or a `feed`, or made-up `products`.

    `rows` is how many the import reads.
    """

    settings: Settings
    said: tuple[str, ...]
    products: int | None = None
    feed: Path | None = None
    rows: int | None = None

    @cached_property
    def assistant(self) -> Assistant:
        """The shop's assistant, as it serves."""
        from assistant.build import build_assistant

        return build_assistant(self.settings, say=notice)

    @cached_property
    def plain(self) -> PlainModel:
        """The bundled model as a program loads it that takes no care."""
        from assistant.model.plain import PlainModel

        notice("loading the plain baseline")
        return PlainModel(self.settings.cache_dir)
