"""Llama on a processor as a `Network`, without what a step of one token does not need.

The arithmetic is that of transformers' `LlamaForCausalLM`; what is gone is the thirty layers'
Python, the copying of keys and values at every token, and most of the weights' bytes (see
`packing.py`). Knows nothing of text, grammars or limits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import torch  # noqa: TID253  # imported by load.py when a model is loaded, never earlier
import torch.nn.functional as F  # noqa: TID253, N812  # the name everyone gives it

from assistant.model.layers import take_apart, with_adapter
from assistant.model.lora import read_adapter
from assistant.model.packing import Packing, pack

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt
    from transformers import LlamaConfig, LlamaForCausalLM, PretrainedConfig

    from assistant.model.layers import Layer
    from assistant.model.network import Memory

__all__ = ["LeanLlama", "can_run_lean"]

_LONGEST = 32_768
"""Tokens of context for which rotations are kept ready; no prompt of a shop comes near."""
_FEW_ROWS = 512
"""Up to so many allowed tokens it is faster to score only those."""
_NOMINEES = 32


def can_run_lean(config: PretrainedConfig) -> bool:
    """Whether a model of this configuration is a Llama without anything unusual."""
    rope = getattr(config, "rope_parameters", None) or {}
    return (
        config.model_type == "llama"
        and config.hidden_act == "silu"
        and not config.attention_bias
        and not config.mlp_bias
        and rope.get("rope_type", "default") in ("default", "linear", "llama3")
    )


class LeanMemory:
    """Keys and values, shape [layers, 2, heads, capacity, head size]; grows by doubling.

    `adapter` names the adapter that they were computed with.
    """

    def __init__(self, store: torch.Tensor, adapter: str | None = None) -> None:
        self.store = store
        self.adapter = adapter
        self.length = 0

    def reserve(self, length: int) -> None:
        """Make room for `length` tokens in all."""
        layers, two, heads, capacity, size = self.store.shape
        if length > capacity:
            grown = self.store.new_empty(layers, two, heads, max(length, 2 * capacity), size)
            grown[..., : self.length, :] = self.store[..., : self.length, :]
            self.store = grown

    def crop(self, length: int) -> None:
        """Forget everything after the first `length` tokens."""
        self.length = length

    def fork(self, length: int) -> LeanMemory:
        """A copy of the first `length` tokens."""
        memory = LeanMemory(self.store[..., :length, :].clone(), self.adapter)
        memory.length = length
        return memory


class LeanLlama:
    """Takes the model apart: its layers' weights move here, and it is of no use afterwards."""

    can_crop = True

    def __init__(self, model: LlamaForCausalLM, quantisation: Packing) -> None:
        config: LlamaConfig = model.config
        self._heads, self._groups = config.num_attention_heads, config.num_key_value_heads
        self._size = config.head_dim or config.hidden_size // self._heads
        self._epsilon = config.rms_norm_eps
        self.vocabulary = int(config.vocab_size)
        self.context = min(int(config.max_position_embeddings), _LONGEST)
        with torch.inference_mode():
            self._embedding = model.get_input_embeddings().weight.detach()
            self._rotations = _rotations(model, self.context, self._embedding)
            self._norm = model.model.norm.weight.detach().float()
            head = model.get_output_embeddings().weight.detach()
            self._head = pack([head], "none" if quantisation == "none" else "int8")
            plain = take_apart(model, quantisation)
            self._layers: dict[str | None, list[Layer]] = {None: plain}

    @property
    def adapters(self) -> frozenset[str]:
        """Names of the adapters there are."""
        return frozenset(name for name in self._layers if name is not None)

    def add_adapter(self, name: str, folder: Path) -> None:
        """Read a LoRA adapter. Raises ModelError where it is not one for this model."""
        with torch.inference_mode():
            self._layers[name] = with_adapter(self._layers[None], read_adapter(folder))

    @property
    def memory(self) -> int:
        """Bytes of all weights, dense and packed, adapters included."""
        variants = self._layers.values()
        linears = {linear for layers in variants for layer in layers for linear in layer.linears}
        tied = self._head.weights[0].data_ptr() == self._embedding.data_ptr()
        embedding = 0 if tied else self._embedding.nbytes
        return embedding + sum(linear.memory for linear in [self._head, *linears])

    def new_memory(self, adapter: str | None = None) -> LeanMemory:
        """The memory of a sequence that has not begun, to be read with an adapter or none."""
        shape = (len(self._layers[None]), 2, self._groups, 256, self._size)
        return LeanMemory(torch.empty(shape, dtype=self._embedding.dtype), adapter)

    def read(self, memory: Memory, tokens: Sequence[int]) -> torch.Tensor:
        """Read tokens; the features are the last one's normalised state, float32 [1, size]."""
        lean = cast("LeanMemory", memory)
        past, total = lean.length, lean.length + len(tokens)
        lean.reserve(total)
        with torch.inference_mode():
            hidden = self._embedding[list(tokens)]
            turn = self._rotations[:, past:total]
            mask = self._mask(past, total)
            for layer, store in zip(self._layers[lean.adapter], lean.store, strict=True):
                hidden = self._run(layer, hidden, turn, store[..., :total, :], mask)
            lean.length = total
            return self._normalised(hidden[-1:].float(), self._norm)

    def scores(self, features: torch.Tensor, rows: npt.NDArray[np.int64] | None) -> torch.Tensor:
        """Scores of the next token, float32 on the CPU: of all, or of these rows only.

        Scores in bfloat16 are eighths, so that the best ones often tie, and packed weights
        are off by as much. So these only nominate; the nominees are scored in float32.
        """
        with torch.inference_mode():
            chosen = None if rows is None else torch.from_numpy(rows)
            if chosen is not None and len(chosen) <= _FEW_ROWS:
                return self._exact(features, chosen)
            rough = self._head(features.to(self._embedding.dtype))[0].float()
            if chosen is not None:
                rough = rough[chosen]
            nominees = rough.topk(min(_NOMINEES, len(rough)), sorted=False).indices
            rough[nominees] = self._exact(
                features, nominees if chosen is None else chosen[nominees]
            )
            return rough

    def _exact(self, features: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
        return F.linear(features, self._head.weights[0][rows].float())[0]

    def _run(
        self,
        layer: Layer,
        hidden: torch.Tensor,
        turn: torch.Tensor,
        store: torch.Tensor,
        mask: torch.Tensor | None,
    ) -> torch.Tensor:
        """One layer over rows [tokens, hidden size]; fills the end of its keys and values."""
        mixed = layer.qkv(self._normalised(hidden, layer.attention_norm))
        heads = mixed.view(len(hidden), -1, self._size)
        queries, keys, values = torch.split(heads, [self._heads, self._groups, self._groups], dim=1)
        store[0, :, -len(hidden) :] = _rotated(keys, turn).transpose(0, 1)
        store[1, :, -len(hidden) :] = values.transpose(0, 1)
        hidden = hidden + layer.out(self._attended(_rotated(queries, turn), store, mask))
        gate, up = layer.gate_up(self._normalised(hidden, layer.mlp_norm)).chunk(2, dim=1)
        return hidden + layer.down(F.silu(gate) * up)

    def _attended(
        self, queries: torch.Tensor, store: torch.Tensor, mask: torch.Tensor | None
    ) -> torch.Tensor:
        """Attention. The queries that share keys are rows of one product, since torch is slow
        at a single row with shared keys."""
        tokens, per_group = len(queries), self._heads // self._groups
        rows = queries.view(tokens, self._groups, per_group, self._size).permute(1, 2, 0, 3)
        rows = rows.reshape(1, self._groups, per_group * tokens, self._size)
        seen = F.scaled_dot_product_attention(rows, store[:1], store[1:], attn_mask=mask)
        seen = seen.view(self._groups, per_group, tokens, self._size).permute(2, 0, 1, 3)
        return seen.reshape(tokens, -1)

    def _mask(self, past: int, total: int) -> torch.Tensor | None:
        """Which keys each row may see; None for a single token, which sees all."""
        if total - past == 1:
            return None
        causal = torch.ones(total - past, total, dtype=torch.bool).tril(diagonal=past)
        return causal.repeat(self._heads // self._groups, 1)

    def _normalised(self, hidden: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        return torch.rms_norm(hidden, list(weight.shape), weight, self._epsilon)


def _rotated(heads: torch.Tensor, turn: torch.Tensor) -> torch.Tensor:
    """Rotary positions on [tokens, heads, size]; `turn` is [2, tokens, 1, size]."""
    cosine, sine = turn
    turned: torch.Tensor = heads * cosine + heads.roll(heads.shape[-1] // 2, -1) * sine
    return turned


def _rotations(model: LlamaForCausalLM, length: int, like: torch.Tensor) -> torch.Tensor:
    """Cosines and signed sines of every position, shape [2, length, 1, head size]."""
    cosine, sine = model.model.rotary_emb(like, torch.arange(length)[None])
    sine[..., : sine.shape[-1] // 2] *= -1
    return torch.stack([cosine[0], sine[0]]).unsqueeze(2)
