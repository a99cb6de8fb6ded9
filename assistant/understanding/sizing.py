"""The size that a message names: "size 42", "in XL", "waist 32", and a bare "42" for shoes.

Knows the sizes of the catalogue; whether they are wanted or asked about is not its job.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from assistant.understanding.lexicon import Lexicon
from assistant.understanding.spans import Span, covered
from retrieval.vocabulary import Vocabulary

__all__ = ["find_size"]

_SIZE = re.compile(
    r"\bsizes?(?:\s+(?:is|must be|should be)\s+(?=\d|X{0,3}[SML]\b)|\s*[:=]?\s+(?!of\b|is\b))"
    r"([\w./-]{1,8})",
    re.IGNORECASE,
)
_OF_SYSTEM = re.compile(
    r"(?<![\w$-])(?<!to the )(?<!in the )(?:sizes?\s+)?(us|uk|eu|eur)\s+(?:sizes?\s+)?"
    r"(\d{1,2}(?:[.,]5)?)(?![\w%$€£]|[.,-]\d)"
    r"|\bsizes?\s+(\d{1,2}(?:[.,]5)?)\s*(us|uk|eu)\b",
    re.IGNORECASE,
)
"""A size of a system of sizes: "UK 9", "EU size 42", "size 8.5 US"."""
_LETTER = re.compile(r"(?:\bin(?:\s+an?)?\s+|^\s*)(X{0,3}[SL]|[2-5]XL|M)(?![\w'’&.-])")
_LARGE = re.compile(r"(?<![\w-])(xxxl|xxl|xl|xxs|xs|[2-5]xl)(?![\w-])", re.IGNORECASE)
_LED = re.compile(
    r"\b(?:in(?:\s+an?)?|eu|eur|waist|number|siez|sz)\s+(\d{2,3}(?:[.,]5)?)(?![\w%-])",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\w$€£.,#<>=/-])(\d{2}(?:[.,]5)?)(?![\w%$€£/]|[.,-]\d|\s*[-x]\s*\d)")
_ENDS = re.compile(r"\W*(?:please|too|as well|instead)?\W*(?:$|[?.!,;])", re.IGNORECASE)
_NUMBER = re.compile(r"\d{2}(?:[.,]5)?")
_EUROPEAN = {"eu", "eur"}
Sizes = Callable[[], Collection[str]]


def find_size(
    text: str, lexicon: Lexicon, vocabulary: Vocabulary, taken: Sequence[Span], sizes: Sizes
) -> tuple[str | None, list[Span]]:
    """Find the size that is named outside the `taken` spans, and where.

    A number without the word "size" is one where the things spoken of come in it (`sizes` gives
    all that they come in), or where it stands as a size does ("do you have it in 51?") and they
    come in others like it. A size of a system is the catalogue's of that name; its plain numbers
    are European ones.
    """
    facet = vocabulary.facets.get("size")
    known = set(facet.values) if facet else set()
    if facet and (found := _OF_SYSTEM.search(text)) and not covered(Span(*found.span()), taken):
        return _of_system(found[1] or found[4], found[2] or found[3], known), [Span(*found.span())]
    for found, is_named in _candidates(text):
        span, size = Span(*found.span()), found[1]
        if size.lower() in lexicon.wrapping or covered(span, taken):
            continue
        if is_named or (known and _comes_in(size, text[span.end :], found.re, sizes())):
            return size, [span]
    return None, []


def _of_system(system: str, number: str, known: Collection[str]) -> str:
    """The catalogue's own name of a size of a system, else the size as it is usually written."""
    system = "EU" if system.lower() in _EUROPEAN else system.upper()
    number = number.replace(",", ".")
    whole = f"{system} {number}"
    for name in (whole, f"{system}{number}", f"{number} {system}"):
        if name in known:
            return name
    return number if system == "EU" else whole


def _comes_in(size: str, behind: str, pattern: re.Pattern[str], sizes: Collection[str]) -> bool:
    """Whether a number is a size of the things spoken of, or asks whether it is one."""
    if size in sizes:
        return True
    alike = any(_NUMBER.fullmatch(one) for one in sizes)
    return pattern is _LED and alike and _ENDS.match(behind) is not None


def _candidates(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """Every place where a size may stand, the surest first."""
    for pattern in (_SIZE, _LETTER, _LARGE):
        if found := pattern.search(text):
            yield found, True
    for pattern in (_LED, _BARE):
        for found in pattern.finditer(text):
            yield found, False
