"""Where and how exactly a run computes, decided once from its preset, and its seed.

Knows nothing of what is trained.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from random import seed as seed_python
from typing import Literal

from retrieval.errors import CatalogueError

__all__ = ["PRESETS", "Compute", "Preset", "compute_for", "seeded"]

Preset = Literal["cpu", "gpu"]
PRESETS: tuple[Preset, ...] = ("cpu", "gpu")


@dataclass(frozen=True, slots=True)
class Compute:
    """torch's `device`, the type that products are computed in, and why, in one line."""

    device: str
    dtype: Literal["float32", "bfloat16"]
    why: str

    def autocast(self) -> AbstractContextManager[object]:
        """Let the products inside be computed in `dtype`; weights and sums stay float32."""
        import torch

        if self.dtype == "float32":
            return nullcontext()
        return torch.autocast(self.device, dtype=torch.bfloat16)


def compute_for(preset: str) -> Compute:
    """Decide for a preset: `cpu` in float32, `gpu` on the first CUDA device, in bf16 if it can.

    Raises:
        CatalogueError: there is no such preset, or no GPU.
    """
    if preset not in PRESETS:
        raise CatalogueError(f"there is no preset {preset!r}: take {' or '.join(PRESETS)}")
    if preset == "cpu":
        return Compute("cpu", "float32", "the preset cpu computes in float32")
    import torch

    if not torch.cuda.is_available():
        raise CatalogueError("the preset gpu needs a CUDA device and there is none: take cpu")
    name = torch.cuda.get_device_name(0)
    if torch.cuda.is_bf16_supported():
        return Compute("cuda", "bfloat16", f"{name} computes in bfloat16")
    return Compute("cuda", "float32", f"{name} has no bfloat16")


def seeded(seed: int) -> None:
    """Seed Python, numpy and torch: the same seed trains the same on the same machine."""
    import numpy as np
    import torch

    seed_python(seed)
    np.random.seed(seed % 2**32)
    torch.manual_seed(seed)
