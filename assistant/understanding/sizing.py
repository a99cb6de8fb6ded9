"""The size that a message names: "size 42", "in XL", "waist 32", and a bare "42" for shoes.

Knows the sizes of the catalogue; whether they are wanted or asked about is not its job.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.understanding.lexicon import Lexicon
from assistant.understanding.spans import Span, covered
from retrieval.vocabulary import Vocabulary

__all__ = ["find_size"]

_SIZE = re.compile(
    r"\bsizes?(?:\s+(?:is|must be|should be)\s+(?=\d|X{0,3}[SML]\b)|\s*[:=]?\s+(?!of\b|is\b))"
    r"([\w./-]{1,8})",
    re.IGNORECASE,
)
_LETTER = re.compile(r"(?:\bin(?:\s+an?)?\s+|^\s*)(X{0,3}[SL]|[2-5]XL|M)(?![\w'’&.-])")
_LARGE = re.compile(r"(?<![\w-])(xxxl|xxl|xl|xxs|xs|[2-5]xl)(?![\w-])", re.IGNORECASE)
_LED = re.compile(
    r"\b(?:in(?:\s+an?)?|eu|eur|waist|number|siez|sz)\s+(\d{2,3}(?:[.,]5)?)(?![\w%-])",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\w$€£.,#<>=/-])(\d{2}(?:[.,]5)?)(?![\w%$€£/]|[.,-]\d|\s*[-x]\s*\d)")


def find_size(
    text: str,
    lexicon: Lexicon,
    vocabulary: Vocabulary,
    taken: Sequence[Span],
    holds: Callable[[str], bool],
) -> tuple[str | None, list[Span]]:
    """Find the size that is named outside the `taken` spans, and where.

    A number without the word "size" is one where the catalogue has such a size and the things
    spoken of come in it (`holds`).
    """
    facet = vocabulary.facets.get("size")
    known = set(facet.values) if facet else set()
    for found, is_named in _candidates(text):
        span, size = Span(*found.span()), found[1]
        if size.lower() in lexicon.wrapping or covered(span, taken):
            continue
        if is_named or (size in known and holds(size)):
            return size, [span]
    return None, []


def _candidates(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """Every place where a size may stand, the surest first."""
    for pattern in (_SIZE, _LETTER, _LARGE):
        if found := pattern.search(text):
            yield found, True
    for pattern in (_LED, _BARE):
        for found in pattern.finditer(text):
            yield found, False
