"""The message that asks for a constraint in the place of the one that stands in the way.

It is read like any other message: saying it is a turn. Knows nothing of what it will find.
"""

from __future__ import annotations

from retrieval.conditions import Condition

__all__ = ["asking"]


def asking(condition: Condition, label: str) -> str:
    """Ask for a constraint, by the label of its chip: "only in blue", "under $40"."""
    if condition.op != "in":
        return label
    if condition.field in {"colour", "size"}:
        return f"only in {label}"
    if condition.field == "brand":
        return f"only from {label}"
    return f"only {condition.field} {label}"
