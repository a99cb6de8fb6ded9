"""Rules against the classifier: what a message may mean once both have been heard.

The rules know the catalogue and the conversation, the classifier knows how people put things.
Where they agree there is nothing to ask; where the classifier is nearly sure of another act, the
rules have been misled by a word; in between, both acts stay possible. Knows no words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.types import Act

__all__ = ["Weighed", "weighed"]

_SURE, _ODDS = 0.8, 10
"""How likely another act must be, and how much likelier than that of the rules, to replace it."""
_POSSIBLE = 0.15
_FINDING = frozenset({Act.SEARCH, Act.REFINE})
"""Only the conversation tells these apart, so the classifier's shares of both are added."""
_OF_SHOWN = frozenset(
    {Act.DETAILS, Act.COMPARE, Act.SIMILAR, Act.CART_ADD, Act.CART_UPDATE, Act.CART_REMOVE}
)
Likely = Mapping[Act, float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The acts that are left, the likeliest first; `agreed` where there is nothing to ask."""

    acts: tuple[Act, ...]
    agreed: bool


def weighed(acts: Sequence[Act], likely: Likely, finding: Sequence[Act], *, shown: bool) -> Weighed:
    """Weigh the acts of the rules against how likely each act is.

    `finding` are the acts that looking for products would be here; `shown` says whether there
    are any to speak of.
    """
    others = [act for act in likely if (shown or act not in _OF_SHOWN) and act not in _FINDING]
    shares = {act: likely[act] for act in others} | {
        finding[0]: sum(likely[act] for act in _FINDING)
    }
    own = max(_share(act, shares) for act in acts)
    best = max(shares, key=shares.__getitem__)
    if _share(acts[0], shares) == shares[best]:
        return Weighed(tuple(acts), agreed=shares[best] >= _SURE)
    if shares[best] >= max(_SURE, _ODDS * own):
        return Weighed(tuple(finding) if best is finding[0] else (best,), agreed=True)
    further = sorted((act for act in shares if shares[act] >= _POSSIBLE), key=lambda a: -shares[a])
    return Weighed(tuple(dict.fromkeys((*acts, *further))), agreed=False)


def _share(act: Act, shares: Likely) -> float:
    if act in _FINDING:
        return next((share for other, share in shares.items() if other in _FINDING), 0.0)
    return shares.get(act, 0.0)
