"""What came of a run, as Markdown for people and JSON for programs.

Knows nothing of what the figures mean.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from retrieval.errors import CatalogueError
from retrieval.fitting.history import History

__all__ = ["Report", "Table", "write_report"]

Cell: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a title, all with the same columns in the same order."""

    title: str
    rows: Sequence[Mapping[str, Cell]]

    def markdown(self) -> str:
        """Write it as a Markdown table."""
        if not self.rows:
            return ""
        columns = list(self.rows[0])
        lines = [f"| {' | '.join(columns)} |", f"|{'|'.join('---' for _ in columns)}|"]
        lines += [f"| {' | '.join(_cell(row[name]) for name in columns)} |" for row in self.rows]
        return "\n".join([f"## {self.title}", *lines])


@dataclass(frozen=True, slots=True)
class Report:
    """A run: its verdict in a sentence, its settings, its figures and its curves.

    `score` names what was scored on the validation part.
    """

    title: str
    verdict: str
    settings: Mapping[str, Cell]
    tables: Sequence[Table]
    history: History
    score: str

    def markdown(self) -> str:
        """Write it for people, with the picture that lies beside it."""
        step, best = self.history.best
        settings = Table("Settings", [{"setting": k, "value": v} for k, v in self.settings.items()])
        course = (
            f"{self.history.step} of {self.history.steps} steps were made"
            f"{', then the score had stopped rising' if self.history.stopped_early else ''}. The "
            f"weights of step {step} were kept: {self.score} {best:.4f} on the validation part, "
            f"{self.history.scores[0][1]:.4f} before training."
        )
        parts = [f"# {self.title}", self.verdict, course, "![curves](curves.png)"]
        parts += [table.markdown() for table in (*self.tables, settings)]
        return "\n\n".join(part for part in parts if part) + "\n"

    def plain(self) -> dict[str, object]:
        """Give all of it as JSON types."""
        return {
            "title": self.title,
            "verdict": self.verdict,
            "settings": dict(self.settings),
            **{table.title: [dict(row) for row in table.rows] for table in self.tables},
            "score": self.score,
            "history": self.history.plain(),
        }


def write_report(folder: Path, report: Report) -> None:
    """Write `report.md` and `report.json` into a folder.

    Raises:
        CatalogueError: they cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.md").write_text(report.markdown(), encoding="utf-8")
        text = json.dumps(report.plain(), ensure_ascii=False, indent=1)
        (folder / "report.json").write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise CatalogueError(f"the report cannot be written into {folder}: {error}") from error


def _cell(value: Cell) -> str:
    if isinstance(value, float):
        return f"{value:.4f}" if abs(value) >= 0.001 or value == 0 else f"{value:.2g}"
    text = "" if value is None else str(value)
    return text.replace("|", "\\|").replace("\n", " ")
