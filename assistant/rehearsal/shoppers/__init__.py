"""Shoppers who improvise: drawn from the catalogue by seed, driven by rules, judged by state."""

from __future__ import annotations

from assistant.rehearsal.shoppers.improvise import improvise
from assistant.rehearsal.shoppers.report import ImprovReport

__all__ = ["ImprovReport", "improvise"]
