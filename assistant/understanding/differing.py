"""In what others are to differ from a product they are like: "from another brand".

Finds fields and the words that name them; knows nothing of the product.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.understanding.lexicon import Lexicon, phrase_pattern
from assistant.understanding.spans import Span, covered
from retrieval.vocabulary import Vocabulary

__all__ = ["find_differing"]


def find_differing(
    text: str, lexicon: Lexicon, vocabulary: Vocabulary
) -> Mapping[str, Mapping[str, Span]]:
    """Find the fields under "differing" and under "matching", each with the span that names it."""
    found: dict[str, dict[str, Span]] = {}
    named = {name: (name,) for name in vocabulary.facets} | dict(lexicon.fields)
    for how, words in lexicon.likeness.items():
        before = phrase_pattern(words).pattern
        if not re.search(before, text, re.IGNORECASE):
            continue
        taken = [span for fields in found.values() for span in fields.values()]
        for field, names in named.items():
            pattern = rf"{before}\s+{phrase_pattern(names).pattern}"
            match = re.search(pattern, text, re.IGNORECASE)
            if match and not covered(Span(*match.span()), taken):
                found.setdefault(how, {})[field] = Span(*match.span())
    return found
