"""Conversations kept for good, in SQLite or any database that SQLAlchemy speaks to."""

from __future__ import annotations

from assistant.store.conversations import Clock, ConversationStore, Said, TraceStep
from assistant.store.database import current_revision, newest_revision, open_database

__all__ = [
    "Clock",
    "ConversationStore",
    "Said",
    "TraceStep",
    "current_revision",
    "newest_revision",
    "open_database",
]
