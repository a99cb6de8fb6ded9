"""Loads a model of this machine or of the hub by transformers and accelerate.

Knows nothing of decoding. Every failure is one ModelError that says what to do; code of a
model's repository is never run and weights are read as safetensors only.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.model.errors import ModelError
from retrieval.hub import HubError, lies_here

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transformers import (
        BitsAndBytesConfig,
        PretrainedConfig,
        PreTrainedModel,
        PreTrainedTokenizerFast,
    )

    from assistant.model.device import Placement

__all__ = ["Loaded", "check_source", "end_tokens", "load_local", "quiet", "read_config"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model and its tokenizer, as transformers made them."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerFast


def check_source(source: str) -> bool:
    """Whether the model is on this machine, and nobody is to be asked for it.

    Needs no library that takes long to load. Raises ModelError where there is no such folder,
    or the model is not here and the hub has none of that name or cannot be reached.
    """
    _check_folder(source)
    try:
        return Path(source).expanduser().is_dir() or lies_here(source)
    except HubError as error:
        raise ModelError(_advice(source, error)) from error


def read_config(source: str) -> PretrainedConfig:
    """The configuration of the model in a folder or on the hub.

    Raises ModelError where there is no such model, folder or configuration.
    """
    from transformers import AutoConfig

    here = check_source(source)
    with _explained(source):
        return AutoConfig.from_pretrained(source, trust_remote_code=False, local_files_only=here)


def load_local(source: str, placement: Placement) -> Loaded:
    """Load model and tokenizer as placed. Raises ModelError."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    here = check_source(source)
    _check_memory(source, placement)
    with _explained(source), quiet():
        tokenizer = AutoTokenizer.from_pretrained(
            source, trust_remote_code=False, local_files_only=here
        )
        _check_tokenizer(source, tokenizer)
        model = AutoModelForCausalLM.from_pretrained(
            source,
            dtype=getattr(torch, placement.dtype),
            device_map="auto" if placement.device == "cuda" else "cpu",
            quantization_config=_quantisation(placement),
            use_safetensors=True,
            trust_remote_code=False,
            local_files_only=here,
        )
    elsewhere = {str(place) for place in getattr(model, "hf_device_map", {}).values()}
    if placement.device == "cuda" and elsewhere & {"cpu", "disk"}:
        raise ModelError(
            f"{source} does not fit into the memory of the GPU: choose quantisation 'nf4', "
            "a smaller model or device 'cpu'"
        )
    return Loaded(model.eval(), tokenizer)


@contextmanager
def quiet() -> Iterator[None]:
    """Without transformers' progress bars: this program says in one line what it does."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def end_tokens(loaded: Loaded) -> frozenset[int]:
    """Every token that ends an answer, by the generation settings and the tokenizer."""
    named = loaded.model.generation_config.eos_token_id
    ids = named if isinstance(named, list) else [named]
    return frozenset(id_ for id_ in [*ids, loaded.tokenizer.eos_token_id] if id_ is not None)


def _quantisation(placement: Placement) -> BitsAndBytesConfig | None:
    if placement.backend != "bitsandbytes":
        return None
    import torch
    from transformers import BitsAndBytesConfig

    if placement.quantisation == "int8":
        return BitsAndBytesConfig(load_in_8bit=True)
    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=getattr(torch, placement.dtype),
    )


def _check_folder(source: str) -> None:
    path = Path(source).expanduser()
    looks_like_path = source.startswith((".", "/", "~", "\\")) or source.count("/") > 1
    if looks_like_path and not path.is_dir():
        raise ModelError(
            f"there is no model folder {source}: check the path, or name a model of the hub "
            "as OWNER/NAME, or 'embedded'"
        )
    if path.is_dir() and not (path / "config.json").is_file():
        raise ModelError(
            f"the folder {source} has no config.json, so it holds no transformers model: "
            "point to the folder that save_pretrained wrote"
        )


def _check_memory(source: str, placement: Placement) -> None:
    """Refuse what cannot fit, since the system would kill the process rather than say no."""
    import psutil  # type: ignore[import-untyped]  # comes with accelerate

    weights = sum(path.stat().st_size for path in Path(source).glob("*.safetensors"))
    free = psutil.virtual_memory().available
    if placement.device == "cpu" and weights > free:
        raise ModelError(
            f"not enough memory for {source}: its weights take {weights / 2**30:.1f} GiB and "
            f"{free / 2**30:.1f} GiB are free; choose a smaller model, or end other programs"
        )


def _check_tokenizer(source: str, tokenizer: PreTrainedTokenizerFast) -> None:
    if not getattr(tokenizer, "is_fast", False):
        raise ModelError(f"{source} has no fast tokenizer (tokenizer.json): choose another model")
    if not tokenizer.chat_template:
        raise ModelError(
            f"{source} has no chat template, so it is no chat model: choose its 'instruct' form"
        )


@contextmanager
def _explained(source: str) -> Iterator[None]:
    """Turn whatever loading raises into a ModelError, with the next step."""
    import torch

    try:
        yield
    except ModelError:
        raise
    except (MemoryError, torch.OutOfMemoryError) as error:
        raise ModelError(
            f"not enough memory for {source}: choose quantisation 'nf4' or a smaller model"
        ) from error
    except ImportError as error:
        raise ModelError(f"{source} needs a package that is not installed: {error}") from error
    except Exception as error:  # each library underneath has errors of its own
        raise ModelError(_advice(source, error)) from error


def _advice(source: str, error: Exception) -> str:
    first = str(error).strip().split("\n", 1)[0]
    if "allocate memory" in str(error):
        return f"not enough memory for {source}: choose a smaller model"
    if "trust_remote_code" in str(error) or "custom code" in str(error):
        return f"{source} runs code of its own repository, which is refused: choose another model"
    if Path(source).is_dir():
        return f"the model in {source} cannot be loaded ({first}): fetch it anew"
    return (
        f"the model {source} cannot be had ({first}): check the name and the connection, fetch "
        "it beforehand with `hf download`, or use the model 'embedded'"
    )
