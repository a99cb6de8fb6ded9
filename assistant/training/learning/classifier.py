"""Trains the network that tells acts: two layers on sentence embeddings, in seconds.

Knows numbers only: rows of features, and which of so many classes each is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from torch import nn

__all__ = ["Fitted", "Recipe", "Rows", "fit", "save"]

Rows = tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]
"""Features, shape (rows, features), and the class of every row."""
_BATCH = 256


class Recipe(BaseModel):
    """How it is trained; `noise` is added to the features, in their own size."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    examples: int = 24_000
    hidden: int = 256
    dropout: float = 0.5
    decay: float = 0.1
    noise: float = 0.15
    epochs: int = 8
    rate: float = 2e-3


@dataclass(frozen=True, slots=True)
class Fitted:
    """A network, the mean loss of each epoch, and after each the share right in every set."""

    network: nn.Module
    losses: tuple[float, ...]
    right: Mapping[str, tuple[float, ...]]


def fit(learnt: Rows, classes: int, recipe: Recipe, seed: int, held: Mapping[str, Rows]) -> Fitted:
    """Train a network; `held` are sets that only judge it, by name."""
    import torch

    torch.manual_seed(seed)
    rows, right = map(torch.from_numpy, learnt)
    network = _network(rows.shape[1], classes, recipe)
    steps = recipe.epochs * -(-len(rows) // _BATCH)
    optimiser = torch.optim.AdamW(network.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.rate, total_steps=steps)
    losses: list[float] = []
    judged: dict[str, list[float]] = {name: [] for name in held}
    for _ in range(recipe.epochs):
        lost = 0.0
        order = torch.randperm(len(rows))
        for start in range(0, len(rows), _BATCH):
            batch = order[start : start + _BATCH]
            noisy = rows[batch] + recipe.noise * torch.randn_like(rows[batch])
            loss: torch.Tensor = torch.nn.functional.cross_entropy(
                network.train()(noisy), right[batch]
            )
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            lost += loss.item() * len(batch)
        losses.append(round(lost / len(rows), 4))
        for name, kept in held.items():
            judged[name].append(_share_right(network.eval(), kept))
    shares = {name: tuple(shares) for name, shares in judged.items()}
    return Fitted(network.eval(), tuple(losses), shares)


def save(network: nn.Module, file: Path, metadata: dict[str, str]) -> None:
    """Write the weights in half precision."""
    from safetensors.torch import save_file

    named = network.named_parameters()
    weights = {name: value.detach().half().contiguous() for name, value in named}
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(weights, file, metadata=metadata)


def _network(inputs: int, count: int, recipe: Recipe) -> nn.Module:
    from torch import nn

    network = nn.Sequential()
    network.add_module("hidden", nn.Linear(inputs, recipe.hidden))
    network.add_module("bend", nn.ReLU())
    network.add_module("drop", nn.Dropout(recipe.dropout))
    network.add_module("out", nn.Linear(recipe.hidden, count))
    return network


def _share_right(network: nn.Module, rows: Rows) -> float:
    import torch

    with torch.inference_mode():
        best = network(torch.from_numpy(rows[0])).argmax(-1).numpy()
    return round(float((best == rows[1]).mean()), 4)
