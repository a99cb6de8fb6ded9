"""Fine-tuning a low-rank adapter on examples; knows nothing of what the examples are about."""

from __future__ import annotations

__all__: list[str] = []
