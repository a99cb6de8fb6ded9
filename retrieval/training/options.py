"""How large a run is: what a preset means for the search models, and what a person changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from retrieval.errors import CatalogueError
from retrieval.fitting import Compute, Keeping, Plan, compute_for

__all__ = ["Options", "Size", "Way", "size_of"]


@dataclass(frozen=True, slots=True)
class Size:
    """What a run costs. `batch` is examples a step, `longest` tokens of a text.

    `per_query` is how many right products a query gives an epoch, `negatives` how many wrong
    ones each of them is set against, beside the other queries' products; `most` how many
    examples an epoch has. `judged` is how many validation queries the score is taken over.
    """

    batch: int
    longest: int
    per_query: int
    negatives: int
    epochs: int
    most: int = 20_000
    judged: int = 500


_EMBEDDER: Mapping[str, Size] = {
    "cpu": Size(batch=16, longest=64, per_query=8, negatives=1, epochs=3, most=640, judged=60),
    "gpu": Size(batch=64, longest=128, per_query=24, negatives=4, epochs=6),
}
_RERANKER: Mapping[str, Size] = {
    "cpu": Size(batch=4, longest=96, per_query=3, negatives=5, epochs=3, most=160, judged=60),
    "gpu": Size(batch=16, longest=192, per_query=8, negatives=16, epochs=6),
}
_CHECKPOINT = "checkpoint.safetensors"
_SIZES = {"embedder": _EMBEDDER, "reranker": _RERANKER}


def size_of(kind: str, preset: str) -> Size:
    """Return the size of a run of that kind of model.

    Raises:
        CatalogueError: there is no such preset.
    """
    sizes = _SIZES[kind]
    if preset not in sizes:
        raise CatalogueError(f"there is no preset {preset!r}: take {' or '.join(sizes)}")
    return sizes[preset]


@dataclass(frozen=True, slots=True)
class Options:
    """One run: its size, where it computes, its seed, and whether only adapters are trained.

    `rate` is the highest learning rate; None is the usual one for LoRA or for all weights.
    `grades` say what a reranker learns of a pair: right or wrong, or how much it is worth.
    """

    size: Size
    preset: str = "cpu"
    lora: bool = False
    seed: int = 0
    rate: float | None = None
    grades: Literal["binary", "graded"] = "graded"

    @property
    def compute(self) -> Compute:
        """Where the run computes."""
        return compute_for(self.preset)

    @property
    def plan(self) -> Plan:
        """The schedule of the run."""
        usual = 5e-4 if self.lora else 5e-5
        return Plan(epochs=self.size.epochs, learning_rate=self.rate or usual)


@dataclass(frozen=True, slots=True)
class Way:
    """Where a run begins and where it is left.

    `base` is a folder of a BERT model; None is the bundled one. `resume` and `stop_after` are
    those of `Keeping`.
    """

    base: Path | None = None
    resume: bool = False
    stop_after: int | None = None

    def keeping(self, folder: Path, about: str) -> Keeping:
        """Keep a run in a folder."""
        return Keeping(folder / _CHECKPOINT, about, self.resume, self.stop_after)
