"""`aisle train`: parts that learn. One file a subcommand."""

from __future__ import annotations

import typer

from ui.commands.train import acts, answers, embedder, reranker, understanding

__all__ = ["acts", "answers", "app", "embedder", "reranker", "understanding"]

app = typer.Typer(help="Train the parts that learn.", no_args_is_help=True)
app.command("understanding")(understanding.train_understanding)
app.command("answers")(answers.train_answers)
app.command("acts")(acts.train_acts)
app.command("embedder")(embedder.train_embedder)
app.command("reranker")(reranker.train_reranker)
