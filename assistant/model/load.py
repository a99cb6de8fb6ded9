"""A `ModelConfig` to a ready chat model; the one place that knows every kind of model."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from assistant.model.report import ModelReport

if TYPE_CHECKING:
    from collections.abc import Callable

    from langchain_core.language_models import BaseChatModel
    from transformers import PreTrainedModel

    from assistant.model.chat import LocalChatModel
    from assistant.model.config import ModelConfig
    from assistant.model.device import Placement
    from assistant.model.local import Loaded
    from assistant.model.network import Network

__all__ = ["describe", "load_chat_model"]


def load_chat_model(
    config: ModelConfig, *, progress: Callable[[str], None] | None = None
) -> BaseChatModel:
    """Load or connect to the model; `progress` is given one line for what takes long.

    Raises ModelError, saying what to do, where that is not possible. A remote server is not
    asked before the first call.
    """
    if config.is_remote:
        from assistant.model.remote import connect

        return connect(config)
    return _load_here(config, progress)


def describe(model: BaseChatModel) -> ModelReport:
    """What is in force. A model that was not made here is described by its class."""
    report = getattr(model, "report", None)
    if isinstance(report, ModelReport):
        return report
    name = type(model).__name__
    return ModelReport(name, "elsewhere", "unknown", "unknown", f"{name}, brought by the caller")


def _load_here(config: ModelConfig, progress: Callable[[str], None] | None) -> LocalChatModel:
    embedded = config.name == "embedded"
    if not embedded:
        from assistant.model.local import check_source

        check_source(config.name)  # before anything is loaded that takes long
    from assistant.model.chat import LocalChatModel
    from assistant.model.device import Traits, place, read_hardware
    from assistant.model.embedded import EMBEDDED_NAME, prepare_embedded
    from assistant.model.engine import Engine
    from assistant.model.lean import can_run_lean
    from assistant.model.local import end_tokens, load_local, read_config

    _set_threads(config.threads)
    source = str(prepare_embedded(config.cache_dir, progress)) if embedded else config.name
    traits = Traits(lean=can_run_lean(read_config(source)), four_bit=embedded)
    placement = place(config.device, config.quantisation, read_hardware(), traits)
    loaded = load_local(source, placement)
    report = _report(EMBEDDED_NAME if embedded else config.name, loaded, placement)
    network = _network(loaded.model, placement, lean=traits.lean)
    for adapter, folder in config.adapters.items():
        network.add_adapter(adapter, folder)
    engine = Engine(network, loaded.tokenizer, end_tokens=end_tokens(loaded))
    return LocalChatModel(engine=engine, report=report)


def _network(model: PreTrainedModel, placement: Placement, *, lean: bool) -> Network:
    from assistant.model.generic import TransformersNetwork
    from assistant.model.lean import LeanLlama

    here = lean and placement.device == "cpu" and placement.backend == "torch"
    if here and placement.quantisation != "nf4":
        return LeanLlama(model, placement.quantisation)
    return TransformersNetwork(model)


def _report(name: str, loaded: Loaded, placement: Placement) -> ModelReport:
    return ModelReport(
        name=name,
        device=placement.device,
        dtype=placement.dtype,
        quantisation=placement.quantisation,
        reason=placement.reason,
        parameters=sum(weight.numel() for weight in loaded.model.parameters()),
        memory=int(loaded.model.get_memory_footprint()),
    )


def _set_threads(threads: int | None) -> None:
    import torch

    # A step waits for its slowest thread some hundred times. With a thread on every core it
    # waits whenever anything else runs, and is then ten times slower than with one less.
    torch.set_num_threads(threads or max(1, (os.cpu_count() or 1) - 1))
