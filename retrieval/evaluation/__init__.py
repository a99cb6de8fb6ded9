"""How good a search is, over queries whose products people have judged.

Ranks the whole catalogue, never only the judged products; what nobody judged counts as
irrelevant. Knows nothing of how a ranking came to be.
"""

from __future__ import annotations

from retrieval.evaluation.judgements import GAINS, Judgement, read_judgements
from retrieval.evaluation.scores import Measured, Scores, evaluate, judge

__all__ = ["GAINS", "Judgement", "Measured", "Scores", "evaluate", "judge", "read_judgements"]
