"""Words that describe something shown: "the black one", "the cheaper of the two", "both".

Works on a masked message, in which every value of the catalogue is one run of the same sign, so
that patterns can be written over them. Which product is meant is resolved elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from assistant.showings import Reference, Which
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.lexicon.orders import Order, load_orders
from assistant.understanding.spans import Span, covered
from retrieval.filters import Condition
from retrieval.mentions import Mention

__all__ = ["Pointer", "Scene", "earlier", "find_described"]

_P, _K = "\ue000", "\ue001"
"""Stand in the masked text for every letter of a property's value and of a kind's name."""
_PROPERTIES = rf"(?:{_P}+\s+(?:and\s+)?){{0,4}}"
_TAIL = rf"(?:\s+(?:in|with|from|by|made\s+of|made\s+from|of|for)\s+(?:the\s+|an?\s+)?{_P}+)"
_THE = r"(?<!\w)(?:the|that|this|your)\s+"
_ONE = re.compile(
    rf"{_THE}{_PROPERTIES}(?:{_K}+\s+)?one(?!\w){_TAIL}*|{_THE}{_P}+(?=\s*(?:[?!.,]|please|$))",
    re.IGNORECASE,
)
_ONE_ALONE = re.compile(
    rf"{_THE}{_PROPERTIES}(?:{_K}+\s+)?one(?!\w)|{_THE}{_P}+(?=\s*(?:[?!.,]|but|please|$))",
    re.IGNORECASE,
)
_THING_ALONE = re.compile(
    rf"(?<!\w)(?:the|that|this|those|these)\s+{_PROPERTIES}{_K}+", re.IGNORECASE
)
"""Where others are to be like it, what stands behind is a wish: "like that one in red"."""
_THING = re.compile(
    rf"(?<!\w)(?:the|that|this|those|these)\s+{_PROPERTIES}{_K}+{_TAIL}*", re.IGNORECASE
)
_OF_THEM = (
    r"\s+(?:one\s+)?(?:of|among|out\s+of|from)\s+(?:(?:the|these|those|all)\s+)?"
    r"(?:two|three|four|both|them|these|those|ones|lot|bunch|\d)(?!\w)"
)
_EARLIER = re.compile(
    rf"\s+(?:(?:that|which)\s+)?(?:(?:you|u|i|we)\s+(?:just\s+)?\w+\s+(?:me\s+)?|from\s+)?"
    rf"(?:before|ahead\s+of|prior\s+to)\s+(?:the\s+|those\s+|these\s+)?(?P<mark>{_K}+|{_P}+)",
    re.IGNORECASE,
)
_AT_FIRST = re.compile(
    r"\s+(?:(?:that|which)\s+)?(?:(?:you|u|i|we)\s+\w+\s+(?:me\s+)?)?"
    r"(?:at\s+first|first\s+of\s+all|(?:at|from|in)\s+the\s+(?:beginning|start|first\s+search)"
    r"|at\s+the\s+very\s+(?:beginning|start)|in\s+the\s+first\s+place)",
    re.IGNORECASE,
)
_MAKES = re.compile(r"\bmake\s+$", re.IGNORECASE)
"""Before "that green": the wish is to be so, and nothing is pointed at."""
_COUNTED = re.compile(r"\s+(?:ones?|product|item|card|option|thing)(?!\w)", re.IGNORECASE)
_OF_KIND = re.compile(rf"\s+(?:(?:one\s+)?of\s+(?:the|those|these)\s+)?(?P<kind>{_K}+)")


@dataclass(frozen=True, slots=True)
class Pointer:
    """A reference, where it stands, and the mentions that are a part of it."""

    reference: Reference
    span: Span
    used: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """What finding references looks at: the message, its mentions, and what `shows` something.

    `insists` says that the message can only be about things that were shown (it asks, compares
    or buys), so that "the tent" points; where it `buys`, "the cheapest" is one of them too.
    `likens` says that others are wanted that are like one of them.
    """

    text: str
    mentions: Sequence[tuple[Mention, Span]]
    lexicon: Lexicon
    shows: Callable[[Reference], bool]
    insists: bool
    buys: bool = False
    likens: bool = False

    @property
    def masked(self) -> str:
        """The message with every mention as one run of signs."""
        text = self.text
        for mention, span in self.mentions:
            sign = _K if mention.field == "category" else _P
            text = text[: span.start] + sign * (span.end - span.start) + text[span.end :]
        return text

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions between two places."""
        return tuple(m for m, span in self.mentions if start <= span.start and span.end <= end)

    def pointer(self, start: int, end: int, reference: Reference) -> Pointer:
        """A pointer at `text[start:end]`; the mentions in it say what is meant."""
        used = self.within(start, end)
        having = tuple(_condition(mention) for mention in used)
        said = replace(reference, having=having, words=self.text[start:end].strip())
        return Pointer(said, Span(start, end), used)


def find_described(scene: Scene, taken: Sequence[Span]) -> list[Pointer]:
    """Find references by description outside the `taken` spans, none overlapping."""
    found: list[Pointer] = []
    for pointer in (*_ordered(scene), *_whole(scene), *_described(scene)):
        if not covered(pointer.span, (*taken, *(other.span for other in found))):
            found.append(earlier(scene, pointer))
    return sorted(found, key=lambda pointer: pointer.span.start)


def earlier(scene: Scene, pointer: Pointer) -> Pointer:
    """Read what stands behind a pointer: its kind, and when it was shown ("before the boots")."""
    masked, end = scene.masked, pointer.span.end
    if (one := _COUNTED.match(masked, end)) and pointer.reference.position is not None:
        end = one.end()
    reference, used = pointer.reference, list(pointer.used)
    if reference.position is not None and (kind := _OF_KIND.match(masked, end)):
        named = scene.within(*kind.span("kind"))
        asked = replace(reference, having=tuple(map(_condition, named)))
        if named and scene.shows(replace(asked, position=None)):
            reference, end = asked, kind.end()
            used += named
    if (before := _EARLIER.match(masked, end)) and (mark := scene.within(*before.span("mark"))):
        reference = replace(reference, before=tuple(map(_condition, mark)))
        end = before.end()
        used += mark
    elif first := _AT_FIRST.match(masked, end):
        reference, end = replace(reference, first=True), first.end()
    words = scene.text[pointer.span.start : end].strip()
    return Pointer(replace(reference, words=words), Span(pointer.span.start, end), tuple(used))


def _whole(scene: Scene) -> Iterator[Pointer]:
    """Those that are talked about together, and each of a pair."""
    for which, words in scene.lexicon.pointing.items():
        reference = Reference(which=cast("Which", which))
        pattern = (
            rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)(?!\s+(?:of\s+)?(?:the|#|\d))"
        )
        for match in re.finditer(pattern, scene.text, re.IGNORECASE):
            yield scene.pointer(*match.span(), reference)


def _ordered(scene: Scene) -> Iterator[Pointer]:
    """ "The cheaper of the two", "the lighter one"; "the cheapest one" where something insists."""
    for order in load_orders(scene.lexicon.language):
        reference = Reference(which=order.which, by=order.by)
        for pattern in _order_patterns(order, buys=scene.buys):
            for match in re.finditer(pattern, scene.masked, re.IGNORECASE):
                yield scene.pointer(*match.span(), reference)


def _order_patterns(order: Order, *, buys: bool) -> Iterator[str]:
    compared = "|".join(map(re.escape, (*order.comparative, *order.superlative)))
    higher = "|".join(map(re.escape, order.comparative))
    highest = "|".join(map(re.escape, order.superlative))
    yield rf"(?<!\w)(?:the\s+)?(?:{compared}){_OF_THEM}"
    yield rf"(?<!\w)the\s+(?:{higher})(?:\s+one(?!\w)|\s+{_K}+|(?=\s*(?:[?!.,]|$)))"
    if buys:
        yield rf"(?<!\w)(?:the|your)\s+(?:{highest})(?:\s+(?:one(?!\w)|{_K}+))?"


def _described(scene: Scene) -> Iterator[Pointer]:
    """ "The black one", "the boots with the zip": only what something shown is, or must be."""
    patterns = (_ONE_ALONE, _THING_ALONE) if scene.likens else (_ONE, _THING)
    for pattern in patterns if scene.insists else patterns[:1]:
        for match in pattern.finditer(scene.masked):
            if _MAKES.search(scene.text[: match.start()]):
                continue
            pointer = scene.pointer(*match.span(), Reference())
            shown = bool(pointer.used) and (scene.insists or scene.shows(pointer.reference))
            if shown or (not pointer.used and _has_when(scene, match.end())):
                yield pointer


def _has_when(scene: Scene, end: int) -> bool:
    """Whether "the one" goes on with when it was shown."""
    return bool(_EARLIER.match(scene.masked, end) or _AT_FIRST.match(scene.masked, end))


def _condition(mention: Mention) -> Condition:
    return Condition(mention.field, "in", (mention.value, *mention.others))
