"""What no claim has taken: each word claims nothing, or the listing's own words bear it out."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.grounding.affirmed import affirmed, stems_in
from assistant.grounding.scan import Scan
from assistant.wordfiles import kept, read_lines
from retrieval.catalogue import Product
from retrieval.text import Token, stem, tokenise

__all__ = ["leftover", "negations", "neutral"]

_SELF = {"i", "i'd", "i’d", "i'll", "i’ll", "i've", "i’ve", "i'm", "i’m"}


def negations(scan: Scan) -> None:
    """A negation that denies no property of the catalogue denies nothing we know."""
    for found in scan.each(scan.cues.negators):
        scan.claim("property", *found.span(), reason=f"{found[0]!r} denies nothing that is known")


def leftover(scan: Scan) -> None:
    """Refuse each word that is neither neutral nor in the listings of the products meant."""
    kinds = _kinds(scan)
    for token in tokenise(scan.masked):
        subjects = scan.about(token.start)
        listed = kinds
        if subjects:
            listed |= frozenset.intersection(*(_said(s.product) for s in subjects))
        name = _is_name(scan, token)
        allowed = listed if name else neutral() | listed
        if token.text not in allowed and stem(token.text) not in allowed:
            said = scan.text[token.start : token.end]
            reason = f"{said!r} is not borne out by the listing"
            scan.claim("name" if name else "word", token.start, token.end, reason=reason)


@kept
def neutral(locale: str = "en") -> frozenset[str]:
    """Give the words that claim nothing."""
    words = " ".join(read_lines("grounding", f"neutral.{locale}.txt"))
    return frozenset(token.text for token in tokenise(words))


def _said(product: Product) -> frozenset[str]:
    """What a listing affirms, and the names of its properties, which alone claim nothing."""
    return affirmed(product) | stems_in(" ".join((*product.attributes, *_options(product))))


def _options(product: Product) -> Iterator[str]:
    return (name for variant in product.variants[:1] for name in variant.options)


def _kinds(scan: Scan) -> frozenset[str]:
    """The words of the kind that all shown products are of."""
    kinds = {subject.card.category for subject in scan.world.subjects}
    return stems_in(next(iter(kinds))) if len(kinds) == 1 else frozenset()


def _is_name(scan: Scan, token: Token) -> bool:
    """Whether a word is written as a name: with a capital that no sentence's beginning gives."""
    before = scan.text[: token.start].rstrip(' “"(')
    within = bool(before) and before[-1] not in ".!?:"
    return within and scan.text[token.start].isupper() and token.text not in _SELF
