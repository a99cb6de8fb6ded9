"""How the next token is picked from its scores; knows nothing of what the tokens mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import torch

__all__ = ["sampler"]


def sampler(temperature: float, seed: int | None) -> Callable[[torch.Tensor], int]:
    """A function from 1-D scores to a position: the highest at temperature 0, else drawn.

    The same seed draws the same answer; without one every answer is drawn anew.
    """
    if temperature == 0:
        return lambda scores: int(scores.argmax())
    import torch

    generator = torch.Generator()
    if seed is None:
        generator.seed()
    else:
        generator.manual_seed(seed)

    def draw(scores: torch.Tensor) -> int:
        odds = torch.softmax(scores / temperature, dim=-1)
        return int(torch.multinomial(odds, 1, generator=generator))

    return draw
