"""Rules against the classifier: what a message may mean once both have been heard.

The rules know the catalogue and the conversation, the classifier knows how people put things.
Where they agree there is nothing to ask; where the classifier is sure enough of another act, the
rules have been misled by a word; in between, both acts stay possible. Knows no words.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from math import inf

from assistant.types import Act

__all__ = ["Ground", "Weighed", "weighed"]

_HEARD, _POSSIBLE = 0.4, 0.15
"""How likely its best act must be for the classifier to be heard, and any that stays possible."""
_AGREED = 0.8
_FINDING = (Act.SEARCH, Act.REFINE)
"""Only the conversation tells these apart, so the classifier's shares of both are added."""
_OF_SHOWN = {Act.DETAILS, Act.COMPARE, Act.SIMILAR, Act.CART_ADD}
Likely = Mapping[Act, float]


class Ground(Enum):
    """What the rules' act rests on, and what may replace it: how likely another act must be, and
    how much likelier than theirs. A brief message is too short for the classifier. The figures
    were chosen on the labelled messages called `dev`.
    """

    CERTAIN = (inf, inf)
    BRIEF = (inf, 0.0)
    WORDS = (0.8, 10.0)
    GUESS = (0.4, 7.5)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The acts that are left, the likeliest first; `agreed` where there is nothing to ask."""

    acts: tuple[Act, ...]
    agreed: bool


def weighed(
    acts: Sequence[Act],
    ground: Ground,
    likely: Likely,
    finding: Sequence[Act],
    *,
    shown: bool,
    silent: Collection[Act] = (),
) -> Weighed:
    """Weigh the acts of the rules against how likely each act is.

    `finding` are the acts that looking for products would be here; `shown` says whether there
    are any to speak of. The classifier is not heard on the acts of `silent`.
    """
    if ground in {Ground.CERTAIN, Ground.BRIEF}:
        return Weighed(tuple(acts), agreed=ground is Ground.CERTAIN)
    left = {act for act in likely if (shown or act not in _OF_SHOWN) and act not in _FINDING}
    left -= set(silent) - set(acts)
    shares = {act: likely[act] for act in left} | {finding[0]: sum(likely[act] for act in _FINDING)}
    own = [finding[0] if act in _FINDING else act for act in acts]
    best = max(shares, key=shares.__getitem__)
    if best is own[0]:
        return Weighed(tuple(acts), agreed=shares[best] >= _AGREED)
    sure, odds = ground.value
    if shares[best] >= max(sure, odds * max(shares.get(act, 0.0) for act in own)):
        return Weighed(tuple(finding) if best is finding[0] else (best,), agreed=True)
    least = _POSSIBLE if shares[best] >= _HEARD else inf
    further = sorted((act for act in shares if shares[act] >= least), key=lambda a: -shares[a])
    return Weighed(tuple(dict.fromkeys((*acts, *further))), agreed=False)
