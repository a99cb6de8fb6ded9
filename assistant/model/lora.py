"""Low-rank adapters (LoRA): small trained matrices beside weights that stay as they are.

Reads the files that peft writes; a `Linear` with an adapter gives its own product and the
adapter's. Knows nothing of the network around, nor of how an adapter was trained.

LoRA is Hu et al., Low-Rank Adaptation of Large Language Models (2021).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch  # noqa: TID253  # imported by load.py when a model is loaded, never earlier

from assistant.model.errors import ModelError
from assistant.model.packing import Linear

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Adapter", "Low", "adapted", "read_adapter"]

_PREFIX = "base_model.model.model."
_WEIGHTS, _CONFIG = "adapter_model.safetensors", "adapter_config.json"


@dataclass(frozen=True, slots=True)
class Low:
    """One module's pair: `down` is [rank, inputs], `up` is [outputs, rank], scaled already."""

    down: torch.Tensor
    up: torch.Tensor


@dataclass(frozen=True, slots=True)
class Adapter:
    """The pairs of one adapter by module, such as "layers.0.self_attn.q_proj"."""

    pairs: Mapping[str, Low]

    def beside(self, base: Linear, modules: Sequence[str]) -> Linear:
        """Put this adapter beside the joined layer of these modules, in their order."""
        return adapted(base, [self.pairs.get(module) for module in modules])


class _Adapted(Linear):
    """A linear layer, and a low-rank product added to its own."""

    def __init__(self, base: Linear, low: Low) -> None:
        super().__init__(base.weights)
        self._base, self._low = base, low

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        added = torch.mm(torch.mm(rows, self._low.down.T), self._low.up.T)
        return self._base(rows) + added

    @property
    def memory(self) -> int:
        return int(self._low.down.nbytes + self._low.up.nbytes)


def adapted(base: Linear, pairs: Sequence[Low | None]) -> Linear:
    """Give the layer with the pairs of its parts; a part without one stays as it is.

    Raises ModelError where a pair is not of its part's shape.
    """
    if not any(pairs):
        return base
    downs, ups = [], []
    for weight, pair in zip(base.weights, pairs, strict=True):
        outputs, inputs = weight.shape
        low = pair or Low(weight.new_zeros(0, inputs), weight.new_zeros(outputs, 0))
        if low.down.shape[1] != inputs or low.up.shape[0] != outputs:
            raise ModelError(
                f"an adapter's matrices are {tuple(low.up.shape)} by {tuple(low.down.shape)} and "
                f"the model's {outputs} by {inputs}: it was trained for another model"
            )
        downs.append(low.down.to(weight.dtype))
        ups.append(low.up.to(weight.dtype))
    return _Adapted(base, Low(torch.cat(downs).contiguous(), _diagonal(ups)))


def _diagonal(blocks: Sequence[torch.Tensor]) -> torch.Tensor:
    """One matrix with the blocks along its diagonal, each part fed by its own low rank."""
    joined: torch.Tensor = torch.block_diag(*blocks)  # type: ignore[no-untyped-call]  # torch's
    return joined


def read_adapter(folder: Path) -> Adapter:
    """Read an adapter as peft saved it. Raises ModelError, saying what is wrong."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        config = json.loads((folder / _CONFIG).read_text(encoding="utf-8"))
        weights = load_file(folder / _WEIGHTS)
        scale = float(config["lora_alpha"]) / (
            config["r"] ** 0.5 if config.get("use_rslora") else config["r"]
        )
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise ModelError(
            f"the adapter in {folder} cannot be read ({error}): it needs {_CONFIG} and "
            f"{_WEIGHTS} as `aisle train` writes them"
        ) from error
    return Adapter(_pairs(weights, scale, folder))


def _pairs(weights: Mapping[str, torch.Tensor], scale: float, folder: Path) -> dict[str, Low]:
    pairs = {}
    for name, down in weights.items():
        module, found, _ = name.partition(".lora_A.")
        if not found:
            continue
        up = weights.get(name.replace(".lora_A.", ".lora_B."))
        if up is None or not module.startswith(_PREFIX):
            raise ModelError(f"the adapter in {folder} has no pair for {name}: train it anew")
        pairs[module.removeprefix(_PREFIX)] = Low(down, up.float() * scale)
    if not pairs:
        raise ModelError(f"the adapter in {folder} holds no LoRA matrices: train it anew")
    return pairs
