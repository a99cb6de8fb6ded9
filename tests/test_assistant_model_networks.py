"""The networks and the prefix cache agree with transformers, and with themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from model_samples import save_tiny_llama

from assistant.model.prefix import PrefixCache, Slot

if TYPE_CHECKING:
    from pathlib import Path

    import torch
    from transformers import LlamaForCausalLM

    from assistant.model.network import Network
    from assistant.model.packing import Packing

PROMPTS = ([5, 6, 7, 8, 9, 10, 11, 12], [5, 6, 7, 8, 20, 21], [30, 31, 32, 33], [5, 6, 7, 8, 9, 40])


def tiny(folder: Path) -> LlamaForCausalLM:
    from transformers import LlamaForCausalLM

    if not (folder / "config.json").exists():
        save_tiny_llama(folder)
    return LlamaForCausalLM.from_pretrained(folder).eval()


@pytest.fixture(params=["lean", "generic"])
def network(request: pytest.FixtureRequest, tmp_path: Path) -> Network:
    from assistant.model.generic import TransformersNetwork
    from assistant.model.lean import LeanLlama

    model = tiny(tmp_path)
    return LeanLlama(model, "none") if request.param == "lean" else TransformersNetwork(model)


def reference(folder: Path, tokens: list[int]) -> torch.Tensor:
    import torch

    with torch.inference_mode():
        return tiny(folder)(torch.tensor([tokens])).logits[0, -1]


@pytest.mark.parametrize("sizes", [[40], [1] * 40, [7, 1, 25, 1, 6]])
def test_scores_are_those_of_transformers(
    network: Network, tmp_path: Path, sizes: list[int]
) -> None:
    import torch

    tokens = list(range(50, 90))
    memory, start = network.new_memory(), 0
    for size in sizes:
        features = network.read(memory, tokens[start : start + size])
        start += size
    scores = network.scores(features, None)
    torch.testing.assert_close(scores, reference(tmp_path, tokens), rtol=1e-4, atol=1e-4)
    rows = np.array([3, 17, 200])
    torch.testing.assert_close(network.scores(features, rows), scores[rows])


def test_a_memory_grows_past_its_first_room(network: Network, tmp_path: Path) -> None:
    import torch

    tokens = [50 + index % 200 for index in range(600)]
    memory = network.new_memory()
    for start in range(0, 600, 100):
        features = network.read(memory, tokens[start : start + 100])
    assert memory.length == 600
    expected = reference(tmp_path, tokens)
    torch.testing.assert_close(network.scores(features, None), expected, rtol=1e-4, atol=1e-4)


def test_a_fork_shares_nothing(network: Network) -> None:
    memory = network.new_memory()
    network.read(memory, PROMPTS[0])
    fork = memory.fork(4)
    network.read(fork, [99, 98, 97])
    alone = network.new_memory()
    network.read(alone, PROMPTS[0])
    one, other = (network.scores(network.read(each, [3]), None) for each in (memory, alone))
    assert one.equal(other)
    assert (fork.length, memory.length) == (7, len(PROMPTS[0]) + 1)


def greedy(network: Network, slot: Slot, prompt: list[int], count: int = 12) -> list[int]:
    unread, answer = prompt[len(slot.tokens) :], []
    for _ in range(count):
        answer.append(int(network.scores(slot.read(network, unread), None).argmax()))
        unread = answer[-1:]
    return answer


def test_output_with_the_cache_is_output_without(network: Network) -> None:
    cache = PrefixCache(network, slots=2)
    for prompt in PROMPTS * 3:
        expected = greedy(network, Slot(network.new_memory()), prompt)
        assert greedy(network, cache.take(prompt), prompt) == expected


def test_two_kinds_of_prompt_do_not_evict_each_other(network: Network) -> None:
    cache = PrefixCache(network, slots=2)
    understand, answer = list(range(100, 140)), [100, 101, *range(200, 240)]
    known = []
    for turn in range(4):
        for static in (understand, answer):
            slot = cache.take([*static, 5 + turn, 6])
            known.append(len(slot.tokens))
            greedy(network, slot, [*static, 5 + turn, 6], count=2)
    assert known == [0, 2, 40, 42, 40, 42, 40, 42]


def test_a_broken_reading_empties_its_slot(network: Network) -> None:
    slot = Slot(network.new_memory())
    slot.read(network, PROMPTS[0])
    with pytest.raises(IndexError):
        slot.read(network, [10**6])
    assert slot.tokens == []
    assert greedy(network, slot, PROMPTS[1]) == greedy(
        network, Slot(network.new_memory()), PROMPTS[1]
    )


@pytest.mark.parametrize(("quantisation", "most"), [("none", 0.005), ("int8", 0.01), ("q4", 0.1)])
@pytest.mark.parametrize("rows", [1, 3, 20, 40])
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_packed_weights_multiply_like_dense_ones(
    quantisation: Packing, most: float, rows: int, dtype: str
) -> None:
    import torch

    from assistant.model.packing import pack

    torch.manual_seed(rows)
    weights = [torch.randn(48, 64), torch.randn(16, 64)]
    given = torch.randn(rows, 64)
    kind = getattr(torch, dtype)
    product = pack([weight.to(kind) for weight in weights], quantisation)(given.to(kind))
    exact = given @ torch.cat(weights).T
    assert product.dtype == kind
    assert (product.float() - exact).norm() / exact.norm() < most


@pytest.mark.parametrize("shape", [(50, 40), (50, 64), (48, 40), (7, 32), (16, 32)])
def test_odd_shapes_are_not_packed_too_far(shape: tuple[int, int]) -> None:
    import torch

    from assistant.model.packing import pack

    weight, given = torch.randn(shape), torch.randn(2, shape[1])
    product = pack([weight], "q4")(given)
    assert (product - given @ weight.T).norm() / product.norm() < 0.15


@pytest.mark.parametrize("quantisation", ["int8", "q4"])
def test_a_packed_network_reads_and_writes(tmp_path: Path, quantisation: Packing) -> None:
    from assistant.model.lean import LeanLlama

    dense = LeanLlama(tiny(tmp_path), "none")
    network = LeanLlama(tiny(tmp_path), quantisation)
    assert network.memory > dense.memory
    prompt = list(range(50, 90))
    once = greedy(network, Slot(network.new_memory()), prompt)
    assert once == greedy(network, PrefixCache(network).take(prompt), prompt)


def test_four_bit_blocks_survive_unpacking_and_packing() -> None:
    import torch

    from assistant.model.packing import pack

    steps = torch.randint(0, 16, (64, 4, 32))
    steps[..., 0], steps[..., 1] = 0, 15  # as a quantiser leaves them: both ends are used
    scale, low = torch.rand(64, 4, 1) / 64 + 0.01, torch.rand(64, 4, 1) - 0.6
    weight = (steps * scale + low).flatten(1).bfloat16()
    rows = torch.randn(3, 128)
    product = pack([weight], "q4")(rows.bfloat16()).float()
    exact = rows @ (steps * scale + low).flatten(1).T
    rounded = rows.bfloat16().float() @ weight.float().T
    assert (product - exact).norm() < 1.5 * (rounded - exact).norm()


def test_lean_is_only_for_what_it_knows() -> None:
    from transformers import LlamaConfig, Qwen2Config

    from assistant.model.lean import can_run_lean

    assert can_run_lean(LlamaConfig())
    assert not can_run_lean(LlamaConfig(attention_bias=True))
    assert not can_run_lean(LlamaConfig(hidden_act="gelu"))
    assert not can_run_lean(Qwen2Config())
