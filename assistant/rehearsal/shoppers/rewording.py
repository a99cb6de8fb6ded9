"""A chat model that puts a shopper's sentence otherwise; what it loses, it does not get to say.

Each part that matters stays as it is, no figure and no word that gives the target away is
added; else the rule's own sentence stands.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.rehearsal.shoppers.talk import Reword
from prompts import render
from retrieval.vocabulary import Vocabulary

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["keeps", "reworded_by"]

_log = logging.getLogger(__name__)
_MOST_TOKENS = 60
_LONGEST = 240
_FIGURE = re.compile(r"\d+")
_REFUSAL = re.compile(r"\b(?:no|not|never|nothing|without|except|avoid|but)\b|n't\b", re.IGNORECASE)


def reworded_by(model: BaseChatModel, vocabulary: Vocabulary, *, seconds: float = 10.0) -> Reword:
    """Give a way of wording for `improvise`; `seconds` is what one sentence may take."""

    def reword(sentence: str, parts: Sequence[str]) -> str:
        try:
            said = model.invoke(_prompt(sentence), max_tokens=_MOST_TOKENS, time_limit=seconds)
        except AssistantError as error:
            _log.warning("a shopper speaks without the model: %s", error)
            return sentence
        lines = str(said.text).strip().splitlines()
        new = lines[0].strip(' "“”') if lines else ""
        return new if keeps(sentence, new, parts, vocabulary) else sentence

    return reword


def keeps(sentence: str, new: str, parts: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Say whether another sentence asks for just the same.

    Every part stands in it, its figures are the same, it names nothing else of the catalogue,
    and refuses no more and no less.
    """
    return (
        0 < len(new) <= _LONGEST
        and all(part.casefold() in new.casefold() for part in parts)
        and sorted(_FIGURE.findall(new)) == sorted(_FIGURE.findall(sentence))
        and _named(new, vocabulary) == _named(sentence, vocabulary)
        and len(_REFUSAL.findall(new)) == len(_REFUSAL.findall(sentence))
    )


def _named(text: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    return sorted((found.field, found.value) for found in vocabulary.find_mentions(text))


def _prompt(sentence: str) -> list[tuple[str, str]]:
    return [(message.role, message.content) for message in render("shopper", sentence=sentence)]
