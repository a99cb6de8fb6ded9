"""Prompts: one Markdown file each, with a locale and a version, rendered into messages.

A file is front matter between `---` lines, then messages that begin with a line
`# system`, `# user` or `# assistant`. `{{name}}` is a value; a missing one raises. `parser`
names the module that reads the answer. A shop's own file of the same name stands before ours.

    PromptError    the base, and only, error of this package
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, cast

__all__ = ["Message", "Prompt", "PromptError", "load", "render", "use"]

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
    """A prompt file: its name, locale, version, messages with `{{value}}` places, and parser."""

    name: str
    locale: str
    version: int
    messages: tuple[Message, ...]
    parser: str = ""

    @property
    def places(self) -> frozenset[str]:
        """The names of its values."""
        return frozenset(name for m in self.messages for name in _VALUE.findall(m.content))

    @property
    def fixed(self) -> tuple[Message, ...]:
        """The messages before the first one with a place: the same in every call."""
        places = [at for at, m in enumerate(self.messages) if _VALUE.search(m.content)]
        return self.messages[: min(places, default=len(self.messages))]

    def render(self, **values: str) -> tuple[Message, ...]:
        """Fill every place. Raises PromptError for a missing value or one too many."""
        wanted = self.places
        if wanted != set(values):
            missing, extra = sorted(wanted - set(values)), sorted(set(values) - wanted)
            raise PromptError(f"prompt {self.name!r}: missing {missing}, not asked for {extra}")
        return tuple(
            Message(m.role, _VALUE.sub(lambda place: values[place[1]], m.content))
            for m in self.messages
        )


@dataclass
class _House:
    """Whose prompts are in force: one shop a process."""

    folder: Path | None = None


_house = _House()


def use(folder: Path | None) -> tuple[Prompt, ...]:
    """Put the prompts of a shop's folder before ours in this process; give those of its own.

    Raises PromptError, naming file and line, for one that cannot stand for ours; what was in
    force stays.
    """
    known = {ours.name for ours in files(__name__).iterdir() if ours.name.endswith(".md")}
    own = []
    for path in sorted(folder.iterdir()) if folder and folder.is_dir() else ():
        if path.name not in known:
            there = ", ".join(sorted(known))
            raise PromptError(f"{path} stands for no prompt; there are: {there}. Rename it")
        name, locale, _ = path.name.rsplit(".", 2)
        own.append(_own(path, name, locale))
    _house.folder = folder
    load.cache_clear()
    return tuple(own)


@cache
def load(name: str, locale: str = "en") -> Prompt:
    """Read the prompt `name`. Raises PromptError when there is none or it is malformed."""
    own = _house.folder / f"{name}.{locale}.md" if _house.folder else None
    if own is not None and own.is_file():
        return _own(own, name, locale)
    path = files(__name__) / f"{name}.{locale}.md"
    if not path.is_file():
        raise PromptError(f"there is no prompt {name!r} for locale {locale!r}: add {path.name}")
    return _parse(path.read_text(encoding="utf-8"), name, locale, f"prompt {path.name}")


def _own(path: Path, name: str, locale: str) -> Prompt:
    """A shop's own prompt: with the places and for the parser of ours."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"{path} cannot be read: {error}. Save it as UTF-8 text") from error
    bundled = files(__name__) / f"{name}.{locale}.md"
    ours = _parse(bundled.read_text(encoding="utf-8"), name, locale, bundled.name)
    own = _parse(text, name, locale, str(path))
    if own.parser not in {"", ours.parser}:
        line = _line(text, "parser:")
        raise PromptError(f"{path}, line {line}: its answer is read by {ours.parser}, so say that")
    for place in own.places - ours.places:
        there = ", ".join(f"{{{{{known}}}}}" for known in sorted(ours.places))
        line = _line(text, f"{{{{{place}}}}}")
        raise PromptError(f"{path}, line {line}: nothing fills {{{{{place}}}}}; places: {there}")
    for place in ours.places - own.places:
        line = len(text.splitlines())
        raise PromptError(f"{path}, line {line}: the place {{{{{place}}}}} is missing; put it in")
    return own


def _line(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def _parse(text: str, name: str, locale: str, shown: str) -> Prompt:
    head = _HEAD.match(text)
    fields = dict(re.findall(r"^(\w+):\s*(.+?)\s*$", head[1], re.MULTILINE)) if head else {}
    if head is None or not fields.get("version", "").isdigit():
        raise PromptError(f"{shown}, line 1: it needs front matter with a whole-number version")
    parts = _ROLE.split(text[head.end() :])
    if parts[0].strip():
        line = _line(text, parts[0].strip())
        lost = parts[0].strip()[:40]
        raise PromptError(f"{shown}, line {line}: text before the first role: {lost!r}")
    messages = tuple(
        Message(cast("Role", role), body.strip())
        for role, body in zip(parts[1::2], parts[2::2], strict=True)
    )
    if not messages:
        raise PromptError(f"{shown} has no message: begin one with a line '# user'")
    return Prompt(name, locale, int(fields["version"]), messages, fields.get("parser", ""))


def render(name: str, locale: str = "en", /, **values: str) -> tuple[Message, ...]:
    """Read the prompt `name` and fill it."""
    return load(name, locale).render(**values)
