"""The shop's own documents: read from Markdown, and found for a question or honestly not."""

from __future__ import annotations

from assistant.policies.documents import read_documents
from assistant.policies.policies import Policies

__all__ = ["Policies", "read_documents"]
