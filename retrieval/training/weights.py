"""Low-rank adapters for the models that are trained.

Knows nothing of what the models do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transformers import PreTrainedModel

__all__ = ["merged", "with_adapters"]

_RANK = 16
_LAYERS = ["query", "key", "value", "dense"]


def with_adapters(model: PreTrainedModel, *, whole: list[str] | None = None) -> PreTrainedModel:
    """Freeze a BERT model but for low-rank adapters on every product of its layers.

    `whole` names parts that are trained whole. Hu et al., LoRA: Low-rank adaptation of large
    language models (2021), by peft.
    """
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(
        r=_RANK, lora_alpha=2 * _RANK, target_modules=_LAYERS, modules_to_save=whole
    )
    return get_peft_model(model, config)


def merged(model: PreTrainedModel) -> PreTrainedModel:
    """Add adapters to the weights that they adapt, in a copy: the result needs no peft."""
    from copy import deepcopy

    return deepcopy(model).merge_and_unload()
