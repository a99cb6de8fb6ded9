"""`aisle eval`: how good the parts are on judged data. One file a subcommand."""

from __future__ import annotations

import typer

from ui.commands.eval import answers, search, understanding

__all__ = ["answers", "app", "search", "understanding"]

app = typer.Typer(help="Measure the parts on judged data.", no_args_is_help=True)
app.command("search")(search.evaluate_search)
app.command("understanding")(understanding.evaluate_understanding)
app.command("answers")(answers.evaluate_answers)
