"""How well scores tell right from wrong pairs: the usual figures, by scikit-learn.

Knows nothing of what is scored.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from retrieval.errors import CatalogueError

__all__ = ["Classification", "best_threshold", "classified"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Classification:
    """Figures over `pairs` pairs of which `positive` are right, each from 0 to 1.

    What scores at least `threshold` is taken for right. `auc` is the area under the ROC curve,
    `mse` the mean squared error of the scores against the grades, both without a threshold;
    `auc` is None where all pairs are of one kind.
    """

    pairs: int
    positive: int
    threshold: float
    accuracy: float
    precision: float
    recall: float
    f1: float
    auc: float | None
    mse: float

    def plain(self) -> dict[str, float | int | None]:
        """Give it as JSON types, rounded to four places."""
        return {
            name: round(value, 4) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }


def classified(grades: Floats, scores: Floats, threshold: float, right: float) -> Classification:
    """Measure `scores` (0 to 1) against `grades` (0 to 1); a grade of `right` or more is right.

    Both have shape (pairs,).

    Raises:
        CatalogueError: there are no pairs, or not as many scores.
    """
    from sklearn import metrics

    if grades.shape != scores.shape or not grades.size:
        raise CatalogueError(f"{grades.size} grades and {scores.size} scores cannot be compared")
    meant, taken = grades >= right, scores >= threshold
    both = bool(meant.any() and not meant.all())
    return Classification(
        pairs=int(grades.size),
        positive=int(meant.sum()),
        threshold=float(threshold),
        accuracy=float(metrics.accuracy_score(meant, taken)),
        precision=float(metrics.precision_score(meant, taken, zero_division=0.0)),
        recall=float(metrics.recall_score(meant, taken, zero_division=0.0)),
        f1=float(metrics.f1_score(meant, taken, zero_division=0.0)),
        auc=float(metrics.roc_auc_score(meant, scores)) if both else None,
        mse=float(metrics.mean_squared_error(grades, scores)),
    )


def best_threshold(grades: Floats, scores: Floats, right: float) -> float:
    """Return the score from which on F1 is highest: to be chosen on other pairs than measured."""
    from sklearn import metrics

    meant = grades >= right
    if not meant.any():
        return 0.5
    precision, recall, thresholds = metrics.precision_recall_curve(meant, scores)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    return float(thresholds[int(np.argmax(f1[:-1]))])
