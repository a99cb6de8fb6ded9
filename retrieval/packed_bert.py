"""BERT's encoder over texts laid end to end: no padding is computed, and no text knows another.

The layers are Devlin et al., BERT: pre-training of deep bidirectional transformers (2019), with
the weights of a transformers `BertModel`. Knows nothing of tokens, threads or devices.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from transformers import BertModel
    from transformers.models.bert.modeling_bert import BertLayer

__all__ = ["PackedBert", "int8_product", "plain_product"]

Product = Callable[["torch.Tensor"], "torch.Tensor"]
MakeProduct = Callable[["torch.Tensor", "torch.Tensor"], Product]
"""From weights (out, in) and bias (out,) to the map of rows (n, in) to rows (n, out)."""

_STEPS = 90
"""Of a weight's int8 scale, to either side. With all 127 more sums of two products leave the
sixteen bits that AVX2 adds them in; docs/decisions/0005-generations.md has the figures."""


@dataclass(frozen=True, slots=True)
class _Norm:
    weight: torch.Tensor
    bias: torch.Tensor
    epsilon: float

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        import torch

        return torch.layer_norm(rows, self.weight.shape, self.weight, self.bias, self.epsilon)


@dataclass(frozen=True, slots=True)
class _Layer:
    queries_keys_values: Product
    attended: Product
    attended_norm: _Norm
    widened: Product
    narrowed: Product
    norm: _Norm


class PackedBert:
    """The mean of a text's last states; `product` makes the maps that the layers consist of."""

    def __init__(self, model: BertModel, product: MakeProduct) -> None:
        words, places = model.embeddings, model.embeddings.position_embeddings.weight
        self._words = words.word_embeddings.weight.detach()
        self._places = (places + words.token_type_embeddings.weight[0]).detach()
        self._norm = _norm(words.LayerNorm)
        self._heads = model.config.num_attention_heads
        self._layers = [_layer(each, product) for each in model.encoder.layer]

    def __call__(self, texts: Sequence[Sequence[int]]) -> torch.Tensor:
        """Encode the ids of texts' tokens, at least one each; float32, shape (texts, states).

        Texts of one length that are neighbours are attended to together, which is quicker.
        """
        import torch

        device = self._words.device
        ids = torch.tensor([each for text in texts for each in text], device=device)
        rows = self._words[ids] + torch.cat([self._places[: len(text)] for text in texts])
        rows = self._norm(rows)
        runs = [(len(list(run)), length) for length, run in groupby(map(len, texts))]
        for layer in self._layers:
            seen = self._attend(layer.queries_keys_values(rows), runs)
            rows = layer.attended_norm(rows + layer.attended(seen))
            wide = torch.nn.functional.gelu(layer.widened(rows))
            rows = layer.norm(rows + layer.narrowed(wide))
        parts = torch.split(rows.float(), [count * length for count, length in runs])
        means = [p.view(*run, -1).mean(dim=1) for p, run in zip(parts, runs, strict=True)]
        return torch.cat(means)

    def _attend(self, rows: torch.Tensor, runs: Sequence[tuple[int, int]]) -> torch.Tensor:
        """Let the tokens of each text see one another; rows hold queries, keys and values."""
        import torch

        found = []
        parts = torch.split(rows, [count * length for count, length in runs])
        for part, (count, length) in zip(parts, runs, strict=True):
            heads = part.view(count, length, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
            seen = torch.nn.functional.scaled_dot_product_attention(*heads)
            found.append(seen.transpose(1, 2).reshape(count * length, -1))
        return torch.cat(found)


def plain_product(weight: torch.Tensor, bias: torch.Tensor) -> Product:
    """Multiply in the weights' own type."""
    import torch

    return lambda rows: torch.nn.functional.linear(rows, weight, bias)


def int8_product(weight: torch.Tensor, bias: torch.Tensor) -> Product:
    """Multiply in int8: a scale for each row of the weights, and one for each row of the input.

    A row's product depends on nothing but that row, bit by bit: torch scales a whole input, so
    each row is first divided by its largest number, and a row with 1 and -1 stands below them.
    """
    import torch

    scales = (weight.abs().amax(dim=1) / _STEPS).clamp(min=1e-12).double()
    zeros = torch.zeros(len(scales), dtype=torch.int64)
    with warnings.catch_warnings():  # deprecated; pyproject.toml bounds torch for it
        warnings.simplefilter("ignore", UserWarning)
        small = torch.quantize_per_channel(weight, scales, zeros, 0, torch.qint8)
    packed = torch.ops.quantized.linear_prepack(small, torch.zeros_like(bias))

    def product(rows: torch.Tensor) -> torch.Tensor:
        count = len(rows)
        largest = rows.abs().amax(dim=1, keepdim=True).clamp_(min=1e-12)
        framed = rows.new_zeros(count + 1, rows.shape[1])
        torch.div(rows, largest, out=framed[:count])
        framed[count, 0], framed[count, 1] = 1, -1
        found = torch.ops.quantized.linear_dynamic(framed, packed, False)
        return torch.addcmul(bias, found[:count], largest)

    return product


def _layer(layer: BertLayer, product: MakeProduct) -> _Layer:
    import torch

    attention, after = layer.attention.self, layer.attention.output
    three = (attention.query, attention.key, attention.value)
    return _Layer(
        queries_keys_values=product(
            torch.cat([each.weight for each in three]).detach(),
            torch.cat([each.bias for each in three]).detach(),
        ),
        attended=product(after.dense.weight.detach(), after.dense.bias.detach()),
        attended_norm=_norm(after.LayerNorm),
        widened=product(
            layer.intermediate.dense.weight.detach(), layer.intermediate.dense.bias.detach()
        ),
        narrowed=product(layer.output.dense.weight.detach(), layer.output.dense.bias.detach()),
        norm=_norm(layer.output.LayerNorm),
    )


def _norm(norm: torch.nn.LayerNorm) -> _Norm:
    return _Norm(norm.weight.detach(), norm.bias.detach(), norm.eps)
