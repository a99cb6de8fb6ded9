"""What `aisle train` does for a shop: labels, a run, the gate, and what is told of it."""

from __future__ import annotations

__all__: list[str] = []
