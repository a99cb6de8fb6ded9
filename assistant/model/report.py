"""What is in force: the model, where it runs and why; knows nothing of loading it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ModelReport"]


@dataclass(frozen=True, slots=True)
class ModelReport:
    """One chat model, for people and for `aisle doctor`.

    `parameters` counts weights and `memory` the bytes they take; both are None where the
    model is not in this process. `reason` is one line.
    """

    name: str
    device: str
    dtype: str
    quantisation: str
    reason: str
    parameters: int | None = None
    memory: int | None = None
