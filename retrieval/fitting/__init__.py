"""What every training run needs, whatever is trained: a loop that can be stopped, and a record.

Lies here because search models and the assistant's adapters both fit with it. Knows nothing of
products, of conversations, or of what a model is for.
"""

from __future__ import annotations

from retrieval.fitting.card import Card, write_card
from retrieval.fitting.compute import PRESETS, Compute, compute_for, seeded
from retrieval.fitting.curves import plot_curves
from retrieval.fitting.figures import Classification, classified
from retrieval.fitting.history import History, Keeping, Plan
from retrieval.fitting.loop import Task, fit
from retrieval.fitting.report import Report, Table, write_report

__all__ = [
    "PRESETS",
    "Card",
    "Classification",
    "Compute",
    "History",
    "Keeping",
    "Plan",
    "Report",
    "Table",
    "Task",
    "classified",
    "compute_for",
    "fit",
    "plot_curves",
    "seeded",
    "write_card",
    "write_report",
]
