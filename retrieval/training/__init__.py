"""Fine-tunes the sentence encoder and the reranker on one shop's catalogue, and judges them.

Knows the catalogue and judged queries; nothing of conversations, of settings, or of which
model serves.
"""

from __future__ import annotations

__all__: list[str] = []
