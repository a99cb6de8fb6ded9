"""What is true of the demo shop, read from its products alone: the judge of generated replies.

Knows nothing of how the assistant searches or answers; it reads the text as a shopper would.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant_samples import demo_products

from retrieval.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.reply import Reply
    from assistant.types import Card
    from retrieval.catalogue import Product, Variant

__all__ = [
    "Wishes",
    "count",
    "judge_cards",
    "judge_comparison",
    "judge_sentences",
    "judge_text",
    "judge_way_on",
    "knows",
]

_PRODUCTS = {product.id: product for product in demo_products()}
_TITLES = sorted({product.title for product in demo_products()}, key=len, reverse=True)
_TITLE = re.compile("|".join(map(re.escape, _TITLES)))
_BRANDS = sorted({product.brand for product in demo_products()}, key=len, reverse=True)
_MONEY = re.compile(r"\$(\d[\d,]*(?:\.\d+)?)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_QUOTE = re.compile(r"“([^”]*)”")
_THERE_IS = re.compile(
    r"Our |What fits otherwise |(?:The|All|For the) [\w ]+ (?:of our|that fits otherwise) "
)
_IMITATIONS = ("vegan ", "faux ", "artificial ", "imitation ", "synthetic ")


@dataclass
class Wishes:
    """What a shopper has said so far and not taken back."""

    kinds: set[str] = field(default_factory=set)
    most: Decimal | None = None
    below: Decimal | None = None
    stars: Decimal | None = None
    wanted: dict[str, set[str]] = field(default_factory=dict)
    refused: dict[str, set[str]] = field(default_factory=dict)

    def means(self, product: Product) -> bool:
        """Whether a product is of a kind that was named, if any was."""
        return not self.kinds or any(level.lower() in self.kinds for level in product.category)

    def meets(self, product: Product, variant: Variant) -> bool:
        """Whether one variant is all that was said."""
        price = variant.price.amount if variant.price else None
        return (
            self.means(product)
            and (self.most is None or (price is not None and price <= self.most))
            and (self.below is None or (price is not None and price < self.below))
            and (self.stars is None or Decimal(str(product.rating or 0)) >= self.stars)
            and all(_has(product, variant, name, any_of) for name, any_of in self.wanted.items())
            and not any(_has_in_it(product, variant, name, no) for name, no in self.refused.items())
        )

    def drop(self, name: str, op: str) -> None:
        """Take back what was said of a field, as the removal of its chip does."""
        if name == "price":
            self.most = self.below = None
        elif name == "rating":
            self.stars = None
        elif name == "category":
            self.kinds = set()
        else:
            (self.wanted if op == "in" else self.refused).pop(name, None)


def knows(kinds: set[str], name: str) -> bool:
    """Whether any product of these kinds has a property at all: tea has no colour."""
    return name == "brand" or any(
        name in product.attributes or name in product.variants[0].options
        for product in _PRODUCTS.values()
        if product.status == "active" and kinds & {level.lower() for level in product.category}
    )


def count(wishes: Wishes) -> int:
    """How many products meet the wishes: those that can be bought, or else all there are."""
    fitting = [
        (product, variant)
        for product in _PRODUCTS.values()
        if product.status == "active" and wishes.means(product)
        for variant in product.variants
        if wishes.meets(product, variant)
    ]
    stocked = {product.id for product, variant in fitting if variant.stock}
    return len(stocked or {product.id for product, _ in fitting})


def judge_way_on(reply: Reply, wishes: Wishes) -> None:
    """Where a reply says what would be found without one of the wishes, that is so."""
    conditions = {chip.label: c for chip, c in zip(reply.chips, reply.constraints, strict=True)}
    for without, said in re.findall(r"Without (.+?) there would be (one|[\d,]+)", reply.text):
        fewer = deepcopy(wishes)
        for label in re.findall(r"“([^”]+)”", without):
            fewer.drop(conditions[label].field, conditions[label].op)
        assert count(fewer) == int(said.replace("one", "1").replace(",", ""))
    for said in re.findall(r" starts? at \$([\d,.]*\d)", reply.text):
        fewer = deepcopy(wishes)
        fewer.drop("price", "max")
        assert _money(said) == min(_prices(fewer))


def _prices(wishes: Wishes) -> list[Decimal]:
    """What the things that meet the wishes cost, of those that can be bought."""
    return [
        variant.price.amount
        for product in _PRODUCTS.values()
        if product.status == "active" and wishes.means(product)
        for variant in product.variants
        if variant.stock and variant.price and wishes.meets(product, variant)
    ]


def _has(product: Product, variant: Variant, name: str, values: set[str]) -> bool:
    if not values:
        return False
    if name == "brand":
        return product.brand.lower() in values
    if name in variant.options:
        return variant.options[name].lower() in values
    held = product.attributes.get(name)
    if isinstance(held, bool):
        return held is ("yes" in values)
    words = [word.lower() for word in held] if isinstance(held, tuple) else []
    return any(word == value or _is_kind_of(word, value) for word in words for value in values)


def _has_in_it(product: Product, variant: Variant, name: str, values: set[str]) -> bool:
    """Whether it has one of the values, also as a word of another: cotton in "cotton canvas"."""
    if _has(product, variant, name, values):
        return True
    held = variant.options.get(name) or product.attributes.get(name)
    words = (held,) if isinstance(held, str) else held if isinstance(held, tuple) else ()
    parts = {part for word in words for part in re.split(r"[\s-]+", word.lower())}
    ends = (p.endswith(v) for p in parts for v in values if len(p) > len(v) + 2 and len(v) > 3)
    return name != "brand" and (bool(parts & values) or any(ends))


def _is_kind_of(word: str, value: str) -> bool:
    """Organic cotton is cotton; vegan leather is no leather."""
    return word.endswith(f" {value}") and not word.startswith(_IMITATIONS)


def judge_cards(reply: Reply, wishes: Wishes | None) -> None:
    """Every figure of every card is the catalogue's, and every card is what was asked for."""
    assert len({card.product_id for card in reply.cards}) == len(reply.cards)
    for card in reply.cards:
        product, variant = _bought(card)
        assert (card.title, card.brand) == (product.title, product.brand)
        assert (card.price, card.list_price) == (variant.price, variant.list_price)
        assert (card.rating, card.rating_count) == (product.rating, product.rating_count)
        assert dict(card.options) == dict(variant.options)
        assert card.in_stock == (product.status == "active" and variant.stock > 0)
        if wishes is not None:
            assert wishes.meets(product, variant), (card, wishes)


def _bought(card: Card) -> tuple[Product, Variant]:
    product = _PRODUCTS[card.product_id]
    return product, next(v for v in product.variants if v.id == card.variant_id)


def judge_text(reply: Reply, sentences: Iterable[str], message: str, starter: str) -> None:
    """Every name, figure and claim of the text is true of the products that are shown."""
    assert reply.text == " ".join(sentences)
    for quote in _QUOTE.findall(reply.text):
        _judge_quote(quote, reply, message, starter)
    order = list(dict.fromkeys(judge_sentences(reply, sentences, starter)))
    assert order == list(dict.fromkeys(card.title for card in reply.cards))[: len(order)]


def judge_sentences(reply: Reply, sentences: Iterable[str], starter: str) -> list[str]:
    """Judge sentences one by one; gives the titles they name, in order."""
    named: list[str] = []
    for sentence in sentences:
        if reply.not_found and _THERE_IS.match(sentence):
            continue  # of what is not shown: `judge_way_on` and the service's tests hold it
        plain = _without(_QUOTE.sub("QUOTED", sentence), [starter])
        _judge_sentence(plain, reply)
        named += _TITLE.findall(plain)
    return named


def _judge_quote(quote: str, reply: Reply, message: str, starter: str) -> None:
    """Only descriptions, chips, our own hints and a few plain words of the shopper are quoted."""
    described = any(quote in _PRODUCTS[card.product_id].description for card in reply.cards)
    ours = quote in {starter, "the second one", *(chip.label for chip in reply.chips)}
    words = quote.split()
    echoed = len(words) <= 4 and all(
        re.fullmatch(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", word)
        and word.lower() in clean(message).lower()
        for word in words
    )
    assert described or ours or echoed, quote


def _judge_sentence(sentence: str, reply: Reply) -> None:
    shown = {card.title: card for card in reply.cards}
    named = _TITLE.findall(sentence)
    assert set(named) <= set(shown), f"names what is not shown: {named}"
    for title, amount in re.findall(
        rf"({_either(shown)})(?: at| for| costs)? \(?\$([\d,.]*\d)", sentence
    ):
        assert _money(amount) == _price(shown[title]), sentence
    free = sentence
    for wish in () if named else _wishes_said(reply):
        free = re.sub(rf"\({re.escape(wish)}\)|: {re.escape(wish)}\.", " WISH.", free)
    for name in named:
        free = free.replace(name, "NAMED")
    cards = [shown[title] for title in dict.fromkeys(named)]
    for brand in _BRANDS:
        if re.search(rf"(?<!\w){re.escape(brand)}(?!\w)", free):
            assert brand in {card.brand for card in cards}, sentence
    _judge_money(free, cards, reply)
    free = _MONEY.sub("MONEY", free)
    _judge_numbers(free, cards, reply)
    _judge_claims(free, cards, reply)


def _wishes_said(reply: Reply) -> list[str]:
    """The constraints in force as a sentence lists them: all, or all but the kind."""
    pairs = list(zip(reply.chips, reply.constraints, strict=True))
    besides = [chip.label for chip, condition in pairs if condition.field != "category"]
    return [", ".join(labels) for labels in ([chip.label for chip, _ in pairs], besides) if labels]


def _judge_money(text: str, cards: list[Card], reply: Reply) -> None:
    bounds = {c.bound for c in reply.constraints if c.field == "price" and c.bound is not None}
    prices = {_price(card) for card in cards}
    limits = {c.bound for c in reply.constraints if (c.field, c.op) == ("price", "max")}
    for amount in re.findall(r"\$([\d,.]*\d) under your limit", text):
        assert _money(amount) in {limit - price for limit in limits if limit for price in prices}
    for amount in re.findall(r"down from \$([\d,.]*\d)", text):
        assert _money(amount) in {card.list_price.amount for card in cards if card.list_price}
    told = re.sub(r"\$[\d,.]*\d under your limit|down from \$[\d,.]*\d", "", text)
    for amount in _MONEY.findall(told):
        assert _money(amount) in prices | bounds, text


def _judge_numbers(text: str, cards: list[Card], reply: Reply) -> None:
    known = {str(reply.match_count), *(str(item.bound) for item in reply.constraints)}
    for card in cards:
        product, _ = _bought(card)
        known |= {f"{card.rating or 0:g}", str(card.rating_count), "5"}
        known |= set(
            _NUMBER.findall(f"{product.attributes} {[v.options for v in product.variants]}")
        )
    text = re.sub(r"^I have not shown you number \d+ yet", "", text)
    if reply.not_found:  # what would be found without one of the constraints
        text = re.sub(r"QUOTED there would be [\d,]+", "", text)
    for number in _NUMBER.findall(text):
        whole = number.replace(",", "").removesuffix(".0")
        assert whole in known or f"{float(whole):.1f}" in known, (number, text)


def _judge_claims(text: str, cards: list[Card], reply: Reply) -> None:
    """What a sentence says of a product beside its name and price is true, word for word."""
    told = re.fullmatch(r"[^:]*NAMED(?: (?:at|for|costs))? MONEY(.*)", text)
    if told is None or len(cards) != 1:
        return
    rest = told[1]
    for fact in sorted(_facts(cards[0], reply), key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(fact)}(?!\w)", "", rest)
    assert not re.findall(r"\w+", re.sub(r"\b(?:and|it|is|which)\b", "", rest)), (text, rest)


def _facts(card: Card, reply: Reply) -> set[str]:
    """Everything that may be said of a card in so many words, read from its product."""
    product, variant = _bought(card)
    facts = {f"rated {card.rating:g}", f"rated {card.rating:g} out of 5"} if card.rating else set()
    if card.list_price:
        facts.add("down from MONEY")
    if any((c.field, c.op) == ("price", "max") for c in reply.constraints):
        facts.add("MONEY under your limit")  # the amount itself was judged as money
    for name, value in variant.options.items():
        facts.add(f"size {value}" if name == "size" else value)
    for name, value in product.attributes.items():
        if isinstance(value, bool):
            facts.add(name if value else f"not {name}")
        elif isinstance(value, tuple):
            joined = " and ".join((", ".join(value[:-1]), value[-1])) if value[1:] else value[0]
            facts |= {joined, f"made of {joined}"} if name == "material" else {joined}
        else:
            facts.add(f"{value.value:g} {value.unit}".strip())
    return facts


def judge_comparison(sentence: str, reply: Reply) -> None:
    """ "For less money" and "with a better rating" compare the second card with the first."""
    if re.match(r"(For less money|If you would rather spend less)", sentence):
        assert _price(reply.cards[1]) < _price(reply.cards[0])
    if re.match(r"(With a better rating|Customers rate another)", sentence):
        assert (reply.cards[1].rating or 0) > (reply.cards[0].rating or 0)


def _without(text: str, phrases: Iterable[str]) -> str:
    for phrase in sorted(filter(None, phrases), key=len, reverse=True):
        text = re.sub(rf"(?<![\w$]){re.escape(phrase)}(?!\w)", "SAID", text)
    return text


def _either(titles: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(titles, key=len, reverse=True))) or r"(?!)"


def _price(card: Card) -> Decimal:
    assert card.price is not None
    return card.price.amount


def _money(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
