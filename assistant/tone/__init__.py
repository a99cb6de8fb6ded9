"""How a shop sounds: its voice, formality and words, from `tone.toml` in its folder."""

from __future__ import annotations

from assistant.tone.reading import FILE, read_tone
from assistant.tone.tone import Tone, whole_words

__all__ = ["FILE", "Tone", "read_tone", "whole_words"]
