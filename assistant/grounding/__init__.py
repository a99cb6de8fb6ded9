"""The check of finished sentences against what is known: every claim borne out, or refused."""

from __future__ import annotations

from assistant.grounding.claims import Claim, Ground, Verdict
from assistant.grounding.terms import Terms, terms_of
from assistant.grounding.verify import verify
from assistant.grounding.world import Quotable, Subject, World, world_of

__all__ = [
    "Claim",
    "Ground",
    "Quotable",
    "Subject",
    "Terms",
    "Verdict",
    "World",
    "terms_of",
    "verify",
    "world_of",
]
