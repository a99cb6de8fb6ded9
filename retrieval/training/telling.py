"""What is written down of a run: report, curves, model card. Its words for people.

Knows what was measured; nothing of how.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from retrieval.fitting import (
    Card,
    Classification,
    History,
    Report,
    Table,
    plot_curves,
    write_card,
    write_report,
)
from retrieval.training.gate import Verdict
from retrieval.training.labels import Labels
from retrieval.training.options import Options
from retrieval.training.splits import Split

__all__ = ["Told", "tell_run"]

_LICENCE = "Apache-2.0, the base model's"
_PURPOSE = {
    "embedder": "Sentence vectors of queries and products for one shop's search, trained by Aisle.",
    "reranker": "Scores of a query with a product, for the first hits of one shop's search, "
    "trained by Aisle.",
}
_LIMITS = (
    "Trained and judged on one shop's labels, in the language they are in; nothing is known of "
    "how it does elsewhere. Labels read from behaviour favour what the search showed when they "
    "were made. It ranks; it states no facts."
)
_MADE_UP = (
    "The held-out queries were made up from the catalogue like those learnt from: being better "
    "on them says little of shoppers' queries. Give judged queries or behaviour to know."
)


@dataclass(frozen=True, slots=True)
class Told:
    """All that is known of a run when it ends. `pairs` may be None where nothing was judged."""

    kind: str
    labels: Labels
    split: Split
    options: Options
    base: str
    history: History
    verdict: Verdict
    pairs: Classification | None
    outcome: str
    command: str

    @property
    def words(self) -> str:
        """The verdict and what became of the model, and a warning where one is due."""
        warning = "" if self.labels.real else _MADE_UP
        return " ".join(filter(None, (self.verdict.words(), self.outcome, warning)))


def tell_run(folder: Path, told: Told, *models: Path) -> Report:
    """Write `report.md`, `report.json` and `curves.png`, and a card into each model's folder."""
    tables = [Table("Ranking of the held-out queries", told.verdict.rows())]
    if told.pairs is not None:
        rows = [{"figure": name, "value": value} for name, value in told.pairs.plain().items()]
        tables.append(Table("Judged pairs of the held-out queries", rows))
    report = Report(
        title=f"Training of the {told.kind}",
        verdict=told.words,
        settings=_settings(told),
        tables=tables,
        history=told.history,
        score="nDCG@10",
    )
    write_report(folder, report)
    plot_curves(told.history, folder / "curves.png", score=report.score)
    for model in models:
        write_card(model, _card(told, tables, model.name))
    return report


def _settings(told: Told) -> Mapping[str, str | int | float | bool]:
    size, split = told.options.size, told.split
    return {
        "base": told.base,
        "labels": told.labels.source,
        "queries to learn from, to stop by, held out": (
            f"{len(split.train)}, {len(split.validation)}, {len(split.test)}"
        ),
        "trained": "low-rank adapters" if told.options.lora else "all weights",
        "preset": f"{told.options.preset}: {told.options.compute.why}",
        "epochs": size.epochs,
        "batch": size.batch,
        "tokens": size.longest,
        "right products a query": size.per_query,
        "wrong products a right one": size.negatives,
        "learning rate": told.options.plan.learning_rate,
        "seed": told.options.seed,
    }


def _card(told: Told, tables: list[Table], name: str) -> Card:
    figures = "\n\n".join(table.markdown().replace("## ", "### ", 1) for table in tables)
    return Card(
        name=name,
        purpose=_PURPOSE[told.kind],
        base=told.base,
        licence=_LICENCE,
        library="transformers",
        method=str(_settings(told)["trained"]),
        data=f"{told.labels.source}; {len(told.split.train)} queries learnt from",
        command=told.command,
        figures=figures,
        verdict=told.words,
        limits=_LIMITS,
    )
