"""What was shown, group by group: the cards of one turn belong together, the newest first.

Plain arithmetic over showings; knows nothing of words or products.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from assistant.showings import Showing

__all__ = ["groups_of"]


def groups_of(shown: Sequence[Showing]) -> tuple[tuple[Showing, ...], ...]:
    """Give the cards turn by turn, the newest turn first, each in its order."""
    ordered = sorted(shown, key=lambda showing: (-showing.turn, showing.position))
    return tuple(tuple(cards) for _, cards in groupby(ordered, key=lambda card: card.turn))
