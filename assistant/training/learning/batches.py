"""Examples as tokens, and batches of like length. Knows nothing of how a model learns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from langchain_core.messages import convert_to_messages

from assistant.model.prompt import PromptTemplate
from assistant.training.examples import Learnt

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedTokenizerFast

__all__ = ["IGNORED", "Encoded", "as_tensors", "encode", "endless", "passes"]

IGNORED = -100
"""The label of tokens that are not learnt, which torch's cross entropy passes over."""
_POOL = 16  # batches sorted by length at a time


@dataclass(frozen=True, slots=True)
class Encoded:
    """Tokens of prompt and answer; those from `answer_at` on are learnt, what is judged apart
    (an act, a first sentence) ends before `act_until`.
    """

    tokens: tuple[int, ...]
    answer_at: int
    act_until: int
    searches: bool


def encode(examples: Sequence[Learnt], tokenizer: PreTrainedTokenizerFast) -> list[Encoded]:
    """Turn examples into tokens, each answer ended as the model ends its own."""
    template = PromptTemplate(tokenizer)
    end = () if tokenizer.eos_token_id is None else (tokenizer.eos_token_id,)
    encoded = []
    for example in examples:
        prompt = template.tokens(convert_to_messages(list(example.prompt)))
        answer = tokenizer(example.answer, add_special_tokens=False, return_offsets_mapping=True)
        act_ends = example.answer.index(example.begins) + len(example.begins)
        of_act = sum(start < act_ends for start, _ in answer["offset_mapping"])
        tokens = (*prompt, *answer["input_ids"], *end)
        encoded.append(Encoded(tokens, len(prompt), len(prompt) + of_act, example.whole))
    return encoded


def passes(encoded: Sequence[Encoded], size: int, seed: int) -> Iterator[list[Encoded]]:
    """Give batches of one pass over all, shuffled by seed; in a batch the lengths are alike."""
    random = Random(seed)
    order = list(range(len(encoded)))
    random.shuffle(order)
    cuts = []
    for start in range(0, len(order), size * _POOL):
        pool = sorted(order[start : start + size * _POOL], key=lambda at: len(encoded[at].tokens))
        cuts += [pool[at : at + size] for at in range(0, len(pool), size)]
    random.shuffle(cuts)
    yield from ([encoded[at] for at in cut] for cut in cuts)


def endless(encoded: Sequence[Encoded], size: int, seed: int) -> Iterator[list[Encoded]]:
    """Give batches of pass after pass, each in an order of its own."""
    for number in count():
        yield from passes(encoded, size, seed + number)


def as_tensors(batch: Sequence[Encoded], padding: int) -> dict[str, torch.Tensor]:
    """Pad a batch on the right: token ids, attention mask and labels, each [batch, length]."""
    import torch

    longest = max(len(item.tokens) for item in batch)
    ids = torch.full((len(batch), longest), padding)
    mask = torch.zeros((len(batch), longest), dtype=torch.long)
    labels = torch.full((len(batch), longest), IGNORED)
    for row, item in enumerate(batch):
        tokens = torch.tensor(item.tokens)
        ids[row, : len(tokens)], mask[row, : len(tokens)] = tokens, 1
        labels[row, item.answer_at : len(tokens)] = tokens[item.answer_at :]
    return {"input_ids": ids, "attention_mask": mask, "labels": labels}
