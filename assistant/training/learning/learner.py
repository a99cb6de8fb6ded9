"""A causal language model with an adapter that learns: the owner of peft and accelerate here.

Only the answers' tokens are scored against the whole vocabulary, since that product is as
dear as several layers. Knows nothing of files but those of the base model.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.training.learning.batches import IGNORED, Encoded, as_tensors
from assistant.training.learning.progress import Score
from assistant.training.presets import Preset

if TYPE_CHECKING:
    import torch
    from peft import PeftModel
    from transformers import PreTrainedTokenizerFast

__all__ = ["Learner"]

_MODULES = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
_STEEPEST = 1.0  # norm to which a gradient is cut


class Learner:
    """One model, its new adapter and its optimizer; the same seed begins the same."""

    def __init__(self, source: str, preset: Preset, seed: int) -> None:
        import torch
        from accelerate import Accelerator

        on_cpu = preset.device == "cpu"
        if not on_cpu and not torch.cuda.is_available():
            raise AssistantError("the preset 'gpu' needs a CUDA device and there is none: use cpu")
        torch.manual_seed(seed)
        self._accelerator = Accelerator(cpu=on_cpu, mixed_precision="no" if on_cpu else "bf16")
        # What stays as it is needs no more than the bfloat16 it was packed in, on a GPU.
        dtype = torch.float32 if on_cpu else torch.bfloat16
        self.tokenizer, self.model = _load(source, preset, dtype)
        self.weights = [w for w in self.model.parameters() if w.requires_grad]
        # Adapters are small: there is nothing to gain from decaying them.
        self.optimizer = torch.optim.AdamW(self.weights, lr=preset.rate, weight_decay=0.0)
        self.model, self._prepared = self._accelerator.prepare(self.model, self.optimizer)

    def learn(self, batch: Sequence[Encoded], rate: float) -> float:
        """Take one step on a batch at this learning rate; the loss before it."""
        import torch.nn.functional as F  # noqa: N812  # the name everyone gives it

        self.model.train()
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        logits, labels, _ = self._answers(batch)
        loss = F.cross_entropy(logits.float(), labels)
        self._accelerator.backward(loss)
        self._accelerator.clip_grad_norm_(self.weights, _STEEPEST)
        self._prepared.step()
        self._prepared.zero_grad()
        return float(loss.detach())

    def judge(self, batches: Iterable[Sequence[Encoded]]) -> Score:
        """Judge without learning: a free greedy answer is right where every token is.

        So the accuracies are those of an answer that no grammar holds.
        """
        import torch
        import torch.nn.functional as F  # noqa: N812  # the name everyone gives it

        self.model.eval()
        losses: list[float] = []
        acts: list[bool] = []
        wishes: list[bool] = []
        with torch.inference_mode():
            for batch in batches:
                logits, labels, rows = self._answers(batch)
                lost = F.cross_entropy(logits.float(), labels, reduction="none")
                right = logits.argmax(dim=1) == labels
                for row, item in enumerate(batch):
                    own = right[rows == row]
                    losses.append(float(lost[rows == row].mean()))
                    acts.append(bool(own[: item.act_until - item.answer_at].all()))
                    wishes += [bool(own.all())] * item.searches
        return Score(
            loss=sum(losses) / len(losses),
            act=sum(acts) / len(acts),
            wish=sum(wishes) / max(1, len(wishes)),
        )

    def _answers(self, batch: Sequence[Encoded]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Scores [n, vocabulary], labels [n] and rows [n] of every answer token in a batch."""
        tensors = as_tensors(batch, self.tokenizer.pad_token_id or 0)
        tensors = {name: self._placed(tensor) for name, tensor in tensors.items()}
        base = self._accelerator.unwrap_model(self.model).get_base_model()
        with self._accelerator.autocast():
            hidden = base.get_decoder()(
                input_ids=tensors["input_ids"],
                attention_mask=tensors["attention_mask"],
                use_cache=False,
            ).last_hidden_state
            labels = tensors["labels"][:, 1:]
            asked = labels != IGNORED
            logits = base.get_output_embeddings()(hidden[:, :-1][asked])
        return logits, labels[asked], asked.nonzero()[:, 0]

    def _placed(self, tensor: torch.Tensor) -> torch.Tensor:
        """A tensor where the model is; to a GPU from pinned memory, without waiting."""
        device = self._accelerator.device
        return tensor if device.type == "cpu" else tensor.pin_memory().to(device, non_blocking=True)


def _load(
    source: str, preset: Preset, dtype: torch.dtype
) -> tuple[PreTrainedTokenizerFast, PeftModel]:
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from assistant.model.local import quiet

    try:
        with quiet():
            tokenizer = AutoTokenizer.from_pretrained(source, trust_remote_code=False)
            model = AutoModelForCausalLM.from_pretrained(
                source, dtype=dtype, use_safetensors=True, trust_remote_code=False
            )
    except (OSError, ValueError) as error:
        raise AssistantError(f"the model {source} cannot be loaded to train it: {error}") from error
    count = int(model.config.num_hidden_layers)
    config = LoraConfig(
        r=preset.rank,
        lora_alpha=2 * preset.rank,
        target_modules=list(_MODULES),
        layers_to_transform=list(range(max(0, count - preset.layers), count)),
        layers_pattern="layers",
        task_type="CAUSAL_LM",
    )
    return tokenizer, get_peft_model(model, config)
