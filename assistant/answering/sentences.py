"""The plain sentences of a locale, and their slots.

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

__all__ = ["SLOT", "fill", "plain_template", "slots_in"]

SLOT = re.compile(r"\{([a-z0-9_.]+)\}")


@cache
def _sentences(locale: str) -> Mapping[str, Mapping[str, list[str]]]:
    path = files("assistant.answering") / "words" / f"sentences.{locale}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def plain_template(group: str, name: str, turn: int = 0, locale: str = "en") -> str:
    """Give the template of that name; its variants take turns."""
    variants = _sentences(locale)[group][name]
    return variants[turn % len(variants)]


def slots_in(template: str) -> tuple[str, ...]:
    """The names of all slots of a template, in order."""
    return tuple(SLOT.findall(template))


def fill(template: str, values: Mapping[str, str]) -> str:
    """Put the values in. Raises AssistantError for a slot that has none."""
    missing = [name for name in slots_in(template) if name not in values]
    if missing:
        raise AssistantError(f"no value for the slot {missing[0]!r} of the sentence {template!r}")
    return SLOT.sub(lambda slot: values[slot[1]], template)
