"""A shop's tone from `tone.toml` in its folder, each fault with its line.

voice = "Ada"                  # the name by which the assistant introduces itself
formality = "formal"           # casual, neutral or formal
exclamation_marks = false
emoji = []                     # those that may end a friendly sentence
greeting = "Welcome to our shop."
sign_off = "See you soon."
avoid = ["cheap"]              # words that are never said
[prefer]                       # words, and what is said instead
"have a look at" = "discover"
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import AssistantError
from assistant.tone.tone import Formality, Tone

__all__ = ["FILE", "read_tone"]

FILE = "tone.toml"
"""The file's name in the shop's folder."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    voice: str = Field(default="", max_length=40, pattern=r"^[^\W_][\w .'’-]*$|^$")
    formality: Formality = "neutral"
    exclamation_marks: bool = False
    emoji: tuple[str, ...] = Field(default=(), max_length=20)
    greeting: str = Field(default="", max_length=300)
    sign_off: str = Field(default="", max_length=300)
    prefer: dict[str, str] = Field(default_factory=dict)
    avoid: tuple[str, ...] = ()


def read_tone(home: Path) -> Tone:
    """Read a shop's tone; a shop without the file has the plain one.

    Raises AssistantError, naming the line and what is wrong, for a file that cannot be used.
    """
    path = home / FILE
    if not path.is_file():
        return Tone()
    try:
        text = path.read_text(encoding="utf-8-sig")
        told = _File.model_validate(tomllib.loads(text))
    except ValidationError as error:
        raise AssistantError(_explained(path, text, error)) from error
    except (OSError, ValueError) as error:
        raise AssistantError(f"{path} cannot be read: {error}. Mend that line") from error
    tone = Tone(**told.model_dump(exclude={"prefer"}), prefer=tuple(told.prefer.items()))
    for word, said in told.prefer.items():
        if avoided := tone.avoids(said):
            line = _line(text, word)
            raise AssistantError(
                f"{path}, line {line}: {avoided!r} is to be said for {word!r} and is avoided too; "
                "take it out of one of the two"
            )
    return tone


def _explained(path: Path, text: str, error: ValidationError) -> str:
    first = error.errors()[0]
    name = str(first["loc"][0])
    known = ", ".join(_File.model_fields)
    if first["type"] == "extra_forbidden":
        return f"{path}, line {_line(text, name)}: there is no {name!r}; there are: {known}"
    return f"{path}, line {_line(text, name)}: {name} = {first['input']!r}: {first['msg']}"


def _line(text: str, key: str) -> int:
    """The line, from 1, that sets a key or opens its table; 1 where it is not found."""
    setting = re.compile(rf"""\s*\[?["']?{re.escape(key)}["']?\s*[\]=]""")
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if setting.match(line)), 1)
