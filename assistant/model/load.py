"""A `ModelConfig` to a ready chat model; the one place that knows every kind of model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.model.report import ModelReport

if TYPE_CHECKING:
    from collections.abc import Callable

    from langchain_core.language_models import BaseChatModel

    from assistant.model.chat import LocalChatModel
    from assistant.model.config import ModelConfig
    from assistant.model.device import Placement
    from assistant.model.local import Loaded

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
    from assistant.model.chat import LocalChatModel
    from assistant.model.device import Traits, place, read_hardware
    from assistant.model.embedded import EMBEDDED_NAME, prepare_embedded
    from assistant.model.engine import Engine
    from assistant.model.generic import TransformersNetwork
    from assistant.model.local import end_tokens, load_local, read_config

    _set_threads(config.threads)
    embedded = config.name == "embedded"
    source = str(prepare_embedded(config.cache_dir, progress)) if embedded else config.name
    read_config(source)
    placement = place(config.device, config.quantisation, read_hardware(), Traits())
    loaded = load_local(source, placement)
    network = TransformersNetwork(loaded.model)
    engine = Engine(network, loaded.tokenizer, end_tokens=end_tokens(loaded))
    name = EMBEDDED_NAME if embedded else config.name
    return LocalChatModel(engine=engine, report=_report(name, loaded, placement))


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

    if threads is not None:
        torch.set_num_threads(threads)
