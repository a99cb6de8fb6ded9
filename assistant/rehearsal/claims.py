"""Claims of acts: "I have added it to your cart" is true only where the cart shows it.

The words are data, `claims.toml`. Knows nothing of how acts are carried out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from assistant.rehearsal.observed import Observed

__all__ = ["claimed"]

_WORDS = Path(__file__).with_name("claims.toml")
_BEFORE = r"\b(?:I|we)(?:\s+have|['’]ve)?\s+(?:just\s+|already\s+)?"


def claimed(text: str, now: Observed) -> Iterator[str]:
    """Give the claims of acts in a text that nothing of the state bears out."""
    happened = {"cart": bool(now.cart), "orders": False, "handoff": now.handoff is not None}
    for effect, pattern in _patterns().items():
        if not happened[effect]:
            yield from (found[0] for found in pattern.finditer(text))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    words = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {
        effect: re.compile(rf"{_BEFORE}(?:{'|'.join(map(re.escape, verbs))})\b", re.IGNORECASE)
        for effect, verbs in words.items()
    }
