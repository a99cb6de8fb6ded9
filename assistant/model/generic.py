"""Any causal language model of transformers as a `Network`; knows nothing of its kind."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, cast

import torch  # noqa: TID253  # imported by local.py when a model is loaded, never earlier
from transformers import DynamicCache  # noqa: TID253

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt
    from transformers import PreTrainedModel

    from assistant.model.network import Memory

__all__ = ["TransformersNetwork"]


class _CacheMemory:
    """A `Memory` over transformers' own cache."""

    def __init__(self, cache: DynamicCache) -> None:
        self.cache = cache

    @property
    def length(self) -> int:
        return int(self.cache.get_seq_length())

    def crop(self, length: int) -> None:
        self.cache.crop(length - self.length)

    def fork(self, length: int) -> _CacheMemory:
        memory = _CacheMemory(copy.deepcopy(self.cache))
        memory.crop(length)
        return memory


class TransformersNetwork:
    """Runs `model` through its own forward; works on any device and any quantisation."""

    def __init__(self, model: PreTrainedModel) -> None:
        self._model = model
        self.vocabulary = int(model.get_output_embeddings().weight.shape[0])
        self.context = int(getattr(model.config, "max_position_embeddings", 4096))
        self.can_crop = bool(self._new_cache().is_croppable)

    def _new_cache(self) -> DynamicCache:
        return DynamicCache(config=self._model.config)

    def new_memory(self) -> _CacheMemory:
        """The memory of a sequence that has not begun."""
        return _CacheMemory(self._new_cache())

    def read(self, memory: Memory, tokens: Sequence[int]) -> torch.Tensor:
        """Read tokens; the features are the scores of the whole vocabulary, on the device."""
        with torch.inference_mode():
            output = self._model(
                input_ids=torch.tensor([tokens], device=self._model.device),
                past_key_values=cast("_CacheMemory", memory).cache,
                use_cache=True,
                logits_to_keep=1,
            )
            return cast("torch.Tensor", output.logits[0, -1])

    def scores(self, features: torch.Tensor, rows: npt.NDArray[np.int64] | None) -> torch.Tensor:
        """Scores of the next token, float32 on the CPU: of all, or of these rows only."""
        if rows is not None:
            features = features[torch.from_numpy(rows).to(features.device)]
        return features.float().cpu()
