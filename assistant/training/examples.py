"""Training examples: a message in its situation becomes a prompt and the answer to learn.

The prompt and the answer's form are those of `assistant.understanding`, so that what is learnt
is what is asked. Knows nothing of how a model learns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.training.messages import Message
from assistant.types import Act
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.reading import read
from assistant.understanding.schema import chosen_delta, phrases_of
from assistant.understanding.tuned import answer_of, tuned_prompt
from retrieval.vocabulary import Vocabulary

__all__ = ["Example", "Learnt", "make_examples"]

_LEAST_OVERLAP = 0.5


class Learnt(Protocol):
    """What a model learns to answer: a prompt as (role, text) pairs, and the answer.

    `begins` is what the answer begins with or has first in it, judged apart; `whole` whether the
    whole of it is judged too.
    """

    @property
    def prompt(self) -> Sequence[tuple[str, str]]:
        """What is asked."""

    @property
    def answer(self) -> str:
        """What is to be answered."""

    @property
    def begins(self) -> str:
        """The part judged apart."""

    @property
    def whole(self) -> bool:
        """Whether all is judged."""


@dataclass(frozen=True, slots=True)
class Example:
    """A prompt as (role, text) pairs and the answer; `act` is for reports."""

    prompt: tuple[tuple[str, str], ...]
    answer: str
    act: Act

    @property
    def begins(self) -> str:
        """The act, as the answer writes it."""
        return self.act.value

    @property
    def whole(self) -> bool:
        """Whether the answer names what is wanted."""
        return self.act is Act.SEARCH


def make_examples(messages: Iterable[Message], vocabulary: Vocabulary) -> Iterator[Example]:
    """Give an example for each message; one whose wish cannot be read as one run is left out."""
    for message in messages:
        phrase = _run(message, vocabulary) if message.act is Act.SEARCH else ""
        if phrase is None:
            continue
        prompt = tuned_prompt(message.text, message.now)
        yield Example(tuple(prompt), answer_of(message.act, phrase), message.act)


def _run(message: Message, vocabulary: Vocabulary) -> str | None:
    """The run that understanding would offer and that, with what follows it, is the wish."""
    reading = read(message.text, vocabulary, load_lexicon())
    shared = {
        run: _overlap(chosen_delta(reading, Act.SEARCH, run).query, message.phrase)
        for run in phrases_of(reading)
    }
    best = max(shared, key=shared.__getitem__, default="")
    return best if shared.get(best, 0.0) >= _LEAST_OVERLAP else None


def _overlap(left: str, right: str) -> float:
    """Shared words over all words (Jaccard)."""
    one, other = set(left.lower().split()), set(right.lower().split())
    return len(one & other) / len(one | other) if one | other else 0.0
