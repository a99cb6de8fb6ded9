"""`aisle understand`: one request alone, from words to the delta and to the request."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import AsJson, Shop, notice, settings_for

if TYPE_CHECKING:
    from assistant.understanding import Understood

__all__ = ["understand"]


def understand(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What a shopper says.")] = "",
    *,
    from_stdin: Annotated[
        bool, typer.Option("--stdin", help="One text a line in, one JSON object a line out.")
    ] = False,
    as_json: AsJson = False,
    shop: Shop = None,
) -> None:
    """Show what a message means, each on its own, without answering it."""
    from assistant.build import build_classifier, build_embeddings, build_model
    from assistant.dialogue import State
    from assistant.shop import prepare
    from assistant.storefront import Storefront
    from assistant.understanding import Listener
    from assistant.understanding import understand as understood_of
    from ui.progress import progress_bar
    from ui.terminal import decoded, read_lines, use_utf8

    use_utf8()
    settings = settings_for(context, shop)
    embeddings = build_embeddings(settings)
    with progress_bar() as progress:
        prepare(settings, embeddings, progress=progress)
    now = Storefront(settings, embeddings)()
    model, classify = build_model(settings, say=notice), build_classifier(settings, embeddings)
    listener = Listener(model, settings.deadline, classify)
    for message in read_lines() if from_stdin else [decoded(text)]:
        began = time.perf_counter()
        understood = understood_of(listener, message, State(), now.index, now.manner)
        took = (time.perf_counter() - began) * 1000
        indent = None if from_stdin or as_json else 2
        typer.echo(
            json.dumps(_object(message, understood, took), ensure_ascii=False, indent=indent)
        )


def _object(message: str, understood: Understood, took: float) -> dict[str, object]:
    from pydantic import TypeAdapter

    from assistant.types import Delta, Request
    from ui.wire import constraints_object

    request = TypeAdapter(Request).dump_python(understood.request, mode="json")
    del request["conditions"]
    request["constraints"] = constraints_object(understood.request.conditions)
    return {
        "text": message,
        "delta": TypeAdapter(Delta).dump_python(understood.delta, mode="json"),
        "request": request,
        "ms": round(took, 1),
    }
