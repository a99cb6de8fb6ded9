"""Which acts a message can mean, given what it certainly says and where the conversation is.

Where one act is left, the message is plain; where several are, the model decides among them.
Rules are tried in order; the first that knows an answer gives it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.dialogue import State
from assistant.types import Act
from assistant.understanding.errands import describes, errand_of
from assistant.understanding.lexicon.turns import load_turns
from assistant.understanding.reading import Reading
from assistant.understanding.reducing import only_reduced
from assistant.understanding.settling import Ground
from retrieval.search import Index

__all__ = ["Acts", "asks_of_it", "finding_acts", "ruled"]

_FEW = 2
"""Unknown words up to which a message that names properties goes on with the search."""
Acts = tuple[Act, ...]
Rule = Callable[[Reading, State, Index], Acts]
_TALK = {"abuse", "wellbeing", "joke", "affection", "farewell"}


def ruled(reading: Reading, state: State, index: Index) -> tuple[Acts, Ground]:
    """Give the acts of the first rule that knows any, the likeliest first, and their ground."""
    for rule in _RULES:
        if acts := rule(reading, state, index):
            return acts, _GROUNDS.get(rule, Ground.WORDS)
    return (Act.SEARCH,), Ground.GUESS


def asks_of_it(reading: Reading) -> bool:
    """Whether it begins as a question on what is talked about: "is it over 2 kg?"."""
    return load_turns().of_it.match(reading.text) is not None


def finding_acts(reading: Reading, state: State, index: Index) -> Acts:
    """Give the acts of looking for products that the message can mean, if it means one of them."""
    found = (rule(reading, state, index) for rule in (_named_kind, _plain_refinement, _open_words))
    acts = next((acts for acts in found if acts), (Act.SEARCH,))
    return tuple(act for act in acts if act in {Act.SEARCH, Act.REFINE}) or (Act.SEARCH,)


def _dropped(reading: Reading, _: State, _index: Index) -> Acts:
    """Constraints are dropped and no other kind of thing is named."""
    dropped = bool(reading.removed_chips or reading.cleared or reading.allowed)
    return (Act.REFINE,) if dropped and not (_kinds(reading) or reading.leftovers) else ()


def _undone(reading: Reading, state: State, _index: Index) -> Acts:
    """What was in force before comes back."""
    return (Act.REFINE,) if reading.undo and (state.earlier or state.searching) else ()


def _superlative(reading: Reading, state: State, _index: Index) -> Acts:
    """ "Which is the lightest?" is asked of all that fit, but for what was compared."""
    if len(state.spoken) > 1 or not state.searching or reading.refs or _kinds(reading):
        return ()
    ranks = reading.ranking or reading.sort
    return (Act.REFINE,) if ranks and load_turns().which_is.fullmatch(reading.text) else ()


def _of_everything(reading: Reading, _: State, _index: Index) -> Acts:
    """ "The most expensive thing you have" begins anew, whatever was in force."""
    whole = "everything" in reading.acts and _ranks(reading) and not reading.refs
    return (Act.SEARCH,) if whole and not _kinds(reading) else ()


def _errand(reading: Reading, state: State, _index: Index) -> Acts:
    """The cart, orders, terms and people."""
    act = errand_of(reading, shown=bool(state.shown))
    if act is Act.SIMILAR and not _likens_shown(reading, state):
        return ()
    return (act,) if act else ()


def _likens_shown(reading: Reading, state: State) -> bool:
    """Whether what others are to be like was shown: not where a kind stands in its place."""
    others = _kinds(reading) - _kinds_in_force(state)
    return bool(reading.refs) or not others


def _reviewed(reading: Reading, state: State, _index: Index) -> Acts:
    """What customers say of the one talked about, pointed at or not."""
    of_shop = not state.shown and load_turns().of_shop.search(reading.text) is not None
    if of_shop or not (reading.is_question and "reviews" in reading.acts):
        return ()
    return () if _kinds(reading) or reading.sort or reading.amounts else (Act.DETAILS,)


def _product_question(reading: Reading, state: State, _index: Index) -> Acts:
    """A question about, or simply the naming of, a product that was shown."""
    narrows = "narrowing" in reading.acts and _wishes(reading) and not reading.refs
    if narrows or (describes(reading) and not reading.is_question):
        return ()
    compares = reading.comparative is not None and not reading.is_question
    states = compares or _wishes(reading)  # "I want them in size 43" asks nothing
    asks = reading.is_question or (bool(reading.asked) and not states)
    limits = reading.amounts or reading.unwanted or reading.unwanted_words or _ranks(reading)
    of_it = not (compares or limits or _kinds(reading))  # "the second one, in black"
    if reading.refs and (asks or of_it):
        return (Act.DETAILS,)
    if (
        state.shown
        and load_turns().of_it.match(reading.text)
        and not (_kinds(reading) or reading.sort)
    ):
        return (Act.DETAILS,)
    if not state.shown or _kinds(reading) or reading.amounts or _ranks(reading):
        return ()
    if reading.points_back and asks:
        return (Act.DETAILS, Act.REFINE) if "show" in reading.text.lower() else (Act.DETAILS,)
    return ()


def _named_kind(reading: Reading, state: State, _index: Index) -> Acts:
    """A kind of product: the same one goes on with the search, another begins one."""
    kinds = _kinds(reading)
    if not kinds:
        return ()
    if reading.also and state.searching:
        return (Act.REFINE,)
    return (Act.REFINE,) if kinds <= _kinds_in_force(state) else (Act.SEARCH,)


def _plain_refinement(reading: Reading, state: State, index: Index) -> Acts:
    """Only constraints, sorts or "more": they speak of the search there is."""
    if not state.searching:
        return ()
    described = bool(reading.wanted or reading.unwanted) and len(reading.leftovers) <= _FEW
    adjective = len(reading.leftovers) == 1 and load_turns().adjective.search(reading.leftovers[0])
    if "degree" in reading.acts or described or adjective:
        return (Act.REFINE,)
    says = _wishes(reading) or reading.comparative or "more" in reading.acts
    nothing_else = not any(map(index.vocabulary.knows, reading.leftovers))  # "rahter size 43"
    return (Act.REFINE,) if says and nothing_else else ()


def _talk(reading: Reading, _: State, _index: Index) -> Acts:
    """Rudeness, a farewell, a joke, or how the assistant works, with no wish beside it."""
    if _wishes(reading) or reading.comparative or reading.amounts or reading.asked:
        return ()
    if "secrets" in reading.acts:
        return (Act.OUT_OF_SCOPE,)
    return (Act.SMALLTALK,) if reading.acts & _TALK else ()


def _chat(reading: Reading, _: State, _index: Index) -> Acts:
    """Greetings, thanks and talk about the assistant itself, with no wish beside them."""
    if "pleasantry" in reading.acts and not (_kinds(reading) or reading.amounts):
        return (Act.SMALLTALK,)
    if (
        _wishes(reading)
        or reading.comparative
        or (reading.leftovers and "chat" not in reading.acts)
    ):
        return ()
    return (Act.SMALLTALK,)


def _open_words(reading: Reading, state: State, index: Index) -> Acts:
    """Free words: the catalogue tells where they lead; the model, where it tells nothing.

    Words that the present search's products have go on with it; words that only others have
    begin a new one.
    """
    phrase = " ".join(reading.leftovers)
    here = (
        bool(state.conditions) and index.search(phrase, state.conditions, limit=1).match_count > 0
    )
    anywhere = here or index.search(phrase, limit=1).match_count > 0
    if state.searching and load_turns().ones.search(reading.text):
        return (Act.REFINE,)
    shops = (
        bool(reading.amounts or _ranks(reading) or _kinds(reading)) or "shopping" in reading.acts
    )
    idle = reading.is_question and not shops
    if here:
        return (Act.REFINE, Act.SEARCH)
    if anywhere:
        return (Act.SEARCH, Act.OUT_OF_SCOPE, Act.SMALLTALK) if idle else (Act.SEARCH,)
    if idle:
        return (Act.OUT_OF_SCOPE, Act.SMALLTALK)
    return (Act.REFINE,) if state.searching and _wishes(reading) else (Act.SEARCH,)


def _kinds_in_force(state: State) -> set[str]:
    return {value for c in state.conditions if c.field == "category" for value in c.values}


def _kinds(reading: Reading) -> set[str]:
    return {mention.value for mention in reading.wanted if mention.field == "category"}


def _ranks(reading: Reading) -> bool:
    """Whether an order is asked for."""
    return bool(reading.sort or reading.ranking)


def _wishes(reading: Reading) -> bool:
    said = (reading.wanted, reading.unwanted, reading.amounts, reading.unwanted_words)
    return any(said) or bool(reading.size or reading.sort or reading.ranking)


_RULES: tuple[Rule, ...] = (
    _undone,
    _reviewed,
    _of_everything,
    _superlative,
    _errand,
    _dropped,
    _product_question,
    only_reduced,
    _named_kind,
    _plain_refinement,
    _talk,
    _chat,
    _open_words,
)
_GROUNDS: Mapping[Rule, Ground] = {
    _undone: Ground.CERTAIN,
    _dropped: Ground.CERTAIN,
    only_reduced: Ground.CERTAIN,
    _plain_refinement: Ground.CERTAIN,
    _talk: Ground.CERTAIN,
    _product_question: Ground.GUESS,
    _open_words: Ground.GUESS,
}
