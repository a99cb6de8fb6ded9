"""Trains the adapter that `assistant.understanding` uses, from products to a folder with a card."""

from __future__ import annotations

from collections.abc import Collection

from assistant.training.material import make_material
from assistant.training.order import Order, Say, Tell, Trained, carry_out
from assistant.training.wordlists import load_words
from assistant.understanding.tuned import ADAPTER
from retrieval.catalogue import Product

__all__ = ["train_understanding"]


def train_understanding(
    products: Collection[Product],
    order: Order,
    *,
    tell: Tell = lambda _progress: None,
    say: Say = lambda _line: None,
) -> Trained:
    """Make the examples, train or go on training, and write the adapter.

    Raises AssistantError, saying what to do: no products, another training in that folder, no
    such model.
    """
    preset = order.preset
    say(f"making {preset.learnt} examples")
    material = make_material(
        load_words(), products, seed=order.seed, learnt=preset.learnt, held=preset.held
    )
    return carry_out(order, material, ADAPTER, card="card.md", tell=tell, say=say)
