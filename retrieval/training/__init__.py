"""Examples to train search models on: from judged queries, a catalogue's texts, and behaviour.

Nothing is trained here yet. Knows the catalogue and judged queries; nothing of conversations,
of settings, or of which model serves.
"""

from __future__ import annotations

__all__: list[str] = []
