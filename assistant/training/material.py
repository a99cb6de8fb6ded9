"""All examples of one training: those to learn, and sets of what was kept back.

Two sets judge what is learnt: `wordings` puts known things in lines that were kept back,
`catalogue` puts known lines to a catalogue and to word lists that were kept back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from random import Random

from assistant.training.catalogues import Catalogue, cut
from assistant.training.examples import Example, make_examples
from assistant.training.messages import make_messages
from assistant.training.wordlists import Frame, Words, split_frames, split_lists
from retrieval.catalogue import Product

__all__ = ["Material", "make_material"]


@dataclass(frozen=True, slots=True)
class Material:
    """Examples to learn in their order, and the sets kept back by name."""

    learnt: tuple[Example, ...]
    held: Mapping[str, tuple[Example, ...]]

    @property
    def digest(self) -> str:
        """Stands for every example: the same digest, the same material."""
        sets = (self.learnt, *self.held.values())
        told = (f"{example.prompt}{example.answer}" for examples in sets for example in examples)
        return sha256("\n".join(told).encode()).hexdigest()[:16]


def make_material(
    words: Words, products: Collection[Product], *, seed: int, learnt: int, held: int
) -> Material:
    """Make `learnt` examples, and `held` for each of the sets kept back, by seed.

    Raises AssistantError for a shop without products, or word lists that are malformed.
    """
    catalogues, other = cut(products, seed)
    frames, new_frames = split_frames(words.frames, seed)
    lists, new_lists = split_lists(words.lists, seed)
    seen, unseen = Words(frames, lists), Words(frames, new_lists)
    return Material(
        _examples(seen, frames, catalogues, seed, learnt),
        {
            "wordings": _examples(seen, new_frames, catalogues, seed + 1, held),
            "catalogue": _examples(unseen, frames, (other,), seed + 2, held),
        },
    )


def _examples(
    words: Words, frames: Sequence[Frame], catalogues: Sequence[Catalogue], seed: int, count: int
) -> tuple[Example, ...]:
    """Examples from the catalogues in turn by chance."""
    random = Random(seed)
    streams = [
        _stream(words, frames, catalogue, seed * 100 + number)
        for number, catalogue in enumerate(catalogues)
    ]
    return tuple(next(random.choice(streams)) for _ in range(count))


def _stream(
    words: Words, frames: Sequence[Frame], catalogue: Catalogue, seed: int
) -> Iterator[Example]:
    messages = make_messages(words, catalogue.lists, frames, seed)
    while True:
        yield from make_examples(islice(messages, 64), catalogue.vocabulary)
