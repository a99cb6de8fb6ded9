"""`aisle eval search`: rankings over judged queries, beside plain baselines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.eval.options import Data, Plot, tell
from ui.options import AsJson, Shop, settings_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from langchain_core.embeddings import Embeddings

    from assistant.settings import Settings
    from retrieval.evaluation.report import Report
    from retrieval.evaluation.shops import JudgedShop
    from retrieval.evaluation.systems import Ranking

__all__ = ["evaluate_search", "print_report"]

_Queries = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Judged queries that lie elsewhere.")
]
_System = Annotated[
    str,
    typer.Option(
        metavar="A,B,...",
        help="Out of bm25, dense, rrf, hybrid, hybrid@WEIGHT:PULL, and grid for many of these; "
        "embedder:DIR and reranker:DIR are hybrid with a trained one.",
    ),
]
_Baseline = Annotated[str, typer.Option(metavar="A", help="What the others are compared with.")]
_Embedder = Annotated[
    list[str] | None,
    typer.Option(metavar="DIR", help="Also `hybrid` with this embedder; may be repeated."),
]
_Folds = Annotated[
    int, typer.Option(min=0, metavar="N", help="Also choose the best system in N folds.")
]
_Wrapped = Annotated[bool, typer.Option("--wrapped", help="Every query inside a sentence.")]
_Typos = Annotated[bool, typer.Option("--typos", help="One typing error in one word.")]
_Seed = Annotated[int, typer.Option(help="Of sentences, errors, folds and the bootstrap.")]


def evaluate_search(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    data: Data,
    *,
    queries: _Queries = None,
    system: _System = "bm25,dense,rrf,hybrid",
    baseline: _Baseline = "rrf",
    embedder: _Embedder = None,
    folds: _Folds = 0,
    wrapped: _Wrapped = False,
    typos: _Typos = False,
    seed: _Seed = 0,
    plot: Plot = None,
    as_json: AsJson = False,
    shop: Shop = None,
) -> None:
    """Rank the whole catalogue for every judged query; docs/search.md explains the figures.

    The data is a folder that holds products.* (any feed) and queries*.jsonl.
    """
    from retrieval.evaluation.report import compare
    from retrieval.evaluation.shops import read_judged_shop

    judged = read_judged_shop(data, queries)
    asked = judged.retyped(_changes(wrapped=wrapped, typos=typos, seed=seed))
    names = _names(f"{baseline},{system}")
    systems = _systems(settings_for(context, shop), judged, names, embedder or [])
    report = compare(systems, asked.judgements, baseline=baseline, folds=folds, seed=seed)
    if plot is not None:
        from retrieval.evaluation.plot import plot_report

        plot_report(report, plot)
    plain = {**report.plain(), "unknown": judged.unknown}
    tell(plain, lambda: _print(report, judged), as_json=as_json)


def _names(text: str) -> list[str]:
    """List systems, each once; "grid" stands for many."""
    from retrieval.evaluation.systems import GRID

    names = [name.strip() for name in text.split(",")]
    each = (GRID if name == "grid" else (name,) for name in names)
    return list(dict.fromkeys(name for some in each for name in some))


def _changes(*, wrapped: bool, typos: bool, seed: int) -> Callable[[str], str]:
    from retrieval.evaluation import noise

    def change(query: str) -> str:
        typed = noise.with_typing_error(query, seed) if typos else query
        return noise.wrapped(typed, seed) if wrapped else typed

    return change


def _systems(
    settings: Settings, judged: JudgedShop, names: list[str], embedders: list[str]
) -> dict[str, Ranking]:
    from assistant.build import build_embeddings
    from retrieval.embedding import embedder_name, load_embeddings
    from retrieval.evaluation.memory import RememberingEmbeddings
    from retrieval.evaluation.systems import Systems
    from ui.progress import progress_bar

    folder = settings.cache_dir / "evaluation"
    with progress_bar() as progress:

        def build(embeddings: Embeddings) -> Systems:
            name = embedder_name(embeddings)
            return Systems(
                judged.products,
                RememberingEmbeddings(embeddings, folder),
                lambda done, total: progress(name, done, total),
            )

        ours = build(build_embeddings(settings))
        systems = {}
        for name in names:
            kind, _, folder_named = name.partition(":")
            system = build(load_embeddings(folder_named)) if kind == "embedder" else ours
            systems[name] = system.ranking("hybrid" if kind == "embedder" else name)
        for other in embedders:
            systems[f"hybrid, {Path(other).name}"] = build(load_embeddings(other)).ranking("hybrid")
    return systems


def print_report(report: Report) -> None:
    """Print a line a system, with its difference from the baseline."""
    from rich.console import Console
    from rich.table import Table

    columns = ("nDCG@10", "recall@10", "recall@100", "MRR@10", f"against {report.baseline}")
    table = Table("System", *columns, "95 % interval", "p", box=None)
    for line in report.lines:
        scores, found = line.scores, line.difference
        figures = (scores.ndcg_10, scores.recall_10, scores.recall_100, scores.mrr_10)
        beside = ("", "", "")
        if found is not None:
            interval = f"{found.low:+.4f} to {found.high:+.4f}"
            beside = (f"{found.mean:+.4f}", interval, f"{found.p:.3f}")
        table.add_row(line.system, *(f"{figure:.4f}" for figure in figures), *beside)
    console = Console(highlight=False, width=120)
    console.print(table)
    if report.chosen:
        console.print(f"Chosen in folds: {', '.join(report.chosen)}.")


def _print(report: Report, judged: JudgedShop) -> None:
    print_report(report)
    typer.echo(f"{len(judged.judgements)} queries over {len(judged.products)} products.")
    if judged.unknown:
        typer.echo(f"{judged.unknown} judged products are not in the catalogue.")
