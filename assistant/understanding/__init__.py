"""Words to `Request`: read what is certain, let the model decide what is open, resolve in code."""

from __future__ import annotations

from assistant.understanding.act_classifier import ActClassifier, Classify
from assistant.understanding.extract import prompt_for
from assistant.understanding.hearing import hear
from assistant.understanding.parts import parts
from assistant.understanding.screening import LONGEST
from assistant.understanding.understand import Listener, Understood, understand

__all__ = [
    "LONGEST",
    "ActClassifier",
    "Classify",
    "Listener",
    "Understood",
    "hear",
    "parts",
    "prompt_for",
    "understand",
]
