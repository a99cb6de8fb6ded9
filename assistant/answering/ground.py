"""The check of every model-written sentence before it is shown: closed world, fails closed.

A sentence passes only when each of its slots exists and each of its free words is either
neutral (claims nothing) or borne out by the listings of the products the sentence names.
Figures, names and links can only come from slots, each in its role; negations, comparatives
and superlatives are no neutral words, so none passes unseen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from assistant.answering.evidence import Evidence
from assistant.answering.roles import role_problem
from assistant.answering.sentences import SLOT, slots_in
from assistant.grounding.leftover import neutral
from retrieval.text import stem, tokenise

__all__ = ["Verdict", "check"]

_FIGURE = re.compile(r"[\d$€£¥%@#]|https?:|www\.", re.IGNORECASE)
_NAME = re.compile(r"(?<!^)(?<![.!?] )\b(?!I\b|I')[A-Z]\w*")
_ODD = re.compile(r"[^\w\s.,:;!?'’\"“”()&/–—-]")
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may be shown; `reason` names the claim that failed."""

    passed: bool
    reason: str = ""


def check(sentence: str, evidence: Evidence, needed: Collection[str] = ()) -> Verdict:
    """Check a sentence with its slots still open; `needed` are slots that it must have."""
    slots = slots_in(sentence)
    for problem in (
        _slot_problem(slots, evidence, needed),
        _form_problem(sentence),
        role_problem(sentence, evidence.common),
        _word_problem(sentence, _true_of_named(slots, evidence) | evidence.common),
    ):
        if problem:
            return Verdict(False, problem)
    return Verdict(True)


def _slot_problem(slots: tuple[str, ...], evidence: Evidence, needed: Collection[str]) -> str:
    unknown = [slot for slot in slots if slot not in evidence.slots]
    if unknown:
        return f"the slot {unknown[0]!r} does not exist"
    missing = [slot for slot in needed if slot not in slots]
    if missing:
        return f"the slot {missing[0]!r} is not said"
    repeated = [slot for slot, times in Counter(slots).items() if times > 1]
    return f"the slot {repeated[0]!r} is said twice" if repeated else ""


def _form_problem(sentence: str) -> str:
    free = SLOT.sub("x", sentence)
    if figure := _FIGURE.search(free):
        return f"{figure[0]!r} stands outside a slot"
    if _ODD.search(free) or len(free) > _LONGEST:
        return "the sentence is malformed"
    if name := _NAME.search(free):
        return f"{name[0]!r} is a name outside a slot"
    return "" if sentence.rstrip().endswith((".", "!", "?")) else "the sentence is not finished"


def _word_problem(sentence: str, true: frozenset[str]) -> str:
    """Any word that is neither neutral nor true of every product the sentence names."""
    words = [token.text for token in tokenise(SLOT.sub(" ", sentence))]
    allowed = neutral() | true
    for word in words:
        if word not in allowed and stem(word) not in allowed:
            return f"{word!r} is not borne out by the listing"
    repeats = Counter(word for word in words if len(word) > 3)
    stuck = [word for word, times in repeats.items() if times > 2]
    return f"{stuck[0]!r} is said too often" if stuck else ""


def _true_of_named(slots: tuple[str, ...], evidence: Evidence) -> frozenset[str]:
    places = {int(slot.split(".")[0]) for slot in slots if slot[0].isdigit()}
    named = [evidence.words[place - 1] for place in places if place <= len(evidence.words)]
    return frozenset.intersection(*named) if named else frozenset()
