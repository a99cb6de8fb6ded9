"""Other words for the same thing, read from a hand-written file beside this one.

Knows nothing of any catalogue: which of the words mean something is for the vocabulary to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from retrieval.text import stem, tokenise

__all__ = ["equivalents", "same_spelling", "stems_of"]

_FILE = Path(__file__).parent / "data" / "synonyms.yaml"


class _Synonyms(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    spellings: Mapping[str, str]
    groups: tuple[tuple[str, ...], ...]


@cache
def _synonyms() -> _Synonyms:
    return _Synonyms.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def same_spelling(word: str) -> str:
    """Return the one spelling we keep of a folded word: "gray" is "grey"."""
    return _synonyms().spellings.get(word, word)


def stems_of(text: str) -> tuple[str, ...]:
    """Cut a text into words, each in its kept spelling and without its plural."""
    return tuple(same_spelling(stem(same_spelling(token.text))) for token in tokenise(text))


@cache
def equivalents() -> Mapping[tuple[str, ...], frozenset[tuple[str, ...]]]:
    """Map each name of a group, as stems, to the group's other names."""
    found: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for group in _synonyms().groups:
        names = {stems_of(name) for name in group}
        for name in names:
            found[name] |= names - {name}
    return {name: frozenset(others) for name, others in found.items()}
