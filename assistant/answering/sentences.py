"""The plain sentences of a language, and their slots.

A template has slots such as `{1.title}`; `fill` puts the values in. Knows nothing of what the
sentences say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.errors import AssistantError
from assistant.languages import spoken, spoken_list, spoken_names
from assistant.wordfiles import kept, read_table

__all__ = ["SLOT", "fill", "has_sentence", "in_language", "plain_templates", "slots_in"]

SLOT = re.compile(r"\{([a-z0-9_.]+)\}")
_SPOKEN = {"en", "zh"}
_AS_IT_IS = {"title", "brand", "text"}
"""Slots of the catalogue's own names and words: they are said as they stand."""


@kept
def _sentences(language: str) -> Mapping[str, Mapping[str, list[str]]]:
    return read_table("answering", f"sentences.{language}.toml")


def plain_templates(group: str, name: str, language: str = "en") -> Sequence[str]:
    """Give the templates of that name, which take turns.

    A language without sentences of its own, or without this one, is answered in English.
    """
    known = language if language in _SPOKEN else "en"
    return _sentences(known).get(group, {}).get(name) or _sentences("en")[group][name]


def in_language(slot: str, value: str, language: str) -> str:
    """Put what a slot holds into a language, but for names."""
    last = slot.rpartition(".")[2]
    if last in _AS_IT_IS:
        return value
    how = {"others": spoken_names, "reasons": spoken_list}.get(last, spoken)
    return how(value, language)


def has_sentence(group: str, name: str, locale: str = "en") -> bool:
    """Say whether there is a template of that name."""
    return name in _sentences(locale)[group]


def slots_in(template: str) -> tuple[str, ...]:
    """The names of all slots of a template, in order."""
    return tuple(SLOT.findall(template))


def fill(template: str, values: Mapping[str, str]) -> str:
    """Put the values in. Raises AssistantError for a slot that has none."""
    missing = [name for name in slots_in(template) if name not in values]
    if missing:
        raise AssistantError(f"no value for the slot {missing[0]!r} of the sentence {template!r}")
    return SLOT.sub(lambda slot: values[slot[1]], template)
