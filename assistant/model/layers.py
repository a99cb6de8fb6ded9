"""The decoder layers of a Llama as few large products, with or without an adapter.

Knows nothing of what is computed with them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.model.packing import Linear, Packing, pack

if TYPE_CHECKING:
    import torch
    from transformers import LlamaForCausalLM

    from assistant.model.lora import Adapter

__all__ = ["Layer", "take_apart", "with_adapter"]

_PARTS = {
    "qkv": ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    "out": ("self_attn.o_proj",),
    "gate_up": ("mlp.gate_proj", "mlp.up_proj"),
    "down": ("mlp.down_proj",),
}
"""A layer's products, and transformers' names of the matrices that each joins."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One decoder layer; `qkv` and `gate_up` are several matrices in one."""

    attention_norm: torch.Tensor
    mlp_norm: torch.Tensor
    qkv: Linear
    out: Linear
    gate_up: Linear
    down: Linear

    @property
    def linears(self) -> tuple[Linear, ...]:
        """Its products."""
        return self.qkv, self.out, self.gate_up, self.down


def take_apart(model: LlamaForCausalLM, quantisation: Packing) -> list[Layer]:
    """The layers of the model, which loses them: no more than one is held twice."""
    layers, modules = [], model.model.layers
    while len(modules):
        module = modules.pop(0)
        packed = {
            part: pack([module.get_submodule(name).weight.detach() for name in names], quantisation)
            for part, names in _PARTS.items()
        }
        layers.append(
            Layer(
                attention_norm=module.input_layernorm.weight.detach(),
                mlp_norm=module.post_attention_layernorm.weight.detach(),
                **packed,
            )
        )
    return layers


def with_adapter(layers: list[Layer], adapter: Adapter) -> list[Layer]:
    """The same layers with an adapter beside each product; the weights are shared.

    Raises ModelError where the adapter was trained for another model.
    """
    return [_adapted(layer, f"layers.{at}", adapter) for at, layer in enumerate(layers)]


def _adapted(layer: Layer, name: str, adapter: Adapter) -> Layer:
    def beside(part: str, base: Linear) -> Linear:
        return adapter.beside(base, [f"{name}.{module}" for module in _PARTS[part]])

    return replace(
        layer,
        qkv=beside("qkv", layer.qkv),
        out=beside("out", layer.out),
        gate_up=beside("gate_up", layer.gate_up),
        down=beside("down", layer.down),
    )
