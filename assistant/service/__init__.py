"""Acts as plain functions: a `Request` becomes an `Outcome`. Knows nothing of words or models."""

from __future__ import annotations

from assistant.service.acting import act
from assistant.service.shop import Shop
from assistant.service.suggestions import starters

__all__ = ["Shop", "act", "starters"]
