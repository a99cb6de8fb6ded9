"""The form of a sentence: no markup, no links, no letters that hide, nothing endless."""

from __future__ import annotations

import re
import unicodedata

from assistant.grounding.scan import Scan

__all__ = ["form"]

_LONGEST = 1200
_LINK = re.compile(
    r"(?:https?|ftp|javascript|data|mailto|file|tel):\S*|www\.\S+|\S+@\S+\.\w+|"
    r"\b[\w-]+\.(?:com|org|net|io|co|info|biz|shop|store|example|invalid|test|ru|cn|de|uk|eu)\b\S*|"
    r"\b[\w.-]+/\w[\w./?=&-]*\.\w+|!?\[[^\]]*\]\([^)]*\)",
    re.IGNORECASE,
)
_ODD = re.compile(r"[<>{}\[\]|\\^~`*_#=@]|\.{4,}|[!?]{2,}")
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn"}


def form(scan: Scan) -> None:
    """Refuse what no sentence of a reply has, wherever it stands."""
    for found in scan.each(_LINK):
        scan.claim("link", *found.span(), reason=f"{found[0][:60]!r} is a link")
    for found in scan.each(_ODD):
        scan.claim("form", *found.span(), reason=f"{found[0]!r} is markup")
    for at, letter in enumerate(scan.text):
        if unicodedata.category(letter) in _HIDDEN:
            scan.claim("form", at, at + 1, reason=f"{letter!r} cannot be seen")
    if len(scan.text) > _LONGEST:
        scan.claim("form", 0, 0, reason="the sentence is too long")
