"""Training of the search models: an embedder and a reranker, from judged queries, behaviour or
the catalogue alone, and the gate that a trained one must pass.

Knows the catalogue and judged queries; nothing of conversations, of settings, or of a shop's
folder.
"""

from __future__ import annotations

__all__: list[str] = []
