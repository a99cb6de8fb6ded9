"""Measuring from the command line: running, telling, plotting."""

from __future__ import annotations

__all__: list[str] = []
