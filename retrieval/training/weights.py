"""What the models that are trained have in common: low-rank adapters, and quiet loading.

Knows nothing of what the models do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transformers import PreTrainedModel

__all__ = ["merged", "quiet", "with_adapters"]

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


@contextmanager
def quiet() -> Iterator[None]:
    """Keep transformers from drawing bars and from telling which weights are new."""
    from transformers.utils import logging

    shown, level = logging.is_progress_bar_enabled(), logging.get_verbosity()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if shown:
            logging.enable_progress_bar()
