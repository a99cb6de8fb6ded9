"""`aisle train`: parts that learn. One file a subcommand."""

from __future__ import annotations

import typer

from ui.commands.train import embedder, reranker, understanding

__all__ = ["app", "embedder", "reranker", "understanding"]

app = typer.Typer(help="Train the parts that learn.", no_args_is_help=True)
app.command("understanding")(understanding.train_understanding)
app.command("embedder")(embedder.train_embedder)
app.command("reranker")(reranker.train_reranker)
