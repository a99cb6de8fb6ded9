"""The JSON schema of one message's delta: certain parts are fixed, open ones are left to the model.

The schema is made anew for every message from its `Reading`: amounts, negations and words of
the catalogue that stand in the message must appear as read, and the model chooses the act
among those possible and the phrase among those written. So an answer under the schema cannot
contradict the message. `parse_delta` is the parser that belongs to it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from assistant.errors import AssistantError
from assistant.types import Act, Delta
from assistant.understanding.reading import Reading
from retrieval.mentions import Mention

__all__ = [
    "certain_delta",
    "chosen_delta",
    "is_open",
    "parse_delta",
    "phrases_of",
    "schema_of",
]

JsonSchema = dict[str, object]
_LONGEST_PHRASE = 120
_LONGEST_WHOLE = 480
_MOST_RUNS = 12
_COUNTED = {Act.CART_ADD, Act.CART_UPDATE, Act.CART_REMOVE}


def schema_of(reading: Reading, acts: Sequence[Act]) -> JsonSchema:
    """Give the schema of all deltas that this message can mean."""
    properties: JsonSchema = {"act": {"enum": [act.value for act in acts]}}
    phrases = phrases_of(reading)
    if phrases and Act.SEARCH in acts:
        properties["query"] = {"enum": phrases}
    for name, values in (("set", _wanted(reading)), ("exclude", _unwanted(reading))):
        if values:
            properties[name] = _fixed(values)
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def is_open(reading: Reading, acts: Sequence[Act]) -> bool:
    """Whether the schema leaves the model anything to decide."""
    return len(acts) > 1 or (Act.SEARCH in acts and len(phrases_of(reading)) > 1)


def certain_delta(reading: Reading, acts: Sequence[Act]) -> Delta:
    """Give the likeliest delta without a model: the first act, and the words that name a kind."""
    return chosen_delta(reading, acts[0], _likeliest(reading))


def chosen_delta(reading: Reading, act: Act, query: str) -> Delta:
    """Give the delta of an act and a phrase that were chosen among the possible ones."""
    wanted, unwanted = _wanted(reading), _unwanted(reading)
    return _complete(reading, act=act, query=query, wanted=wanted, unwanted=unwanted)


def parse_delta(answer: str, reading: Reading) -> Delta:
    """Read the model's answer. Raises AssistantError when it is not what the schema allows."""
    try:
        raw = json.loads(answer)
        return _complete(
            reading,
            act=Act(raw["act"]),
            query=str(raw.get("query", "")),
            wanted=_lists(raw.get("set", {})),
            unwanted=_lists(raw.get("exclude", {})),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AssistantError(f"the model's answer is no delta: {answer[:200]!r}") from error


def _complete(
    reading: Reading,
    *,
    act: Act,
    query: str,
    wanted: Mapping[str, Sequence[str]],
    unwanted: Mapping[str, Sequence[str]],
) -> Delta:
    """Add what the message says in closed words, which no model needs to write out."""
    return Delta(
        act=act,
        query=_with_description(query, reading) if act is Act.SEARCH else _whole(reading),
        set={field: tuple(values) for field, values in wanted.items()},
        exclude={field: tuple(values) for field, values in unwanted.items()},
        clear=reading.cleared,
        allowed=_by_field(reading.allowed),
        refs=reading.refs,
        asked=reading.asked,
        sort=reading.sort,
        ranking=reading.ranking,
        weighing=reading.weighing,
        instead="instead" in reading.acts,
        more="more" in reading.acts and reading.comparative is None,
        comparative=reading.comparative,
        differing=reading.differing,
        matching=reading.matching,
        removed=reading.removed_chips,
        undo=reading.undo,
        also=reading.also,
        quantity=reading.quantity if act in _COUNTED else None,
        order_id=reading.order_id,
    )


def _lists(raw: object) -> dict[str, list[str]]:
    if not isinstance(raw, dict):
        raise TypeError("not an object")
    return {str(field): [str(value) for value in values] for field, values in raw.items()}


def phrases_of(reading: Reading) -> list[str]:
    """What a search may be for: each run of product words, or the whole of them."""
    runs = [run[:_LONGEST_PHRASE] for sentence in reading.sentences for run in sentence]
    return list(dict.fromkeys(phrase for phrase in (_whole(reading), *runs[:_MOST_RUNS]) if phrase))


def _likeliest(reading: Reading) -> str:
    """The run of words that names a kind of product; the whole where none does, or all."""
    named = [reading.text[m.start : m.end] for m in reading.wanted if m.field == "category"]
    whole, *runs = phrases_of(reading) or [""]
    return next((run for run in runs if any(kind in run for kind in named)), whole)


def _whole(reading: Reading) -> str:
    runs = (run for sentence in reading.sentences for run in sentence)
    return " ".join(runs)[:_LONGEST_WHOLE]


def _with_description(phrase: str, reading: Reading) -> str:
    """The chosen phrase and what follows it in its sentence: "moisturiser (for) dry skin".

    What stands before it, or in other sentences, is the story around the wish.
    """
    for sentence in reading.sentences:
        if phrase in sentence:
            return " ".join(sentence[sentence.index(phrase) :])[:_LONGEST_WHOLE]
    return phrase


def _wanted(reading: Reading) -> dict[str, list[str]]:
    values: defaultdict[str, list[str]] = defaultdict(list)
    for mention in reading.wanted:
        meant = (mention.value, *mention.others)
        values[mention.field] += [v for v in meant if v not in values[mention.field]]
    for amount in reading.amounts:
        said = f"{amount.value} {amount.unit}".strip()
        values[f"{amount.field}_{amount.op}"] = [f"<{said}" if amount.strict else said]
    if reading.size:
        values["size"] = [reading.size]
    if reading.unmeasured:
        values["words"] = list(reading.unmeasured)
    return dict(values)


def _by_field(mentions: Iterable[Mention]) -> dict[str, tuple[str, ...]]:
    values: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for mention in mentions:
        values[mention.field] += (mention.value,)
    return dict(values)


def _unwanted(reading: Reading) -> dict[str, list[str]]:
    values = {field: list(named) for field, named in _by_field(reading.unwanted).items()}
    if reading.unwanted_words:
        values["words"] = list(reading.unwanted_words)
    return values


def _fixed(values: Mapping[str, list[str]]) -> JsonSchema:
    return {
        "type": "object",
        "properties": {field: {"const": words} for field, words in values.items()},
        "required": list(values),
        "additionalProperties": False,
    }
