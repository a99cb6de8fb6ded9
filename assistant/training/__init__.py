"""Measuring what the assistant understands, and training what it understands with."""

from __future__ import annotations

__all__: list[str] = []
