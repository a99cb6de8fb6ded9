"""What a shop says in its own way: its prompts, its words and its tone, put into force together.

<home>/prompts/answer.en.md             a prompt instead of ours
<home>/words/answering/sentences.en.toml  sentences and words, laid over ours
<home>/tone.toml                        how the shop sounds
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import prompts
from assistant.errors import AssistantError
from assistant.tone import FILE, read_tone
from assistant.wordfiles import own_words, use_words

__all__ = ["Override", "use_house"]


@dataclass(frozen=True, slots=True)
class Override:
    """A file of the shop's own: its path below the shop's folder, and what it changes."""

    path: str
    changes: str


def use_house(home: Path) -> tuple[Override, ...]:
    """Put a shop's own prompts and words into force in this process; name what it has of its own.

    Raises AssistantError, naming file, line and what to do, for a file that cannot be used.
    """
    use_words(home)
    try:
        own = prompts.use(home / "prompts")
    except prompts.PromptError as error:
        raise AssistantError(str(error)) from error
    found = [
        Override(f"prompts/{p.name}.{p.locale}.md", f"prompt, version {p.version}") for p in own
    ]
    found += [Override(f"words/{room}/{name}", "words") for room, name in own_words(home)]
    if (home / FILE).is_file():
        tone = read_tone(home)
        found.append(Override(FILE, f"tone: {tone.formality}, {tone.voice or 'no name'}"))
    return tuple(found)
