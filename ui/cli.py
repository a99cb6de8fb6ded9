"""The `aisle` command: its name, its commands, and how errors leave it.

Each command lives in a file of its own under `ui/commands` and imports what is heavy when it
runs, so that `aisle --help` answers at once.
"""

from __future__ import annotations

import sys

import typer

from assistant.errors import AssistantError
from retrieval.errors import CatalogueError
from ui.commands import bench, chat, copy, doctor, index, search, serve, test, understand
from ui.commands import eval as eval_commands
from ui.commands import train as train_commands
from ui.options import Globals, Shop

__all__ = ["app", "main"]

app = typer.Typer(
    name="aisle",
    help="A self-hosted shopping assistant for one shop's catalogue.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _globals(context: typer.Context, shop: Shop = None) -> None:
    context.obj = Globals(shop)


for command in (
    chat.chat,
    serve.serve,
    index.index,
    search.search,
    understand.understand,
    doctor.doctor,
    bench.bench,
    copy.copy,
):
    app.command()(command)
app.command("test")(test.play_scripts)
app.add_typer(eval_commands.app, name="eval")
app.add_typer(train_commands.app, name="train")


def main() -> None:
    """Run the command line; an error that people can mend is one line and exit code 1."""
    try:
        app()
    except (AssistantError, CatalogueError) as error:
        typer.echo(f"aisle: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        sys.stderr.close()
        sys.exit(1)
