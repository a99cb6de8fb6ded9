"""Several systems over the same judged queries, beside a baseline, and the report of it.

Knows nothing of how a report is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from retrieval.errors import CatalogueError
from retrieval.evaluation.comparison import Difference, choose_in_folds, paired_bootstrap
from retrieval.evaluation.judgements import Judgement
from retrieval.evaluation.scores import Measured, Scores, judge

__all__ = ["Line", "Report", "compare"]

Ranking = Callable[[str], Sequence[str]]

_CHOSEN_BY = "ndcg_10"


@dataclass(frozen=True, slots=True)
class Line:
    """One system: its means, and its nDCG@10 less the baseline's (None for the baseline)."""

    system: str
    scores: Scores
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured: a line a system, `queries` as they were asked, values query by query.

    `chosen` names, where systems were chosen in folds, those that some fold chose.
    """

    baseline: str
    lines: tuple[Line, ...]
    measured: Mapping[str, Measured]
    chosen: tuple[str, ...] = ()

    def plain(self) -> dict[str, object]:
        """Give all of it as JSON types."""
        lines = [
            {
                "system": line.system,
                **asdict(line.scores),
                "difference": asdict(line.difference) if line.difference else None,
            }
            for line in self.lines
        ]
        queries = next(iter(self.measured.values())).queries
        by_query = [
            {
                "query": query,
                **{name: round(float(m.values[_CHOSEN_BY][at]), 4) for name, m in self._each},
            }
            for at, query in enumerate(queries)
        ]
        return {
            "baseline": self.baseline,
            "systems": lines,
            "chosen": list(self.chosen),
            "ndcg_10_by_query": by_query,
        }

    @property
    def _each(self) -> list[tuple[str, Measured]]:
        return list(self.measured.items())


def compare(
    systems: Mapping[str, Ranking],
    judgements: Sequence[Judgement],
    *,
    baseline: str,
    folds: int = 0,
    seed: int = 0,
) -> Report:
    """Measure every system on every query and compare it with the one named `baseline`.

    With `folds`, a further line holds what comes of choosing the best of the systems other
    than the baseline by nDCG@10 on the other folds' queries: an honest figure for a choice.

    Raises:
        CatalogueError: the baseline is not among the systems, or the folds do not fit.
    """
    if baseline not in systems:
        raise CatalogueError(f"the baseline {baseline!r} is not among {', '.join(systems)}")
    measured = {name: judge(rank, judgements) for name, rank in systems.items()}
    chosen: tuple[str, ...] = ()
    if folds:
        rivals = {name: m for name, m in measured.items() if name != baseline}
        chosen, held_out = _choose(rivals, folds, seed)
        measured[f"best in {folds} folds"] = held_out
    lines = tuple(_line(name, measured, baseline, seed) for name in measured)
    return Report(baseline, lines, measured, chosen)


def _choose(
    rivals: Mapping[str, Measured], folds: int, seed: int
) -> tuple[tuple[str, ...], Measured]:
    if not rivals:
        raise CatalogueError("there is nothing to choose from beside the baseline")
    first = next(iter(rivals.values()))
    chosen_of = choose_in_folds(
        {name: m.values[_CHOSEN_BY] for name, m in rivals.items()}, folds, seed=seed
    )
    values = {name: array.copy() for name, array in first.values.items()}
    for query, name in enumerate(chosen_of):
        for measure, array in values.items():
            array[query] = rivals[name].values[measure][query]
    return tuple(dict.fromkeys(chosen_of)), Measured(first.queries, values)


def _line(name: str, measured: Mapping[str, Measured], baseline: str, seed: int) -> Line:
    difference = None
    if name != baseline:
        ours, theirs = (measured[which].values[_CHOSEN_BY] for which in (name, baseline))
        difference = paired_bootstrap(ours, theirs, seed=seed)
    return Line(name, measured[name].mean, difference)
