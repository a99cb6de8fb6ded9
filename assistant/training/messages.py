"""Messages of shoppers with what they mean, made from word lists and a catalogue by seed.

Knows nothing of models: a `Message` is text, the situation it is said in, and its meaning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from assistant.training.patterns import expand
from assistant.training.registers import retyped, tidy
from assistant.training.wordlists import Frame, Words
from assistant.types import Act
from retrieval.vocabulary import Vocabulary

__all__ = ["Message", "catalogue_lists", "make_messages"]

_OWN = 0.5
"""How often a value is the catalogue's own where it has a list of that name."""
_SEARCHES = 0.25
"""Share of searches; the other acts share the rest, refinements twice."""
_AROUND = {"{preamble}. ": 0.08, "{opening}, ": 0.2}
"""How often something stands before what is meant: a greeting, a story."""
_AFTER = {" {closing}": 0.1, ". {preamble}": 0.03}


@dataclass(frozen=True, slots=True)
class Message:
    """What was said (`text`) with the search so far (`now`, "" for none).

    `phrase` are the words of the text that name what is wanted; "" where nothing is looked for.
    """

    text: str
    now: str
    act: Act
    phrase: str


def make_messages(
    words: Words, own: Mapping[str, Sequence[str]], frames: Sequence[Frame], seed: int
) -> Iterator[Message]:
    """Give messages without end; `own` are the catalogue's lists, `frames` those to be used."""
    maker = _Maker(words.lists, own, frames, Random(seed))
    while True:
        yield maker.message()


def catalogue_lists(vocabulary: Vocabulary, titles: Sequence[str]) -> dict[str, list[str]]:
    """Give a catalogue's own values under the names that the word lists use."""
    values = {name: list(facet.values) for name, facet in vocabulary.facets.items()}
    kinds = [c.name.lower() for c in vocabulary.categories if len(c.path) > 1]
    flags = [name for name, facet in vocabulary.facets.items() if facet.kind == "yes_no"]
    found = {
        "kind": kinds or [category.name.lower() for category in vocabulary.categories],
        "brand": list(vocabulary.brands),
        "adjective": flags,
        "title": list(titles),
        **{name: values.get(name, []) for name in ("colour", "material", "size")},
    }
    return {name: entries for name, entries in found.items() if entries}


class _Maker:
    def __init__(
        self,
        lists: Mapping[str, Sequence[str]],
        own: Mapping[str, Sequence[str]],
        frames: Sequence[Frame],
        random: Random,
    ) -> None:
        self._lists, self._own, self._random = lists, own, random
        self._frames: dict[Act, list[Frame]] = defaultdict(list)
        for frame in frames:
            self._frames[frame.act].append(frame)

    def message(self) -> Message:
        """Make one message."""
        act = self._act()
        frame = self._random.choice(self._frames[act])
        begins = frame.time == "begin" or (frame.time == "any" and self._random.random() < 0.5)
        now, kind = ("", "") if begins else self._search()
        fixed = {"kind": kind} if act is Act.REFINE else {}
        whole = frame.line if act is Act.SMALLTALK else self._wrapped(frame.line)
        line = expand(whole, lambda name: self._entry(name, fixed), self._random)
        text, phrase = _unmarked(retyped(tidy(_marked(line)), self._random))
        return Message(text, now, act, phrase)

    def _wrapped(self, line: str) -> str:
        """A line with what people say around it, now and then."""
        before = [said for said, often in _AROUND.items() if self._random.random() < often]
        after = [said for said, often in _AFTER.items() if self._random.random() < often]
        return "".join((*before[:1], line, *after[:1]))

    def _act(self) -> Act:
        if Act.SEARCH in self._frames and self._random.random() < _SEARCHES:
            return Act.SEARCH
        return self._random.choice([*self._frames, *([Act.REFINE] * (Act.REFINE in self._frames))])

    def _entry(self, name: str, fixed: Mapping[str, str]) -> str:
        if name in fixed:
            return fixed[name]
        own, general = self._own.get(name), self._lists.get(name)
        if own and (general is None or self._random.random() < _OWN):
            return _plain(self._random.choice(own))
        return self._random.choice(general or [name])

    def _search(self) -> tuple[str, str]:
        """A search as its chips say it, and its kind."""
        kind = self._expanded("{kind}")
        patterns = ("{colour}", "under ${figure}", "not {material}", "{adjective}", "size {size}")
        chosen = self._random.sample(patterns, self._random.choice((0, 0, 1, 1, 2, 3)))
        return ", ".join([kind, *map(self._expanded, chosen)]), kind

    def _expanded(self, line: str) -> str:
        return expand(line, lambda name: self._entry(name, {}), self._random)


_START, _END = "\x02", "\x03"


def _plain(value: str) -> str:
    """Take the brackets out of a catalogue's value: they are no choices."""
    return "".join(letter for letter in value if letter not in "()[]{}<>|")


def _marked(line: str) -> str:
    return line.replace("<", _START).replace(">", _END)


def _unmarked(text: str) -> tuple[str, str]:
    """The text without marks, and the first stretch that was marked."""
    _, opened, rest = text.partition(_START)
    phrase = rest.partition(_END)[0] if opened else ""
    return text.replace(_START, "").replace(_END, ""), tidy(phrase)
