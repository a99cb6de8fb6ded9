"""What a model with our trained adapter is asked, and how it answers: prompt and parser in one.

The adapter was trained on exactly this form, so neither changes without training anew. The
answer is the act, and for a search the phrase: what a message says beyond doubt needs no
writing out. Knows nothing of how the adapter was trained.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.types import Act
from prompts import render

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["ADAPTER", "answer_of", "is_tuned", "parse_answer", "tuned_prompt", "tuned_schema"]

ADAPTER = "understanding"
"""The adapter's name, and its folder's."""

_LONGEST_MESSAGE = 600


def is_tuned(model: BaseChatModel) -> bool:
    """Whether the model has the adapter; one that was brought by others has none."""
    return ADAPTER in getattr(model, "adapters", ())


def tuned_prompt(message: str, now: str) -> list[tuple[str, str]]:
    """Give the prompt as (role, text) pairs; `now` is the search so far, "" for none."""
    said, before = message[:_LONGEST_MESSAGE], now or "nothing"
    filled = render("understand_tuned", message=said, now=before)
    return [(item.role, item.content) for item in filled]


def tuned_schema(acts: Sequence[Act], phrases: Sequence[str]) -> dict[str, object]:
    """Give the schema of the answers: a search with one of the phrases, or another act."""
    others = [act.value for act in acts if act is not Act.SEARCH or not phrases]
    forms = [_object(act={"enum": others})] if others else []
    if phrases and Act.SEARCH in acts:
        forms.append(_object(act={"const": Act.SEARCH.value}, query={"enum": list(phrases)}))
    return forms[0] if len(forms) == 1 else {"anyOf": forms}


def answer_of(act: Act, phrase: str) -> str:
    """Write the answer that a message should have."""
    answer = {"act": act.value} | ({"query": phrase} if phrase else {})
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def parse_answer(answer: str) -> tuple[Act, str]:
    """Read act and phrase. Raises AssistantError where the answer is not what was asked for."""
    try:
        raw = json.loads(answer)
        return Act(raw["act"]), str(raw.get("query", ""))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AssistantError(f"the model's answer is no act: {answer[:200]!r}") from error


def _object(**properties: dict[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
