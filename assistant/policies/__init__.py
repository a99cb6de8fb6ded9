"""The shop's own documents: read from Markdown, and found for a question or honestly not."""

from __future__ import annotations

from assistant.policies.asking import Asking, load_asking
from assistant.policies.documents import read_documents
from assistant.policies.policies import Policies

__all__ = ["Asking", "Policies", "load_asking", "read_documents"]
