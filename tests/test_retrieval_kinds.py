"""Everyday words for kinds of things: carried under other names, or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from assistant_samples import demo_products
from retrieval_samples import make_products

from retrieval.agreement import Shelves, agreed
from retrieval.catalogue import Product, Variant
from retrieval.errors import CatalogueError
from retrieval.goods import goods, heads
from retrieval.lexical import LexicalIndex
from retrieval.ranking import Candidates
from retrieval.rewording import reworded
from retrieval.spelling import Speller
from retrieval.synonyms import Synonyms, read_synonyms, stems_of
from retrieval.vocabulary import Vocabulary

DEMO = Vocabulary(demo_products())
WORDS = Path(__file__).parent / "words"
ROWS = [
    line.split("\t")[1:]
    for line in (WORDS / "kinds.tsv").read_text(encoding="utf-8").splitlines()
    if line.startswith("choose")
]


def kinds_of(text: str, vocabulary: Vocabulary = DEMO) -> set[str]:
    found = (m for m in vocabulary.find_mentions(text) if m.field == "category")
    return {value for mention in found for value in (mention.value, *mention.others)}


def shop_of(*kinds: str) -> Vocabulary:
    return Vocabulary(
        Product(
            id=f"{kind}-{at}",
            title=f"Plain {at}",
            category=(kind,),
            variants=(Variant(id=f"{kind}-{at}-1", stock=1),),
        )
        for kind in kinds
        for at in range(3)
    )


def test_the_table_knows_nearly_every_other_word_for_what_is_carried() -> None:
    carried = [(word, kind) for word, kind in ROWS if kind != "-"]
    known = [word for word, kind in carried if kind in kinds_of(word)]
    assert len(known) >= 0.9 * len(carried)


def test_the_table_leads_nowhere_for_nearly_all_that_is_not_carried() -> None:
    foreign = [word for word, kind in ROWS if kind == "-"]
    taken = [word for word in foreign if kinds_of(word)]
    assert len(taken) <= 0.08 * len(foreign)


@pytest.mark.parametrize(
    ("carried", "said"),
    [
        ("pants", "trousers"), ("trousers", "slacks"), ("sneakers", "trainers"),
        ("sweaters", "jumper"), ("torches", "flashlight"), ("flashlights", "torch"),
        ("sofas", "couch"), ("couches", "settee"), ("duvets", "comforter"),
        ("backpacks", "rucksack"), ("smartphones", "cellphone"), ("mobile phones", "smartphone"),
        ("cell phones", "mobile"), ("fridges", "refrigerator"), ("vacuum cleaners", "hoover"),
        ("mugs", "cup"), ("cups", "mug"), ("prams", "stroller"), ("nappies", "diapers"),
        ("taps", "faucet"), ("waistcoats", "vest"), ("umbrellas", "brolly"),
        ("wardrobes", "closet"), ("cookers", "stove"), ("tumble dryers", "clothes dryer"),
        ("lawnmowers", "mower"), ("biscuits", "cookies"), ("sweets", "candy"),
        ("trash cans", "bin"), ("erasers", "rubber"), ("spanners", "wrench"),
        ("wellingtons", "rain boots"), ("dressing gowns", "bathrobe"), ("pyjamas", "pajamas"),
        ("jewellery", "jewelry"), ("tyres", "tires"), ("swimsuits", "bathing suit"),
        ("handbags", "purse"), ("wallets", "billfold"), ("tights", "pantyhose"),
        ("televisions", "telly"), ("USB sticks", "thumb drive"), ("cling film", "plastic wrap"),
        ("tin openers", "can opener"), ("cots", "crib"), ("chests of drawers", "dresser"),
        ("barbecues", "bbq"), ("bikes", "bicycle"), ("garden hoses", "hosepipe"),
    ],
)  # fmt: skip
def test_british_and_american_in_a_shop_of_any_kind(carried: str, said: str) -> None:
    assert kinds_of(said, shop_of(carried, "Books")) == {carried}


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("footwear", {"Shoes", "hiking boots", "sandals", "slippers", "sneakers", "loafers"}),
        ("trousers", {"jeans"}),
        ("slacks", {"jeans"}),
        ("hot drinks", {"coffee", "tea"}),
        ("pet food", {"dog food"}),
        ("my dad drinks coffee", {"coffee"}),
        ("lighting", {"table lamps", "desk lamps"}),
    ],
)
def test_a_wide_name_means_the_narrower_kinds_that_are_carried(said: str, kinds: set[str]) -> None:
    assert kinds <= kinds_of(said)
    assert not kinds_of(said) & {"mugs", "t-shirts", "handbags"}


def test_a_name_of_the_shop_s_own_goes_before_a_wide_one() -> None:
    assert kinds_of("trousers", shop_of("trousers", "jeans")) == {"trousers"}
    assert kinds_of("pants", shop_of("trousers", "jeans")) == {"trousers"}
    assert kinds_of("bags", shop_of("bags", "suitcases")) == {"bags"}


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("laptop bag", {"handbags", "sleeping bags"}),
        ("a coffee table", set()),
        ("shoe rack", set()),
        ("tent pegs", set()),
        ("coat hanger please", set()),
        ("tea towel", set()),
        ("dress shoes", {"Shoes"}),
        ("sweater dress", {"dresses"}),
        ("coffee mug", {"mugs"}),
        ("a tent and a bag", {"tents", "handbags", "sleeping bags"}),
        ("dresses, shoes", {"dresses", "Shoes"}),
        ("tents under $200", {"tents"}),
    ],
)
def test_the_last_noun_of_a_compound_says_what_it_is(said: str, kinds: set[str]) -> None:
    assert kinds_of(said) == kinds


def test_names_of_goods_are_no_misspelt_words_of_the_catalogue() -> None:
    speller = Speller({"jacket": 9, "skin": 9, "bird": 9, "rock": 9, "clever": 9, "headphone": 9})
    for word in ("racket", "skis", "biro", "frock", "cleaver"):
        assert speller.correct(word) == word
    assert speller.correct("headfone") == "headphone"
    assert heads() < goods()


def test_foreign_names_are_put_into_the_catalogue_s_words() -> None:
    lexical = LexicalIndex(demo_products())
    vocabulary = Vocabulary(demo_products())

    def own(text: str) -> str:
        return reworded(text, lexical, lambda: vocabulary)

    assert own("a red pullover") == "a red sweaters"
    assert own("waterproof trousers") == "waterproof jeans"
    assert own("running shoes") == "running shoes"
    assert own("xylophone") == "xylophone"


def test_a_word_that_names_products_never_asks_the_vocabulary() -> None:
    def never() -> Vocabulary:
        raise AssertionError("asked")

    assert reworded("mugs", LexicalIndex(demo_products()), never) == "mugs"


def test_a_shop_s_own_file_may_hold_wide_names(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.yaml"
    path.write_text("kinds:\n  brolly stand: [umbrella, walking stick]\n", encoding="utf-8")
    own = read_synonyms(path)
    assert own.narrower[stems_of("brolly stands")] == (("umbrella",), ("walking", "stick"))
    assert Synonyms().narrower.keys() < own.narrower.keys()
    path.write_text("kinds: [a]\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="kinds"):
        read_synonyms(path)


def agreement(cosines: list[float], kinds: list[int], others: int = 90) -> int:
    """How many of the products are meant, where the first ones are near as said."""
    departments = ("Shoes", "Home")
    kind_of = np.array([*kinds, *([9] * others)], dtype=np.int32)
    products = make_products(len(kind_of))
    shelved = [
        product.model_copy(update={"category": (departments[int(kind) // 5], str(kind))})
        for product, kind in zip(products, kind_of, strict=True)
    ]
    near = np.array(cosines, dtype=np.float32)
    found = Candidates(np.arange(len(cosines)), near, near)
    return int(agreed(found, Shelves(kind_of, shelved)).sum())


@pytest.mark.parametrize(
    ("best", "kinds", "meant"),
    [
        (0.47, [1] * 10, 10),
        (0.47, [1] * 8 + [6, 7], 8),
        (0.47, [1] * 7 + [6, 7, 8], 0),
        (0.45, [1] * 10, 0),
        (0.55, [1, 2, 3, 4, 0] * 2, 10),
        (0.48, [1, 2, 3, 4, 0] * 2, 0),
        (0.55, [1, 2, 3, 4, 6] * 2, 0),
    ],
)
def test_words_named_nowhere_go_by_the_kind_agreed_on(
    best: float, kinds: list[int], meant: int
) -> None:
    assert agreement([best] * 10, kinds) == meant


def test_agreement_says_nothing_where_nearly_all_is_of_one_kind() -> None:
    assert agreement([0.46] * 10, [9] * 10) == 0
    assert agreement([0.48] * 10, [9] * 10) == 10
    assert agreement([], []) == 0
