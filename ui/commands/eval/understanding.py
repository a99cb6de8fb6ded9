"""`aisle eval understanding`: how well messages are understood, on labelled ones."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.eval.options import Data, Plot, tell
from ui.options import AsJson, Shop, notice, settings_for

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models import BaseChatModel

    from assistant.settings import Settings
    from assistant.understanding import Listener

__all__ = ["evaluate_understanding"]

_PLAIN = "plain"
_Model = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="As AISLE_MODEL; `plain` is no model at all, fast."),
]
_Limit = Annotated[int | None, typer.Option(min=1, help="Only the first so many of a file.")]
_Errors = Annotated[int, typer.Option(min=0, help="List so many messages that were misread.")]


def evaluate_understanding(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    *,
    data: Data,
    model: _Model = None,
    limit: _Limit = None,
    errors: _Errors = 0,
    plot: Plot = None,
    as_json: AsJson = False,
    shop: Shop = None,
) -> None:
    """Measure acts, slots, whole requests and joint goals on labelled messages.

    The data is a file, or a folder of them: our own format (docs/understanding.md), or requests
    of ChatShop, ShoppingBench or WebShop, which are understood over this shop's words.
    """
    from assistant.build import build_embeddings
    from assistant.shop import prepare
    from assistant.storefront import Storefront
    from assistant.training.evaluation import read_material
    from ui.evaluating.measure import Bench
    from ui.evaluating.telling import told, told_as_json
    from ui.progress import progress_bar

    materials = read_material(data)
    settings = settings_for(context, shop)
    embeddings = build_embeddings(settings)
    with progress_bar() as progress:
        prepare(settings, embeddings, progress=progress)
        here = Storefront(settings, embeddings)()
        bench = Bench(_listener(settings, model, embeddings), here, embeddings)
        measured = bench.measure(materials, limit=limit, progress=progress)
    if plot is not None:
        from ui.evaluating.plot import plot_confusion

        if measured.figures is None:
            raise typer.BadParameter(f"{data} labels no acts", param_hint="--plot")
        plot_confusion(measured.figures.confusion, plot)
        notice(f"wrote {plot}")
    plain = told_as_json(measured, errors)
    tell(plain, lambda: typer.echo(told(measured, errors)), as_json=as_json)


def _listener(settings: Settings, model: str | None, embeddings: Embeddings) -> Listener:
    from assistant.build import build_classifier
    from assistant.understanding import Listener

    classify = build_classifier(settings, embeddings)
    return Listener(_model(settings, model), settings.deadline, classify)


def _model(settings: Settings, name: str | None) -> BaseChatModel:
    from assistant.build import build_model
    from assistant.model import ScriptedChatModel

    if name == _PLAIN:
        logging.getLogger("assistant.understanding").setLevel(logging.ERROR)  # it never answers
        return ScriptedChatModel(answers=())
    named = settings if name is None else settings.model_copy(update={"model": name})
    return build_model(named, say=notice)
