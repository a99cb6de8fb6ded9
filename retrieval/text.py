"""Words as retrieval sees them: folding, tokens with their place, a light plural stemmer.

Shared by lexical ranking, filters and the vocabulary, so that the three always agree on what
a word is. Knows nothing of products or of any catalogue.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

__all__ = [
    "STOPWORDS",
    "Token",
    "clean",
    "content_terms",
    "fold",
    "stem",
    "stem_phrase",
    "tokenise",
]

# Letters and digits; a decimal point stays inside its number, everything else separates.
_WORD = re.compile(r"\d+(?:[.]\d+)+|[^\W_]+(?:['\u2019][^\W_]+)?")
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_UNFIT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_SPACES = re.compile(r"\s+")
_IRREGULAR = {
    "knives": "knife",
    "shelves": "shelf",
    "scarves": "scarf",
    "loaves": "loaf",
    "leaves": "leaf",
    "men": "man",
    "women": "woman",
    "children": "child",
    "mice": "mouse",
    "feet": "foot",
    "teeth": "tooth",
    "dice": "dice",
    "beanies": "beanie",
    "booties": "bootie",
    "brownies": "brownie",
    "cookies": "cookie",
    "hoodies": "hoodie",
    "onesies": "onesie",
    "plushies": "plushie",
    "smoothies": "smoothie",
}

_STOPWORDS = """
    a about all also am an and any anything are as at be been but by can could do does for
    from get give good great had has have her him his how i if in into is it its just know let
    like look looking make me my myself need nice of off on one or our out please recommend she
    he show so some something such that the their them then there these they thing things this
    those to too up us use very want was we were what when which who will with would you your
    under over below above between less more than not no without only buy find search shop
    hello hi hey thanks thank sell got im id ill ive
"""
STOPWORDS = frozenset(_STOPWORDS.split())


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text, folded, with where it stands: `text[start:end]`."""

    text: str
    start: int
    end: int


def clean(text: str) -> str:
    """Drop what no text of a shop carries: NUL and other controls, lone surrogates, bidi marks.

    Line breaks and tabs stay. A string that is sound comes back unchanged.
    """
    return _UNFIT.sub("", text)


def fold(text: str) -> str:
    """Give one spelling to what reads the same: width, case and runs of white space."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def tokenise(text: str) -> tuple[Token, ...]:
    """Cut a text into folded words; "women's" is the word "women", "t-shirt" is two."""
    return tuple(
        Token(_bare(fold(found.group())), found.start(), found.end())
        for found in _WORD.finditer(text)
    )


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Take the plural off an English word: "shoes" -> "shoe", "dresses" -> "dress".

    Harman's S stemmer (How effective is suffixing?, 1991) with the sibilant plurals and the
    irregular ones that shops sell; words of one to three letters ("gas", "bus", "xs") stay.
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "ches", "shes", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def stem_phrase(text: str) -> str:
    """Fold a phrase and stem each of its words, joined by single spaces."""
    return " ".join(stem(token.text) for token in tokenise(text))


def content_terms(text: str) -> list[str]:
    """Return the stemmed words of a text that carry meaning, in order, repeats kept."""
    words = map(_bare, _WORD.findall(fold(text)))
    return [stem(word) for word in words if word not in STOPWORDS]


def _bare(word: str) -> str:
    return word if word.isalnum() else _POSSESSIVE.sub("", word)
