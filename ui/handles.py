"""Signed handles: what a browser keeps of a conversation is its id and our signature.

Knows nothing of browsers or of conversations. The secret lies in the shop's folder.
"""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from itsdangerous import BadSignature, URLSafeSerializer

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Handles", "read_secret"]


class Handles:
    """Turns conversation ids into signed tokens and back."""

    def __init__(self, secret: str) -> None:
        self._signer = URLSafeSerializer(secret, salt="aisle.conversation")

    def sign(self, conversation_id: str) -> str:
        """Return a token for the browser."""
        return str(self._signer.dumps(conversation_id))

    def read(self, token: object) -> str | None:
        """Return the id of a token of ours, None for anything else."""
        if not isinstance(token, str) or not token:
            return None
        try:
            conversation_id = self._signer.loads(token)
        except BadSignature:
            return None
        return conversation_id if isinstance(conversation_id, str) else None


def read_secret(file: Path) -> str:
    """Return the secret in `file` (mode 0600), written there once when it is missing.

    Raises AssistantError where the file cannot be written or holds too little.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write_once(file, secrets.token_urlsafe(32))
        secret = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(
            f"the secret {file} cannot be used: {error}. Make the shop's folder writable."
        ) from error
    if len(secret) < 32:
        raise AssistantError(f"the secret {file} is too short. Delete it; a new one is made.")
    return secret


def _write_once(file: Path, secret: str) -> None:
    """Create `file` whole, or leave the one that is there: two starts may meet here."""
    if file.exists():
        return
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(secret)
    try:
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        draft.unlink()
