"""The count of one decoding: tokens, times and why it ended; knows nothing of the work."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["FinishReason", "Tally"]

FinishReason = Literal["stop", "length", "time", "stop_string"]


@dataclass(slots=True)
class Tally:
    """Numbers of tokens so far; `finish` is None until the decoding has ended by itself."""

    prompt: int = 0
    cached: int = 0
    generated: int = 0
    forced: int = 0
    finish: FinishReason | None = None
    _started: float = field(default_factory=time.perf_counter)
    _first: float | None = None
    _first_written: int = 0
    _last: float = 0.0

    @property
    def written(self) -> int:
        """Tokens of the answer, chosen and forced."""
        return self.generated + self.forced

    @property
    def first_token_ms(self) -> float | None:
        """From the call to the first chosen token, the wait for the turn included."""
        return None if self._first is None else (self._first - self._started) * 1000

    @property
    def tokens_per_second(self) -> float | None:
        """Speed of what was written after the first chosen token; None for less than two."""
        if self._first is None or self._last <= self._first:
            return None
        return (self.written - self._first_written) / (self._last - self._first)

    def tick(self) -> None:
        """Called when the network has given a token."""
        self._last = time.perf_counter()
        if self._first is None:
            self._first, self._first_written = self._last, self.written
