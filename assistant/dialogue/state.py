"""The state of a conversation: what is asked for, what was shown, what is being talked about.

Immutable: a turn makes the next state. Knows nothing of words or of storage.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.dialogue.search import Search, search_of
from assistant.showings import Question, Showing
from assistant.types import Outcome
from assistant.visit import Visit
from retrieval.filters import Condition
from retrieval.sorts import Order, Sort

__all__ = ["State", "advance"]

_KEPT_SHOWINGS = 400
_KEPT_SEARCHES = 30


@dataclass(frozen=True, slots=True)
class State:
    """Everything the next turn needs of the ones before.

    `like` is the showing that what is looked for is to be alike, if there is one.
    `shown` holds every showing, oldest first; `focus` is the product talked about last, `spoken`
    all that messages were about since the last cards. `earlier` are the searches before, oldest
    first, `wishes` the single ones where several things are wanted at once. `pending` is what
    was asked back in the last turn, `asked` are the subjects ever asked about. `turns` counts
    the turns so far, `language` (ISO 639-1) is that of the last message, `visit` is who talks
    and where they are.
    """

    query: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: Order = Sort.RELEVANCE
    shown: tuple[Showing, ...] = ()
    focus: Showing | None = None
    spoken: tuple[Showing, ...] = ()
    earlier: tuple[Search, ...] = ()
    wishes: tuple[Search, ...] = ()
    pending: Question | None = None
    asked: tuple[str, ...] = ()
    turns: int = 0
    language: str = "en"
    visit: Visit = field(default_factory=Visit)
    like: Showing | None = None

    @property
    def searching(self) -> bool:
        """Whether there is a search that a message can refine."""
        ordered = self.sort is not Sort.RELEVANCE
        return bool(self.query or self.conditions or self.like or ordered)

    @property
    def figures(self) -> str | None:
        """The locale that figures are written in: that of the language, else the visit's own."""
        return "zh_CN" if self.language == "zh" else self.visit.figures

    @property
    def search(self) -> Search:
        """What is looked for now, as it is remembered."""
        return Search(self.query, self.conditions, self.sort, self.like, self.wishes)

    @property
    def latest(self) -> tuple[Showing, ...]:
        """The cards shown last, in their order."""
        newest = max((showing.turn for showing in self.shown), default=0)
        return tuple(showing for showing in self.shown if showing.turn == newest)


def advance(state: State, outcome: Outcome, *, within: bool = False) -> State:
    """Give the state after a turn with this outcome; `within` the turn there are more to come.

    Cards of one turn are numbered through, whichever part of a message they answer.
    """
    turn = state.turns + 1
    turns = state.turns if within else turn
    state = replace(
        state,
        language=outcome.request.language,
        pending=outcome.asks,
        asked=_asked(state, outcome),
    )
    if not outcome.request.searches:
        return replace(_having_spoken(state, outcome), turns=turns)
    return replace(_having_shown(state, outcome, turn), turns=turns)


def _having_spoken(state: State, outcome: Outcome) -> State:
    """After a question or an order about products: those are what is talked about."""
    subjects = outcome.request.subjects
    if not subjects:
        return state
    focus = subjects[0] if len(subjects) == 1 else state.focus
    of_those = len(subjects) < len(state.spoken) and set(subjects) <= set(state.spoken)
    return replace(state, focus=focus, spoken=state.spoken if of_those else subjects)


def _having_shown(state: State, outcome: Outcome, turn: int) -> State:
    """After a search: its cards, and itself among the earlier ones when another follows."""
    request = outcome.request
    before = sum(showing.turn == turn for showing in state.shown)
    cards = enumerate(outcome.cards, start=before + 1)
    new = tuple(Showing(turn, place, card.product_id, card.variant_id) for place, card in cards)
    kept = state.earlier[: len(state.earlier) - request.undone]
    changed = state.search != search_of(request)
    return replace(
        state,
        query=request.query,
        conditions=request.conditions,
        sort=request.sort,
        like=request.like,
        earlier=(*kept, state.search)[-_KEPT_SEARCHES:] if changed and not request.undone else kept,
        shown=(*state.shown, *new)[-_KEPT_SHOWINGS:],
        focus=new[0] if len(new) == 1 else None,
        spoken=(),
    )


def _asked(state: State, outcome: Outcome) -> tuple[str, ...]:
    """The subjects asked about so far; which product is meant may be asked again."""
    asks = outcome.asks
    return state.asked if asks is None or asks.candidates else (*state.asked, asks.subject)
