"""`aisle train acts`: the classifier that doubts what the rules take a message for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.train.products import products_of
from ui.options import Shop, notice, settings_for

__all__ = ["train_acts"]

_Out = Annotated[
    Path, typer.Option(metavar="DIR", help="Where the classifier is written: DIR/acts.")
]
_Seed = Annotated[int, typer.Option(min=0, help="Another seed, other messages and beginnings.")]


def train_acts(context: typer.Context, *, out: _Out, seed: _Seed = 0, shop: Shop = None) -> None:
    """Train the classifier of acts on messages made from a catalogue; about a minute.

    Learns from the catalogue of the shop, the demo shop's by default. What was written is used
    with AISLE_ADAPTERS=DIR.
    """
    from assistant.training import acts
    from retrieval.embedding import load_embeddings

    products = products_of(settings_for(context, shop))
    trained = acts.train_acts(products, load_embeddings(), out, seed=seed, say=notice)
    for name, share in trained.right.items():
        notice(f"{name}: acts {share:.1%}")
    typer.echo(trained.folder)
