"""All examples of one training: those to learn, and sets of what was kept back.

Two sets judge what is learnt: `wordings` puts known things in lines that were kept back,
`catalogue` puts known lines to a catalogue and to word lists that were kept back. Many examples
are made by as many processes as there are processors; how many that is makes no difference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice, repeat
from multiprocessing import get_context
from random import Random

from assistant.training.catalogues import Catalogue, cut
from assistant.training.examples import Example, Learnt, make_examples
from assistant.training.messages import make_messages
from assistant.training.wordlists import Frame, Words, split_frames, split_lists
from retrieval.catalogue import Product

__all__ = ["Material", "make_material"]

_PART = 8_000
"""Examples that are made by one process at a time."""


@dataclass(frozen=True, slots=True)
class Material:
    """Examples to learn in their order, and the sets kept back by name."""

    learnt: Sequence[Learnt]
    held: Mapping[str, Sequence[Learnt]]

    @property
    def digest(self) -> str:
        """Stands for every example: the same digest, the same material."""
        sets = (self.learnt, *self.held.values())
        told = (f"{example.prompt}{example.answer}" for examples in sets for example in examples)
        return sha256("\n".join(told).encode()).hexdigest()[:16]


def make_material(
    words: Words,
    products: Collection[Product],
    *,
    seed: int,
    learnt: int,
    held: int,
    part: int = _PART,
) -> Material:
    """Make `learnt` examples, `part` at a time, and `held` for each set kept back, by seed.

    Raises AssistantError for a shop without products, or word lists that are malformed.
    """
    catalogues, other = cut(products, seed)
    frames, new_frames = split_frames(words.frames, seed)
    lists, new_lists = split_lists(words.lists, seed)
    seen, unseen = Words(frames, lists), Words(frames, new_lists)
    return Material(
        _learnt(
            words, tuple(products), seed, [min(part, learnt - at) for at in range(0, learnt, part)]
        ),
        {
            "wordings": _examples(seen, new_frames, catalogues, seed + 1, held),
            "catalogue": _examples(unseen, frames, (other,), seed + 2, held),
        },
    )


def _learnt(
    words: Words, products: tuple[Product, ...], seed: int, sizes: Sequence[int]
) -> tuple[Example, ...]:
    """Those to learn, part by part, each by a seed of its own.

    Products are a tuple: those of a feed lie in a file that other processes cannot be given.
    """
    if len(sizes) == 1:
        return _part(words, products, seed, 0, sizes[0])
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        numbers = range(len(sizes))
        made = pool.map(_part, repeat(words), repeat(products), repeat(seed), numbers, sizes)
        return tuple(example for part in made for example in part)


def _part(
    words: Words, products: Collection[Product], seed: int, number: int, count: int
) -> tuple[Example, ...]:
    catalogues, _ = cut(products, seed)
    frames, _ = split_frames(words.frames, seed)
    lists, _ = split_lists(words.lists, seed)
    return _examples(Words(frames, lists), frames, catalogues, seed * 1_000 + number, count)


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
