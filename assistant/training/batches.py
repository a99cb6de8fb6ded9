"""Examples as tokens, and batches of like length. Knows nothing of how a model learns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from langchain_core.messages import convert_to_messages

from assistant.model.prompt import PromptTemplate
from assistant.training.examples import Example

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedTokenizerFast

__all__ = ["Encoded", "as_tensors", "batches", "encode"]

_IGNORED = -100  # the label that torch's cross entropy passes over
_POOL = 16  # batches sorted by length at a time


@dataclass(frozen=True, slots=True)
class Encoded:
    """Tokens of prompt and answer; only those from `answer_at` on are learnt."""

    tokens: tuple[int, ...]
    answer_at: int


def encode(examples: Sequence[Example], tokenizer: PreTrainedTokenizerFast) -> list[Encoded]:
    """Turn examples into tokens, each answer ended as the model ends its own."""
    template = PromptTemplate(tokenizer)
    encoded = []
    for example in examples:
        prompt = template.tokens(convert_to_messages(list(example.prompt)))
        answer = tokenizer.encode(example.answer, add_special_tokens=False)
        end = [] if tokenizer.eos_token_id is None else [tokenizer.eos_token_id]
        encoded.append(Encoded((*prompt, *answer, *end), len(prompt)))
    return encoded


def batches(encoded: Sequence[Encoded], size: int, seed: int) -> Iterator[list[Encoded]]:
    """Give batches of one pass over all, shuffled by seed; in a batch the lengths are alike."""
    random = Random(seed)
    order = list(range(len(encoded)))
    random.shuffle(order)
    for start in range(0, len(order), size * _POOL):
        pool = sorted(order[start : start + size * _POOL], key=lambda at: len(encoded[at].tokens))
        cuts = [pool[at : at + size] for at in range(0, len(pool), size)]
        random.shuffle(cuts)
        yield from ([encoded[at] for at in cut] for cut in cuts)


def as_tensors(batch: Sequence[Encoded], padding: int) -> dict[str, torch.Tensor]:
    """Pad a batch on the right: token ids, attention mask and labels, each [batch, length]."""
    import torch

    longest = max(len(item.tokens) for item in batch)
    ids = torch.full((len(batch), longest), padding)
    mask = torch.zeros((len(batch), longest), dtype=torch.long)
    labels = torch.full((len(batch), longest), _IGNORED)
    for row, item in enumerate(batch):
        tokens = torch.tensor(item.tokens)
        ids[row, : len(tokens)], mask[row, : len(tokens)] = tokens, 1
        labels[row, item.answer_at : len(tokens)] = tokens[item.answer_at :]
    return {"input_ids": ids, "attention_mask": mask, "labels": labels}
