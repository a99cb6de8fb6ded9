"""Whether cards and words are the catalogue's: judged apart from how they came about.

It reads a reply as a shopper would, and holds every figure and name against the products shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from assistant.rehearsal.claims import claimed
from assistant.rehearsal.figures import amounts, numbers
from assistant.rehearsal.names import names_of
from assistant.rehearsal.nearly import nearly
from assistant.rehearsal.observed import Observed, Scene, Shown
from assistant.rehearsal.properties import describe, held, meets, reduced_by
from assistant.types import Act
from retrieval.search import Index
from retrieval.text import fold

__all__ = ["ungrounded"]

Doubt = tuple[str, str]

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[\"“A-Z])")
_QUOTE = re.compile(r"[“\"]([^”\"]*)[”\"]")
_PRICED = r"{title}(?: at| for| costs)? \(?(?:now )?(?=[^\d\s]?\d)"
_MADE_OF = re.compile(r"\bmade (?:of|from) ([\w ,'-]+?)(?:[.;)(:]| and (?:it|is)\b|$)")


def ungrounded(scene: Scene) -> Iterator[Doubt]:
    """Give everything that is shown or said and is not the catalogue's."""
    now = scene.now
    if not now.reply.text.strip():
        yield "an answer in words", "no words"
    for shown in now.shown:
        yield from _card(shown)
    yield from _constraints(now)
    yield from _count(now)
    yield from _order(now)
    for claim in claimed(_unquoted(now.reply.text, now), now):
        yield "only what has happened", f"{claim!r}, and nothing shows it"
    for sentence in _SENTENCE.split(_unquoted(now.reply.text, now)):
        yield from _sentence(sentence, now)


def _card(shown: Shown) -> Iterator[Doubt]:
    """A card's figures are those of its variant."""
    card, product, variant = shown.card, shown.product, shown.variant
    if product is None or variant is None:
        yield "products of the catalogue", f"{card.product_id} {card.variant_id}"
        return
    pairs = {
        "title": (product.title, card.title),
        "brand": (product.brand, card.brand),
        "price": (variant.price, card.price),
        "former price": (variant.list_price, card.list_price),
        "rating": ((product.rating, product.rating_count), (card.rating, card.rating_count)),
        "options": (dict(variant.options), dict(card.options)),
        "in stock": (product.status == "active" and variant.stock > 0, card.in_stock),
    }
    for name, (own, given) in pairs.items():
        if own != given:
            yield f"{card.product_id} with the {name} {own}", f"{given} on its card"


def _constraints(now: Observed) -> Iterator[Doubt]:
    """What a search shows meets everything in force."""
    searched = {Act.SEARCH, Act.REFINE, Act.SIMILAR}
    if not searched.issuperset({now.reply.act, *now.reply.then}):
        return
    for shown in now.shown:
        if shown.product is None or shown.variant is None:
            continue
        for condition in now.reply.constraints:
            if not meets(shown.product, shown.variant, condition):
                value = describe(held(shown.product, shown.variant, condition.field))
                wish = f"{condition.op} {condition.bound or ' or '.join(condition.values)}"
                yield f"{condition.field} {wish}", f"{shown.card.product_id}: {value}"


def _count(now: Observed) -> Iterator[Doubt]:
    """No more is said to match than meets the constraints, and no fewer than is shown."""
    count = now.reply.match_count
    if count is None or now.index is None or now.reply.then:
        return
    fitting = sum(
        product.status == "active"
        and any(
            all(meets(product, variant, condition) for condition in now.reply.constraints)
            for variant in product.variants
        )
        for product in now.index.products
    )
    nearest = now.reply.not_found is not None
    if count > fitting or (count < len(now.shown) and not nearest):
        yield f"a count between {len(now.shown)} and {fitting}", str(count)


def _order(now: Observed) -> Iterator[Doubt]:
    """Names come in the order of the cards, none left out between two."""
    if now.index is None:
        return
    told = _unquoted(now.reply.text, now)
    order = list(dict.fromkeys(names_of(now.index).titles_in(told)))
    cards = list(dict.fromkeys(shown.card.title for shown in now.shown))
    strange = [title for title in order if title not in cards]
    if strange:
        yield "only names of shown products", ", ".join(strange)
    elif order != cards[: len(order)]:
        yield f"names in the cards' order: {', '.join(cards)}", ", ".join(order)


def _sentence(sentence: str, now: Observed) -> Iterator[Doubt]:
    """The figures and properties of one sentence belong to the products it names."""
    if now.index is None:
        return
    named = set(names_of(now.index).titles_in(_unquoted(sentence, now)))
    about = [shown for shown in now.shown if shown.card.title in named]
    about = about or [*now.shown, *nearly(now)]
    yield from _prices(sentence, about)
    free = _unquoted(sentence, now)
    for title in sorted(named, key=len, reverse=True):
        free = free.replace(title, "")
    known = set(_known_amounts(about, now))
    for text, amount in amounts(free):
        if amount not in known:
            yield "amounts of the catalogue", f"{text} in {sentence!r}"
    allowed = set(_known_numbers(about, now)) | known
    for number in numbers(free):
        if number not in allowed:
            yield "figures of the catalogue", f"{number} in {sentence!r}"
    yield from _brands(free, about, now)
    yield from _materials(free, about, now.index)


def _prices(sentence: str, about: Iterable[Shown]) -> Iterator[Doubt]:
    """A price right behind a name is that product's."""
    for shown in about:
        pattern = _PRICED.format(title=re.escape(shown.card.title))
        for found in re.finditer(pattern, sentence):
            told = next(iter(amounts(sentence[found.end() :])), None)
            own = shown.variant.price if shown.variant else None
            if told and (own is None or told[1] != own.amount):
                yield f"{shown.card.title} at {own}", f"{told[0]} in {sentence!r}"


def _known_amounts(about: Iterable[Shown], now: Observed) -> Iterator[Decimal]:
    """Prices of the products meant, bounds that the shopper set, and how far below they are."""
    bounds = [c.bound for c in now.reply.constraints if c.field == "price" and c.bound is not None]
    if now.reply.then:  # a limit of one part is not in force for the others
        bounds += [amount for _, amount in amounts(now.message)]
    yield from bounds
    beside = list(_prices_of(now.reply.like, now))
    for shown in about:
        for variant in shown.product.variants if shown.product else ():
            for money in (variant.price, variant.list_price):
                if money:
                    yield money.amount
        price = shown.variant.price if shown.variant else None
        if price:
            yield from (abs(other - price.amount) for other in (*bounds, *beside))


def _prices_of(product_id: str | None, now: Observed) -> Iterator[Decimal]:
    """The prices of the product that those shown are to be like."""
    product = now.index.product(product_id) if now.index and product_id else None
    for variant in product.variants if product else ():
        if variant.price:
            yield variant.price.amount


def _known_numbers(about: Iterable[Shown], now: Observed) -> Iterator[Decimal]:
    """Counts, bounds, ratings, sizes and measures that may be spoken of."""
    yield Decimal(5)  # stars, of five
    yield from map(Decimal, (now.reply.match_count or 0, *now.reply.counts))
    if mention := now.reply.mention:
        yield from (Decimal(mention.count), Decimal(mention.total), Decimal(str(mention.stars)))
    for condition in now.reply.constraints:
        if condition.bound is not None:
            yield condition.bound
        yield from (number for value in condition.values for number in numbers(value))
    for shown in about:
        product = shown.product
        if product is None:
            continue
        yield Decimal(str(product.rating or 0))
        yield Decimal(product.rating_count)
        yield from (reduced_by(v) // 1 for v in product.variants if v.price)
        texts = [describe(value) for value in product.attributes.values()]
        texts += [text for v in product.variants for text in v.options.values()]
        yield from (number for text in [*texts, *shown.card.reasons] for number in numbers(text))


def _brands(free: str, about: Iterable[Shown], now: Observed) -> Iterator[Doubt]:
    """A brand is named only where a product of it is meant, or the shopper spoke of it."""
    if now.index is None:
        return
    own = {shown.card.brand for shown in about}
    said = fold(now.message + " " + " ".join(v for c in now.reply.constraints for v in c.values))
    for brand in names_of(now.index).brands_in(free):
        if brand not in own and fold(brand) not in said:
            yield "brands of the products meant", f"{brand} in {free!r}"


def _materials(free: str, about: Iterable[Shown], index: Index) -> Iterator[Doubt]:
    """What something is said to be made of stands in its listing.

    Behind "and" another property may follow ("made of mesh and vegan"), so that there only
    what is a material of some product is judged.
    """
    listed = {
        fold(word)
        for shown in about
        if shown.product
        for value in shown.product.attributes.values()
        if isinstance(value, tuple)
        for word in value
    }
    for found in _MADE_OF.finditer(free):
        first, *rest = (fold(part) for part in re.split(r",| and ", found[1]))
        said = [first, *(part for part in rest if part in names_of(index).materials)]
        for material in said:
            if material and material not in listed:
                yield f"a material of the listing ({', '.join(sorted(listed))})", material


def _unquoted(text: str, now: Observed) -> str:
    """Leave out what is quoted (descriptions, chips, the shopper's own words) or suggested."""
    bare = _QUOTE.sub(" ", text)
    for hint in now.hints:
        bare = bare.replace(hint, " ")
    if now.reply.not_found:
        bare = re.sub(rf"(?<!\w){re.escape(now.reply.not_found.subject)}(?!\w)", " ", bare)
    if nearly(now) or not now.reply.match_count:  # what would be found without a constraint
        bare = re.sub(r"there would be [\d,.]*\d", "there would be", bare)
    return bare
