"""Adapters that we trained ourselves and that come with the program: one folder each."""

from __future__ import annotations

__all__: list[str] = []
