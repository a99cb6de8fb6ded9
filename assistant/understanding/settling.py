"""Rules against the classifier: what a message may mean once both have been heard.

The rules know the catalogue and the conversation, the classifier knows how people put things.
Where they agree there is nothing to ask; where the classifier is sure enough of another act, the
rules have been misled by a word; in between, both acts stay possible. Knows no words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from math import inf

from assistant.types import Act

__all__ = ["Ground", "Settled", "settled"]

_HEARD, _POSSIBLE = 0.4, 0.15
"""How likely its best act must be for the classifier to be heard, and any that stays possible."""
_AGREED = 0.8
_FINDING = (Act.SEARCH, Act.REFINE)
"""Only the conversation tells these apart, so the classifier's shares of both are added."""
_FOUND = Act.SEARCH
"""Stands for both of them among the shares."""
_OF_SHOWN = {Act.DETAILS, Act.COMPARE, Act.SIMILAR, Act.CART_ADD}
Likely = Mapping[Act, float]


class Ground(Enum):
    """What the rules' act rests on: what is certain, a message too brief for the classifier to
    be asked about, phrases of an act, or no more than a guess.
    """

    CERTAIN = auto()
    BRIEF = auto()
    WORDS = auto()
    GUESS = auto()


_REPLACED = {Ground.WORDS: (0.8, 10.0), Ground.GUESS: (0.4, 7.5)}
"""How likely another act must be, and how much likelier than that of the rules, to replace it.

Chosen on labelled messages called `dev`; docs/decisions/0011-acts.md.
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """The acts that are left, the likeliest first; `agreed` where there is nothing to ask."""

    acts: tuple[Act, ...]
    agreed: bool


def settled(
    acts: Sequence[Act],
    ground: Ground,
    likely: Likely,
    finding: Callable[[], Sequence[Act]],
    *,
    shown: bool,
    silent: Collection[Act] = (),
) -> Settled:
    """Settle what is left of the acts of the rules, given how likely each act is.

    `ground` is words or a guess. `finding` gives the acts that looking for products would be
    here; `shown` says whether there are any to speak of. The classifier is not heard on the
    acts of `silent`.
    """
    left = {act for act in likely if (shown or act not in _OF_SHOWN) and act not in _FINDING}
    left -= set(silent) - set(acts)
    shares = {act: likely[act] for act in left} | {_FOUND: sum(likely[act] for act in _FINDING)}
    own = [_FOUND if act in _FINDING else act for act in acts]
    best = max(shares, key=shares.__getitem__)
    if best is own[0]:
        return Settled(tuple(acts), agreed=shares[best] >= _AGREED)
    sure, odds = _REPLACED[ground]
    if shares[best] >= max(sure, odds * max(shares.get(act, 0.0) for act in own)):
        return Settled(tuple(finding()) if best is _FOUND else (best,), agreed=True)
    least = _POSSIBLE if shares[best] >= _HEARD else inf
    others = sorted((act for act in shares if shares[act] >= least and act not in own),
                    key=lambda act: -shares[act])  # fmt: skip
    further = (one for act in others for one in (finding() if act is _FOUND else (act,)))
    return Settled(tuple(dict.fromkeys((*acts, *further))), agreed=False)
