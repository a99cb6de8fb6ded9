"""The seam between decoding and a network: tokens in, scores of the next token out.

Knows nothing of text, grammars or limits. `generic.py` meets it for any causal language
model, `lean.py` faster for Llama on a processor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt
    import torch

__all__ = ["Memory", "Network"]


class Memory(Protocol):
    """The keys and values of the tokens that a network has read, of one sequence."""

    @property
    def adapter(self) -> str | None:
        """Name of the adapter that they are read with."""

    @property
    def length(self) -> int:
        """How many tokens have been read."""

    def crop(self, length: int) -> None:
        """Forget everything after the first `length` tokens."""

    def fork(self, length: int) -> Memory:
        """A copy of the first `length` tokens that shares nothing with this one."""


class Network(Protocol):
    """A causal language model that reads on from a memory."""

    vocabulary: int
    """Number of scores, which may be more than the tokenizer has tokens."""
    context: int
    """Longest sequence in tokens."""
    can_crop: bool
    """Whether a memory can be cropped; if not, no prefix is reused."""

    @property
    def adapters(self) -> frozenset[str]:
        """Names of the adapters there are."""

    def add_adapter(self, name: str, folder: Path) -> None:
        """Read a LoRA adapter as peft saved it. Raises ModelError where it does not fit."""

    def new_memory(self, adapter: str | None = None) -> Memory:
        """The memory of a sequence that has not begun, to be read with an adapter or none."""

    def read(self, memory: Memory, tokens: Sequence[int]) -> torch.Tensor:
        """Read tokens (at least one) into the memory; features of the last one."""

    def scores(self, features: torch.Tensor, rows: npt.NDArray[np.int64] | None) -> torch.Tensor:
        """Scores of the next token, float32 on the CPU: of all, or of these rows only."""
