"""Tokens to text as they come, and the stop strings in it; knows nothing of networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenizers.decoders import DecodeStream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokenizers import Tokenizer

__all__ = ["TextStream"]


class TextStream:
    """Gives text out as soon as no stop string can still begin in it.

    Bytes of a character that is not whole yet are held back, special tokens are left out.
    """

    def __init__(self, tokenizer: Tokenizer, stops: Sequence[str] = ()) -> None:
        self._tokenizer = tokenizer
        self._decoder = DecodeStream(skip_special_tokens=True)
        self._stops = tuple(stops)
        self._held = ""
        self.stopped = False

    def push(self, tokens: Sequence[int]) -> str:
        """The text that these tokens set free; sets `stopped` where a stop string came."""
        for token in tokens:
            self._held += self._decoder.step(self._tokenizer, token) or ""
        cuts = [at for stop in self._stops if (at := self._held.find(stop)) >= 0]
        if cuts:
            self.stopped = True
            self._held, free = "", self._held[: min(cuts)]
            return free
        keep = self._unsure()
        free, self._held = self._held[: len(self._held) - keep], self._held[-keep:] if keep else ""
        return free

    def flush(self) -> str:
        """What was held back, now that nothing follows."""
        free, self._held = self._held, ""
        return free

    def _unsure(self) -> int:
        """Length of the longest end of the held text with which some stop string begins."""
        longest = 0
        for stop in self._stops:
            for size in range(min(len(stop) - 1, len(self._held)), longest, -1):
                if self._held.endswith(stop[:size]):
                    longest = size
                    break
        return longest
