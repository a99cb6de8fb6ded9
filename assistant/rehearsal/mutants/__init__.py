"""Assistants broken on purpose, and which of them the given scripts do not notice."""

from __future__ import annotations

from assistant.rehearsal.mutants.hunt import MutationReport, hunt
from assistant.rehearsal.mutants.registry import MUTANTS, Mutant

__all__ = ["MUTANTS", "Mutant", "MutationReport", "hunt"]
