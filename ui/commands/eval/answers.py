"""`aisle eval answers`: the check of sentences, whole conversations, questions on documents."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import AsJson, Shop, notice, settings_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from langchain_core.language_models import BaseChatModel

    from assistant.evaluation import Mutation
    from assistant.service import Shop as OpenShop
    from assistant.settings import Settings
    from assistant.understanding import Classify

__all__ = ["evaluate_answers"]

_LYING, _PLAIN = "lying", "plain"
_Sentences = Annotated[
    int, typer.Option(min=0, help="True sentences, each with every lie made of it; 0 for none.")
]
_Turns = Annotated[int, typer.Option(min=0, help="Turns of generated conversations; 0 for none.")]
_Model = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="As AISLE_MODEL; `lying` forges, `plain` says nothing."),
]
_Questions = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Questions on the shop's documents (docs/answers.md)."),
]
_Errors = Annotated[int, typer.Option(min=0, help="List so many of what went wrong.")]


def evaluate_answers(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    *,
    sentences: _Sentences = 1000,
    turns: _Turns = 0,
    model: _Model = None,
    questions: _Questions = None,
    seed: Annotated[int, typer.Option(help="Draws sentences, lies and shoppers.")] = 0,
    errors: _Errors = 10,
    as_json: AsJson = False,
    shop: Shop = None,
) -> None:
    """Measure answers by judges that read the catalogue: docs/answers.md says how."""
    from assistant.build import build_classifier, build_embeddings
    from assistant.shop import prepare
    from assistant.storefront import Storefront
    from ui.progress import progress_bar

    settings = settings_for(context, shop)
    embeddings = build_embeddings(settings)
    found: dict[str, dict[str, object]] = {}
    with progress_bar() as progress:
        prepare(settings, embeddings, progress=progress)
        storefront = Storefront(settings, embeddings)
        if sentences:
            step = _step(progress, "lies and truths")
            found["check"] = _check(storefront(), sentences, seed, errors, step)
        if turns:
            step = _step(progress, "turns")
            classify = build_classifier(settings, embeddings)
            asked = (turns, seed, errors)
            found["conversations"] = _talk(
                settings, storefront, classify, model, asked=asked, step=step
            )
    if questions is not None:
        found["questions"] = _ask(storefront(), questions, errors)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for part, figures in found.items():
        typer.echo(f"{part}\n" + "\n".join(_lines(figures)))


def _step(progress: Callable[[str, int, int], None], name: str) -> Callable[[int, int], None]:
    return lambda done, total: progress(name, done, total)


def _check(
    opened: OpenShop, count: int, seed: int, errors: int, step: Callable[[int, int], None]
) -> dict[str, object]:
    from assistant.evaluation import judge_check
    from assistant.grounding import terms_of

    products = [product for product in opened.index.products if product.status == "active"]
    terms = terms_of(opened.index.vocabulary)
    judged = judge_check(products, terms, count=count, seed=seed, progress=step)
    return _judged(judged, errors)


def _judged(judged: Mutation, errors: int) -> dict[str, object]:
    caught = {
        f"lies caught: {kind} (of {told})": round(judged.share(kind), 4)
        for kind, told in sorted(judged.lies.items())
    }
    return {
        **caught,
        f"truths refused (of {judged.truths})": round(judged.false_alarms, 4),
        "missed": [list(pair) for pair in judged.missed[:errors]],
        "false alarms": [list(pair) for pair in judged.alarms[:errors]],
    }


def _talk(
    settings: Settings,
    storefront: Callable[[], OpenShop],
    classify: Classify | None,
    model: str | None,
    *,
    asked: tuple[int, int, int],
    step: Callable[[int, int], None],
) -> dict[str, object]:
    from tempfile import TemporaryDirectory

    from assistant.build import writes_guided
    from assistant.evaluation import hold_conversations
    from assistant.store import ConversationStore, open_database
    from assistant.turn import Assistant

    turns, seed, errors = asked
    speaking = _model(settings, model, storefront(), seed)
    guided = True if model in {_LYING, _PLAIN} else writes_guided(settings, speaking)
    with TemporaryDirectory(prefix="aisle-eval-", ignore_cleanup_errors=True) as folder:
        store = ConversationStore(open_database(f"sqlite:///{folder}/eval.db"))
        assistant = Assistant(
            speaking,
            storefront,
            store,
            deadline=settings.deadline,
            guided=guided,
            classify=classify,
        )
        told = hold_conversations(assistant, turns=turns, seed=seed, progress=step)
    return {**told.figures(), "wrong": [list(wrong) for wrong in told.wrong[:errors]]}


def _model(settings: Settings, name: str | None, opened: OpenShop, seed: int) -> BaseChatModel:
    from assistant.build import build_model
    from assistant.evaluation.lying import LyingModel
    from assistant.model import ScriptedChatModel

    if name in {_LYING, _PLAIN}:
        logging.getLogger("assistant").setLevel(logging.ERROR)  # it fails on purpose
    if name == _LYING:
        return LyingModel(seed=seed, titles=[product.title for product in opened.index.products])
    if name == _PLAIN:
        return ScriptedChatModel(answers=())
    named = settings if name is None else settings.model_copy(update={"model": name})
    return build_model(named, say=notice)


def _ask(opened: OpenShop, file: Path, errors: int) -> dict[str, object]:
    from assistant.errors import AssistantError
    from assistant.evaluation import ask_questions

    if opened.policies is None:
        raise AssistantError("this shop has no documents: put Markdown files into its policies/")
    asked = ask_questions(opened.policies, file)
    return {**asked.figures(), "mistakes": [list(pair) for pair in asked.mistakes[:errors]]}


def _lines(figures: dict[str, object]) -> list[str]:
    lines = []
    for name, figure in figures.items():
        if isinstance(figure, list):
            lines += [f"  {name}: {' | '.join(map(str, entry))}" for entry in figure]
        else:
            lines.append(f"  {name:<48} {figure}")
    return lines
