"""The gate: whether a trained model is better than what serves, on queries held out.

Both are judged as whole systems on the same queries. Knows nothing of models.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from retrieval.evaluation import Judgement, Measured, Scores, judge
from retrieval.evaluation.comparison import Difference, paired_bootstrap

__all__ = ["CHANCE", "Ranking", "Verdict", "weigh", "weighed"]

Ranking = Callable[[str], Sequence[str]]

CHANCE = 0.05
"""The share of resamples in which the trained model may be no better, and still pass."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What serves and what was trained, over the same held-out queries.

    `difference` is in nDCG@10, trained less present.
    """

    present: Scores
    trained: Scores
    difference: Difference

    @property
    def better(self) -> bool:
        """Whether the trained model may serve."""
        return self.difference.mean > 0 and self.difference.p <= CHANCE

    def words(self) -> str:
        """Say it in a sentence, with the figures."""
        found = self.difference
        return (
            f"On {self.trained.queries} held-out queries the trained model has nDCG@10 "
            f"{self.trained.ndcg_10:.4f} and the present one {self.present.ndcg_10:.4f}: "
            f"{found.mean:+.4f} (95 % interval {found.low:+.4f} to {found.high:+.4f}; no better in "
            f"{found.p:.1%} of the resamples, and {CHANCE:.0%} are allowed)."
        )

    def rows(self) -> list[dict[str, str | float | int]]:
        """Give a row a system, for a report."""
        return [
            {"system": name, **asdict(scores)}
            for name, scores in (("present", self.present), ("trained", self.trained))
        ]


def weigh(
    present: Ranking, trained: Ranking, held_out: Sequence[Judgement], *, seed: int = 0
) -> Verdict:
    """Rank every held-out query with both and compare them query by query."""
    ours, theirs = judge(trained, held_out), judge(present, held_out)
    return weighed(theirs, ours, seed=seed)


def weighed(present: Measured, trained: Measured, *, seed: int = 0) -> Verdict:
    """Compare what was measured already, on the same queries."""
    difference = paired_bootstrap(trained.values["ndcg_10"], present.values["ndcg_10"], seed=seed)
    return Verdict(present.mean, trained.mean, difference)
