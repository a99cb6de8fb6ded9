"""The decoding loop: reads a prompt, then chooses token after token until something ends it.

Knows nothing of text or of the kind of network. Tokens that a grammar forces cost no pass of
their own: they are read together with the chosen token before them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import torch

    from assistant.model.constraint import Constraint
    from assistant.model.network import Network
    from assistant.model.prefix import Slot
    from assistant.model.tally import FinishReason, Tally

__all__ = ["Rules", "decode"]

_READ_AT_ONCE = 512
"""Tokens of a prompt that are read between two looks at the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a decoding obeys. `deadline` is a `time.perf_counter` second.

    `choose` picks a position out of a 1-D tensor of scores.
    """

    choose: Callable[[torch.Tensor], int]
    end_tokens: frozenset[int]
    max_tokens: int
    deadline: float | None = None
    constraint: Constraint | None = None

    @property
    def overdue(self) -> bool:
        """Whether the deadline has passed."""
        return self.deadline is not None and time.perf_counter() >= self.deadline


def decode(
    network: Network, slot: Slot, prompt: Sequence[int], rules: Rules, tally: Tally
) -> Iterator[list[int]]:
    """Yield the tokens of the answer in the groups in which they come to stand.

    `slot` must hold a true prefix of `prompt`, and holds the prompt and most of the answer
    afterwards. Closing the iterator ends the work at once; `tally.finish` is then None.
    """
    tally.prompt, tally.cached = len(prompt), len(slot.tokens)
    unread = list(prompt[tally.cached :])
    while tally.finish is None:
        forced = _forced(rules, tally)
        if forced:
            unread += forced
            yield forced
        tally.finish = _ended(rules, tally)
        if tally.finish is None:
            token = _next(network, slot, unread, rules)
            tally.tick()
            if token is None:
                tally.finish = "time"
            elif token in rules.end_tokens:
                tally.finish = "stop"
            else:
                tally.generated += 1
                unread = [token]
                yield [token]


def _forced(rules: Rules, tally: Tally) -> list[int]:
    """The tokens that must come next, as many as the limit leaves room for."""
    if rules.constraint is None:
        return []
    forced = rules.constraint.take_forced()
    if tally.written + len(forced) > rules.max_tokens:
        forced = forced[: rules.max_tokens - tally.written]
        tally.finish = "length"
    tally.forced += len(forced)
    return forced


def _ended(rules: Rules, tally: Tally) -> FinishReason | None:
    if tally.finish is not None:
        return tally.finish
    if rules.constraint is not None and rules.constraint.finished:
        return "stop"
    if tally.written >= rules.max_tokens:
        return "length"
    return "time" if rules.overdue else None


def _next(network: Network, slot: Slot, unread: list[int], rules: Rules) -> int | None:
    """The token that follows `unread`, None where the time ran out while reading."""
    start = 0
    while start + _READ_AT_ONCE < len(unread):
        slot.read(network, unread[start : start + _READ_AT_ONCE])
        start += _READ_AT_ONCE
        if rules.overdue:
            return None
    features = slot.read(network, unread[start:])
    rows = None if rules.constraint is None else rules.constraint.allowed()
    choice = rules.choose(network.scores(features, rows))
    token = choice if rows is None else int(rows[choice])
    if rules.constraint is not None and token not in rules.end_tokens:
        rules.constraint.accept(token)
    return token
