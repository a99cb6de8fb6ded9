"""The state of a conversation: what is asked for, what was shown, what is being talked about.

Immutable: a turn makes the next state. Knows nothing of words or of storage.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.types import Act, Outcome, Showing
from assistant.visit import Visit
from retrieval.filters import Condition
from retrieval.sorts import Sort

__all__ = ["State", "advance"]

_KEPT_SHOWINGS = 400


@dataclass(frozen=True, slots=True)
class State:
    """Everything the next turn needs of the ones before.

    `shown` holds every showing, oldest first; `focus` is the product talked about last;
    `turns` counts the turns so far, `language` (ISO 639-1) is that of the last message, `visit`
    is who talks and where they are.
    """

    query: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: Sort = Sort.RELEVANCE
    shown: tuple[Showing, ...] = ()
    focus: Showing | None = None
    turns: int = 0
    language: str = "en"
    visit: Visit = field(default_factory=Visit)

    @property
    def searching(self) -> bool:
        """Whether there is a search that a message can refine."""
        return bool(self.query or self.conditions)

    @property
    def figures(self) -> str | None:
        """The locale that figures are written in: that of the language, else the visit's own."""
        return "zh_CN" if self.language == "zh" else self.visit.figures

    @property
    def latest(self) -> tuple[Showing, ...]:
        """The cards shown last, in their order."""
        newest = max((showing.turn for showing in self.shown), default=0)
        return tuple(showing for showing in self.shown if showing.turn == newest)


def advance(state: State, outcome: Outcome) -> State:
    """Give the state after a turn with this outcome."""
    request, turn = outcome.request, state.turns + 1
    state = replace(state, language=request.language)
    if request.act not in {Act.SEARCH, Act.REFINE}:
        focus = request.subjects[0] if len(request.subjects) == 1 else state.focus
        return replace(state, focus=focus, turns=turn)
    cards = enumerate(outcome.cards, start=1)
    new = tuple(Showing(turn, place, card.product_id, card.variant_id) for place, card in cards)
    return replace(
        state,
        query=request.query,
        conditions=request.conditions,
        sort=request.sort,
        shown=(*state.shown, *new)[-_KEPT_SHOWINGS:],
        focus=new[0] if len(new) == 1 else None,
        turns=turn,
    )
