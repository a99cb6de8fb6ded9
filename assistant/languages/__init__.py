"""The languages that shoppers write: told apart, read, and spoken.

English is read as it is. Chinese is put into English words for reading (`gloss`), and what is
said of it is put into Chinese (`spoken`); both come from data files in `words/`.
"""

from __future__ import annotations

from assistant.languages.detecting import detect, language_of
from assistant.languages.glossing import gloss
from assistant.languages.speaking import spoken, spoken_list, spoken_names

__all__ = ["detect", "gloss", "language_of", "spoken", "spoken_list", "spoken_names"]
