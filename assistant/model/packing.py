"""Linear layers whose weights are packed for the few rows that decoding multiplies.

Writing a token reads every weight once, so its speed is the memory's: 4 or 8 bits a weight
instead of 16 are 2 to 4 times faster. Reading a prompt has many rows at once, where the
processor's dense product is faster; so the dense weights stay beside the packed ones.
Knows nothing of the network around.

The packed products are torch's own (`_weight_int4pack_mm_for_cpu`, `_weight_int8pack_mm`);
they are fast in bfloat16 on every processor, and in float32 on none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import torch  # noqa: TID253  # imported by load.py when a model is loaded, never earlier
import torch.nn.functional as F  # noqa: TID253, N812  # the name everyone gives it

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Linear", "Packing", "pack"]

Packing = Literal["none", "int8", "q4"]


_GROUP = 32
"""Weights that share a scale and a minimum, as in GGUF's Q4_1."""
_FEW_FOR_8, _FEW_FOR_4 = 12, 16
"""Up to so many rows the packed product is the faster one, on one core (decision 0002)."""


class Linear:
    """Dense weights; multiplies rows of shape [rows, inputs].

    Each of `weights` has shape [outputs, inputs]; the products of several stand side by
    side. They are not joined, so that they can stay where the file is mapped into memory.
    """

    def __init__(self, weights: Sequence[torch.Tensor]) -> None:
        self.weights = tuple(weights)

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """The products, shape [rows, all outputs]."""
        products = [F.linear(rows, weight) for weight in self.weights]
        return products[0] if len(products) == 1 else torch.cat(products, dim=1)

    @property
    def memory(self) -> int:
        """Bytes of the weights."""
        return sum(weight.nbytes for weight in self.weights)


class _Packed8(Linear):
    """One scale for each output, 8 bits a weight."""

    def __init__(self, weights: Sequence[torch.Tensor]) -> None:
        super().__init__(weights)
        steps = torch.cat([weight.float() for weight in weights])
        scales = torch.linalg.vector_norm(steps, ord=float("inf"), dim=1).clamp_(min=1e-9) / 127
        self._packed = steps.div_(scales[:, None]).round_().to(torch.int8)
        self._scales = scales.bfloat16()

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        if len(rows) > _FEW_FOR_8:
            return super().__call__(rows)
        product: torch.Tensor = torch._weight_int8pack_mm(
            rows.bfloat16(), self._packed, self._scales
        )
        return product.to(rows.dtype)

    @property
    def memory(self) -> int:
        return super().memory + int(self._packed.nbytes + self._scales.nbytes)


class _Packed4(Linear):
    """A scale and a minimum for each group of 32 weights, 4 bits a weight.

    Weights that were unpacked from such groups come out as they were, since the smallest
    and the largest of a group are on the grid.
    """

    def __init__(self, weights: Sequence[torch.Tensor]) -> None:
        super().__init__(weights)
        inputs = weights[0].shape[1]
        steps = torch.cat([weight.float() for weight in weights]).view(-1, inputs // _GROUP, _GROUP)
        low, high = steps.aminmax(dim=2, keepdim=True)
        scale = ((high - low) / 15).clamp_(min=1e-9)
        steps = steps.sub_(low).div_(scale).round_().to(torch.int32).flatten(1)
        self._packed = torch._convert_weight_to_int4pack_for_cpu(steps, 1)
        pair = torch.cat([scale, low + 8 * scale], dim=2)  # torch counts steps from the 8th
        self._scales = pair.transpose(0, 1).contiguous().bfloat16()

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        if len(rows) > _FEW_FOR_4:
            return super().__call__(rows)
        product: torch.Tensor = torch._weight_int4pack_mm_for_cpu(
            rows.bfloat16(), self._packed, _GROUP, self._scales
        )
        return product.to(rows.dtype)

    @property
    def memory(self) -> int:
        return super().memory + int(self._packed.nbytes + self._scales.nbytes)


def pack(weights: Sequence[torch.Tensor], quantisation: Packing) -> Linear:
    """The linear layer of these weights, each [outputs, inputs], under a quantisation."""
    # The packed products check no shapes: with rows that are not whole groups they read past
    # the end of the weights.
    whole = all(weight.shape[1] % _GROUP == 0 for weight in weights)
    if quantisation == "none" or not whole:
        return Linear(weights)
    tiled = all(len(weight) % 16 == 0 for weight in weights)
    return _Packed4(weights) if quantisation == "q4" and tiled else _Packed8(weights)
