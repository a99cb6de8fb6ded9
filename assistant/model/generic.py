"""Any causal language model of transformers as a `Network`; knows nothing of its kind."""

from __future__ import annotations

import copy
from contextlib import nullcontext
from typing import TYPE_CHECKING, cast

import torch  # noqa: TID253  # imported by local.py when a model is loaded, never earlier
from transformers import DynamicCache  # noqa: TID253

from assistant.model.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt
    from peft import PeftModel
    from transformers import PreTrainedModel

    from assistant.model.network import Memory

__all__ = ["TransformersNetwork"]


class _CacheMemory:
    """A `Memory` over transformers' own cache."""

    def __init__(self, cache: DynamicCache, adapter: str | None = None) -> None:
        self.cache = cache
        self.adapter = adapter

    @property
    def length(self) -> int:
        return int(self.cache.get_seq_length())

    def crop(self, length: int) -> None:
        self.cache.crop(length - self.length)

    def fork(self, length: int) -> _CacheMemory:
        memory = _CacheMemory(copy.deepcopy(self.cache), self.adapter)
        memory.crop(length)
        return memory


class TransformersNetwork:
    """Runs `model` through its own forward; works on any device and any quantisation."""

    def __init__(self, model: PreTrainedModel) -> None:
        self._model: PreTrainedModel | PeftModel = model
        self._adapters: set[str] = set()
        self.vocabulary = int(model.get_output_embeddings().weight.shape[0])
        self.context = int(getattr(model.config, "max_position_embeddings", 4096))
        self.can_crop = bool(self._new_cache().is_croppable)

    def _new_cache(self) -> DynamicCache:
        return DynamicCache(config=self._model.config)

    @property
    def adapters(self) -> frozenset[str]:
        """Names of the adapters there are."""
        return frozenset(self._adapters)

    def add_adapter(self, name: str, folder: Path) -> None:
        """Read a LoRA adapter by peft. Raises ModelError where it does not fit."""
        from peft import PeftModel

        try:
            if isinstance(self._model, PeftModel):
                self._model.load_adapter(str(folder), adapter_name=name)
            else:
                peft = PeftModel.from_pretrained(self._model, str(folder), adapter_name=name)
                self._model = peft.eval()
        except Exception as error:  # peft and safetensors have errors of their own
            raise ModelError(f"the adapter in {folder} cannot be read: {error}") from error
        self._adapters.add(name)

    def new_memory(self, adapter: str | None = None) -> _CacheMemory:
        """The memory of a sequence that has not begun, to be read with an adapter or none."""
        return _CacheMemory(self._new_cache(), adapter)

    def read(self, memory: Memory, tokens: Sequence[int]) -> torch.Tensor:
        """Read tokens; the features are the scores of the whole vocabulary, on the device."""
        cached = cast("_CacheMemory", memory)
        with torch.inference_mode(), self._using(cached.adapter):
            output = self._model(
                input_ids=torch.tensor([tokens], device=self._model.device),
                cache=cached.cache,
                use_cache=True,
                logits_to_keep=1,
            )
            return cast("torch.Tensor", output.logits[0, -1])

    def _using(self, adapter: str | None) -> AbstractContextManager[None]:
        if adapter is not None:
            self._model.set_adapter(adapter)
        elif self._adapters:
            return cast("AbstractContextManager[None]", self._model.disable_adapter())
        return nullcontext()

    def scores(self, features: torch.Tensor, rows: npt.NDArray[np.int64] | None) -> torch.Tensor:
        """Scores of the next token, float32 on the CPU: of all, or of these rows only."""
        if rows is not None:
            features = features[torch.from_numpy(rows).to(features.device)]
        return features.float().cpu()
