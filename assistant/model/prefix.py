"""Memories of earlier prompts, so that a prompt's static part is read only once.

Knows nothing of text: a prompt is a sequence of tokens, and the longest one that some slot
begins with too is what need not be read again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch

    from assistant.model.network import Memory, Network

__all__ = ["PrefixCache", "Slot"]


@dataclass(slots=True)
class Slot:
    """One sequence and the network's memory of it; `tokens` are those in the memory."""

    memory: Memory
    tokens: list[int] = field(default_factory=list)

    def read(self, network: Network, tokens: Sequence[int]) -> torch.Tensor:
        """Read tokens on and remember them; features of the last one.

        A reading that is broken off (Ctrl-C, no memory) empties the slot, since some layers
        may have read further than others.
        """
        try:
            features = network.read(self.memory, tokens)
        except BaseException:
            self.memory, self.tokens = network.new_memory(self.memory.adapter), []
            raise
        self.tokens.extend(tokens)
        return features

    def crop(self, length: int) -> None:
        """Forget everything after the first `length` tokens."""
        self.memory.crop(length)
        del self.tokens[length:]

    def fork(self, length: int) -> Slot:
        """A copy of the first `length` tokens."""
        return Slot(self.memory.fork(length), self.tokens[:length])


class PrefixCache:
    """A few slots, least recently used first.

    A prompt that shares most of a slot's tokens goes on in that slot; one that shares only
    its beginning gets a copy of that, so that two kinds of prompt do not evict each other.
    """

    def __init__(self, network: Network, slots: int = 4) -> None:
        self._network = network
        self._size = slots
        self._slots: list[Slot] = []

    def take(self, prompt: Sequence[int], adapter: str | None = None) -> Slot:
        """The slot that knows the most of the prompt, cropped to what they share.

        What another adapter has read is of no use: it remembers other keys and values.
        At least the prompt's last token is left to read. The slot stays in the cache, so
        whatever the caller reads into it may help the next prompt.
        """
        shared, best = self._longest(prompt, adapter)
        if best is None or not self._network.can_crop:
            slot = Slot(self._network.new_memory(adapter))
        elif 2 * shared >= len(best.tokens):
            slot = best
            self._slots.remove(best)
            slot.crop(shared)
        else:
            slot = best.fork(shared)
        self._slots.append(slot)
        del self._slots[: -self._size]
        return slot

    def _longest(self, prompt: Sequence[int], adapter: str | None) -> tuple[int, Slot | None]:
        best, longest = None, 0
        for slot in (slot for slot in self._slots if slot.memory.adapter == adapter):
            shared = _shared(slot.tokens, prompt[:-1])
            if shared > longest:
                best, longest = slot, shared
        return longest, best


def _shared(left: Sequence[int], right: Sequence[int]) -> int:
    """Length of the longest common prefix."""
    for position, (a, b) in enumerate(zip(left, right, strict=False)):
        if a != b:
            return position
    return min(len(left), len(right))
