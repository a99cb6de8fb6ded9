"""Measures and cleared fields of a message, with what it says of reductions beside them.

Knows nothing of how either is found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from assistant.understanding import clearing, measures
from assistant.understanding.amounts import Amount
from assistant.understanding.discounts import besides, find_discounts, left_open
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.measures import Measured
from assistant.understanding.spans import Span
from retrieval.discounts import DISCOUNT
from retrieval.mentions import Mention
from retrieval.vocabulary import Vocabulary

__all__ = ["cleared_fields", "measured"]


def measured(
    amounts: Iterable[Amount],
    text: str,
    vocabulary: Vocabulary,
    lexicon: Lexicon,
    kinds: Collection[str] = (),
) -> Measured:
    """Give every amount its field, and the bounds on the discount in place of their figures."""
    discounts = find_discounts(text, lexicon)
    found = measures.measured(besides(discounts, amounts), text, vocabulary, lexicon, kinds)
    return replace(found, amounts=(*found.amounts, *discounts))


def cleared_fields(
    text: str, lexicon: Lexicon, vocabulary: Vocabulary, mentions: Sequence[Mention] = ()
) -> tuple[tuple[str, ...], list[Span]]:
    """Find the fields that are let go, with the spans that say so.

    The discount is one where something "doesn't have to be on sale", and not in "any sale items".
    """
    fields, spans = clearing.cleared_fields(text, lexicon, vocabulary, mentions)
    opened, asked = left_open(text, lexicon), find_discounts(text, lexicon)
    kept = [field for field in fields if not (field == DISCOUNT and asked)]
    return tuple(dict.fromkeys([*kept, *(DISCOUNT for _ in opened)])), [*spans, *opened]
