"""The plain sentences of a language, and their slots.

A template has slots such as `{1.title}`; `fill` puts the values in. Knows nothing of what the
sentences say.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from assistant.errors import AssistantError
from assistant.languages import spoken, spoken_list, spoken_names

__all__ = ["SLOT", "fill", "has_sentence", "in_language", "plain_template", "slots_in"]

SLOT = re.compile(r"\{([a-z0-9_.]+)\}")
_SPOKEN = {"en", "zh"}
_AS_IT_IS = {"title", "brand", "text"}
"""Slots of the catalogue's own names and words: they are said as they stand."""


@cache
def _sentences(language: str) -> Mapping[str, Mapping[str, list[str]]]:
    path = files("assistant.answering") / "words" / f"sentences.{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def plain_template(group: str, name: str, turn: int = 0, language: str = "en") -> str:
    """Give the template of that name; its variants take turns.

    A language without sentences of its own, or without this one, is answered in English.
    """
    known = language if language in _SPOKEN else "en"
    variants = _sentences(known).get(group, {}).get(name) or _sentences("en")[group][name]
    return variants[turn % len(variants)]


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
