"""`Outcome` to checked sentences: every figure and name from a slot, every claim borne out."""

from __future__ import annotations

from assistant.answering.answer import Setting, answer
from assistant.answering.compose import Sentence, Writing
from assistant.answering.ground import Verdict, check
from assistant.answering.quoting import quotable_sentences

__all__ = ["Sentence", "Setting", "Verdict", "Writing", "answer", "check", "quotable_sentences"]
