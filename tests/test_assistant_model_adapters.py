"""Trained adapters: both networks agree with peft, and no adapter's memory serves another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from model_samples import save_tiny_llama

from assistant.model.errors import ModelError
from assistant.model.prefix import PrefixCache, Slot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import torch
    from transformers import PreTrainedModel

    from assistant.model.network import Network

PROMPT = list(range(40, 70))


def tiny(folder: Path) -> PreTrainedModel:
    from transformers import AutoModelForCausalLM

    if not (folder / "config.json").is_file():
        save_tiny_llama(folder)
    return AutoModelForCausalLM.from_pretrained(folder).eval()


def save_adapter(model: PreTrainedModel, folder: Path, targets: Sequence[str], seed: int) -> None:
    """An adapter of random matrices that are large enough to change what is written."""
    import torch
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(seed)
    adapted = get_peft_model(model, LoraConfig(r=4, lora_alpha=8, target_modules=list(targets)))
    for name, weight in adapted.named_parameters():
        if ".lora_B." in name:
            torch.nn.init.normal_(weight, std=0.3)
    adapted.save_pretrained(folder)


@pytest.fixture(params=["lean", "generic"])
def network(request: pytest.FixtureRequest, tmp_path: Path) -> Network:
    from assistant.model.generic import TransformersNetwork
    from assistant.model.lean import LeanLlama

    save_adapter(tiny(tmp_path / "m"), tmp_path / "a", ["q_proj", "k_proj", "o_proj"], seed=1)
    save_adapter(
        tiny(tmp_path / "m"), tmp_path / "b", ["v_proj", "gate_proj", "up_proj", "down_proj"], 2
    )
    model = tiny(tmp_path / "m")
    made = LeanLlama(model, "none") if request.param == "lean" else TransformersNetwork(model)
    made.add_adapter("a", tmp_path / "a")
    made.add_adapter("b", tmp_path / "b")
    return made


def by_peft(folder: Path, adapter: str | None) -> torch.Tensor:
    import torch
    from peft import PeftModel

    model = tiny(folder / "m")
    if adapter:
        model = PeftModel.from_pretrained(model, folder / adapter).eval()
    with torch.inference_mode():
        return model(input_ids=torch.tensor([PROMPT])).logits[0, -1]


@pytest.mark.parametrize("adapter", [None, "a", "b"])
def test_the_scores_are_those_of_peft(network: Network, tmp_path: Path, adapter: str) -> None:
    features = network.read(network.new_memory(adapter), PROMPT)
    assert network.adapters == {"a", "b"}
    expected = by_peft(tmp_path, adapter)
    assert (network.scores(features, None)[: len(expected)] - expected).abs().max() < 2e-3


def test_adapters_change_what_is_written_and_leave_no_trace(network: Network) -> None:
    def best(adapter: str | None) -> list[int]:
        slot = Slot(network.new_memory(adapter))
        scores = network.scores(slot.read(network, PROMPT), None)
        return scores.topk(5).indices.tolist()

    plain = best(None)
    assert best("a") != plain != best("b")
    assert best(None) == plain


def test_what_one_adapter_read_is_not_gone_on_with_by_another(network: Network) -> None:
    cache = PrefixCache(network)
    cache.take(PROMPT, "a").read(network, PROMPT)
    assert cache.take(PROMPT).tokens == []
    assert cache.take(PROMPT, "b").tokens == []
    assert len(cache.take(PROMPT, "a").tokens) == len(PROMPT) - 1


def test_a_fork_and_a_broken_reading_keep_the_adapter(network: Network) -> None:
    slot = Slot(network.new_memory("a"))
    slot.read(network, PROMPT)
    assert slot.fork(4).memory.adapter == "a"
    with pytest.raises(IndexError):
        slot.read(network, [10**6])
    assert slot.memory.adapter == "a"


def test_the_weights_of_adapters_are_counted_once(tmp_path: Path) -> None:
    from assistant.model.lean import LeanLlama

    save_adapter(tiny(tmp_path / "m"), tmp_path / "a", ["q_proj"], seed=1)
    network = LeanLlama(tiny(tmp_path / "m"), "none")
    before = network.memory
    network.add_adapter("a", tmp_path / "a")
    assert 0 < network.memory - before < before / 10


@pytest.mark.parametrize("fault", ["no folder", "no config", "other shapes", "no matrices"])
def test_an_adapter_that_does_not_fit_is_refused(tmp_path: Path, fault: str) -> None:
    from safetensors.torch import load_file, save_file

    from assistant.model.lean import LeanLlama

    save_adapter(tiny(tmp_path / "m"), tmp_path / "a", ["q_proj"], seed=1)
    weights = tmp_path / "a" / "adapter_model.safetensors"
    if fault == "no config":
        (tmp_path / "a" / "adapter_config.json").write_text(json.dumps({"r": 4}))
    elif fault == "other shapes":
        save_file({k: v[:, :3].contiguous() for k, v in load_file(weights).items()}, weights)
    elif fault == "no matrices":
        save_file({}, weights)
    network = LeanLlama(tiny(tmp_path / "m"), "none")
    with pytest.raises(ModelError, match="adapter"):
        network.add_adapter("a", tmp_path / ("nowhere" if fault == "no folder" else "a"))
