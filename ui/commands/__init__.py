"""One file a command of `aisle`; each imports what is heavy only when it runs."""

from __future__ import annotations

__all__: list[str] = []
