"""Gives the figures of decision 0002: products, agreement with float32, and speed by threads.

python docs/decisions/0002_decoding.py [THREADS]
"""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from assistant.model.embedded import prepare_embedded
from assistant.model.generic import TransformersNetwork
from assistant.model.lean import LeanLlama
from assistant.model.packing import pack
from assistant.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.model.network import Network
    from assistant.model.packing import Linear

SHAPES = [(960, 576), (576, 576), (3072, 576), (576, 1536)]  # of one layer, products joined
LAYERS = 30
TEXT = Path(__file__).parents[2] / "LICENSE"


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest of several runs, after one to warm up."""
    work()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


def products() -> None:
    """Milliseconds of all layers' products, by rows at once."""
    weights = [[torch.randn(shape).bfloat16() for shape in SHAPES] for _ in range(LAYERS)]
    kinds = {kind: [[pack([w], kind) for w in layer] for layer in weights]
             for kind in ("none", "int8", "q4")}  # fmt: skip
    print("products of 30 layers, ms:", *(f"{kind:>8}" for kind in kinds))
    for rows in (1, 4, 8, 16, 24, 32, 300):
        given = [torch.randn(rows, inputs).bfloat16() for _, inputs in SHAPES]
        figures = [best_of(5, partial(multiply, layers, given)) for layers in kinds.values()]
        print(f"{rows:>24} rows:", *(f"{1000 * figure:8.1f}" for figure in figures))


def multiply(layers: list[list[Linear]], given: list[torch.Tensor]) -> None:
    """Every product of every layer, once."""
    for layer in layers:
        for product, rows in zip(layer, given, strict=True):
            product(rows)


def agreement(folder: Path) -> None:
    """How near each network's next-token scores are to those of float32, and its speed."""
    tokens = AutoTokenizer.from_pretrained(folder)(TEXT.read_text())["input_ids"][200:600]
    reference = one_by_one(network(folder, "generic", torch.float32), tokens)[0]
    for kind in ("generic", "none", "int8", "q4"):
        scores, rate = one_by_one(network(folder, kind, torch.bfloat16), tokens)
        same = (scores.argmax(1) == reference.argmax(1)).float().mean()
        distance = (reference.exp() * (reference - scores)).sum(1).mean()
        print(
            f"{kind:>8}, bf16: same best token {same:.3f}, KL {distance:.5f}, {rate:.0f} tokens/s"
        )


def network(folder: Path, kind: str, dtype: torch.dtype) -> Network:
    """One of the networks over the bundled weights."""
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype)
    return TransformersNetwork(model) if kind == "generic" else LeanLlama(model, kind)


def one_by_one(network: Network, tokens: list[int]) -> tuple[torch.Tensor, float]:
    """Logarithms of the odds after each token, shape [tokens, vocabulary]; tokens a second."""
    memory, began = network.new_memory(), time.perf_counter()
    scores = [network.scores(network.read(memory, [token]), None) for token in tokens]
    rate = len(tokens) / (time.perf_counter() - began)
    return torch.log_softmax(torch.stack(scores), dim=1), rate


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    torch.manual_seed(0)
    with torch.inference_mode():
        products()
        agreement(prepare_embedded(load_settings().cache_dir, print))
