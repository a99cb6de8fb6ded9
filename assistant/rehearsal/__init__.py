"""Rehearsal: scripted conversations played against the real assistant, and judged by its state."""

from __future__ import annotations

__all__: list[str] = []
