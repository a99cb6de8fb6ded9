"""Words by which messages are read: one data file a language, loaded once."""

from __future__ import annotations

from assistant.understanding.lexicon.lexicon import Lexicon, load_lexicon, phrase_pattern

__all__ = ["Lexicon", "load_lexicon", "phrase_pattern"]
