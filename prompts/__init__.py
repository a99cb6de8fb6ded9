"""Prompts: one Markdown file each, with a locale and a version, rendered into messages.

A file is front matter between `---` lines, then messages that begin with a line
`# system`, `# user` or `# assistant`. `{{name}}` is a value; a missing one raises.

    PromptError    the base, and only, error of this package
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

__all__ = ["Message", "Prompt", "PromptError", "load", "render"]

Role = Literal["system", "user", "assistant"]
_HEAD = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_ROLE = re.compile(r"^# (system|user|assistant)\s*$", re.MULTILINE)
_VALUE = re.compile(r"\{\{(\w+)\}\}")


class PromptError(Exception):
    """A prompt file or a value for it is missing or malformed; the message says which."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat prompt."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt file: its name, locale, version and messages with `{{value}}` places."""

    name: str
    locale: str
    version: int
    messages: tuple[Message, ...]

    @property
    def fixed(self) -> tuple[Message, ...]:
        """The messages before the first one with a place: the same in every call."""
        places = [at for at, m in enumerate(self.messages) if _VALUE.search(m.content)]
        return self.messages[: min(places, default=len(self.messages))]

    def render(self, **values: str) -> tuple[Message, ...]:
        """Fill every place. Raises PromptError for a missing value or one too many."""
        wanted = {name for m in self.messages for name in _VALUE.findall(m.content)}
        if wanted != set(values):
            missing, extra = sorted(wanted - set(values)), sorted(set(values) - wanted)
            raise PromptError(f"prompt {self.name!r}: missing {missing}, not asked for {extra}")
        return tuple(
            Message(m.role, _VALUE.sub(lambda place: values[place[1]], m.content))
            for m in self.messages
        )


@cache
def load(name: str, locale: str = "en") -> Prompt:
    """Read the prompt `name`. Raises PromptError when there is none or it is malformed."""
    path = files(__name__) / f"{name}.{locale}.md"
    if not path.is_file():
        raise PromptError(f"there is no prompt {name!r} for locale {locale!r}: add {path.name}")
    text = path.read_text(encoding="utf-8")
    head = _HEAD.match(text)
    fields = dict(re.findall(r"^(\w+):\s*(.+?)\s*$", head[1], re.MULTILINE)) if head else {}
    if head is None or not fields.get("version", "").isdigit():
        raise PromptError(f"prompt {path.name} needs front matter with a whole-number version")
    parts = _ROLE.split(text[head.end() :])
    if parts[0].strip():
        raise PromptError(f"prompt {path.name} has text before the first role: {parts[0][:40]!r}")
    messages = tuple(
        Message(cast("Role", role), body.strip())
        for role, body in zip(parts[1::2], parts[2::2], strict=True)
    )
    if not messages:
        raise PromptError(f"prompt {path.name} has no message: begin one with a line '# user'")
    return Prompt(name, locale, int(fields["version"]), messages)


def render(name: str, locale: str = "en", /, **values: str) -> tuple[Message, ...]:
    """Read the prompt `name` and fill it."""
    return load(name, locale).render(**values)
