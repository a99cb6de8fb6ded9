from __future__ import annotations

from pathlib import Path

import bm25s
import numpy as np
import pytest
from retrieval_samples import make_products

from retrieval.catalogue import Product, Variant
from retrieval.lexical import LexicalIndex
from retrieval.parts import Parts
from retrieval.ranking import Ranker, fuse
from retrieval.roots import root
from retrieval.spelling import Speller
from retrieval.wording import product_terms


def _titles(*titles: str) -> list[Product]:
    return [
        Product(id=str(at), title=title, variants=(Variant(id=str(at)),))
        for at, title in enumerate(titles)
    ]


def test_fusion_by_hand() -> None:
    dense = np.array([0.2, 0.6, 0.4], dtype=np.float32)
    words = np.array([3.0, 0.0, 1.5], dtype=np.float32)
    assert fuse(dense, words, 0.8).tolist() == pytest.approx([0.2, 0.8, 0.5])
    assert fuse(dense, np.zeros(3, dtype=np.float32), 0.5).tolist() == pytest.approx([0, 0.5, 0.25])


def test_a_word_in_the_title_weighs_more_than_in_the_description() -> None:
    in_title, in_text = _titles("Copper kettle", "Steel pot")
    in_text = in_text.model_copy(update={"description": "goes well with a kettle"})
    scores = LexicalIndex([in_title, in_text]).scores(["kettle"])
    assert scores[0] > scores[1] > 0


def test_the_forms_of_a_word_are_one() -> None:
    lexical = LexicalIndex(_titles("cooling fan", "cool box", "kettle"))
    for form in ("cool", "cooling", "cooled"):
        assert (lexical.scores([form]) > 0).tolist() == [True, True, False]
    assert lexical.holds("cooled")
    assert "cooling" in lexical.terms  # the speller mends to words that are written


def test_what_is_like_the_first_hits_rises() -> None:
    """Two products are as near to the query; the one like what the words found comes first."""
    vectors = np.array([[0.8, 0.6, 0.0], [0.5, 0.866, 0.0], [0.5, 0.0, 0.866]], dtype=np.float32)
    ranker = Ranker(vectors, LexicalIndex(_titles("kettle", "jug", "plate")))
    query = np.array([1.0, 0.0, 0.0], dtype=np.float32)
    found = ranker.rank(query, ["kettle"], np.ones(3, dtype=np.bool_), 10)
    assert found.positions.tolist() == [0, 1, 2]
    assert found.scores[1] > found.scores[2]
    assert found.cosines[1] == pytest.approx(0.5)  # with the query as it was asked


def test_scores_are_those_of_a_plain_bm25(tmp_path: Path) -> None:
    products = make_products(80)
    documents = [[root(term) for term in product_terms(product)] for product in products]
    library = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    library.index(documents, show_progress=False)
    made = LexicalIndex(products)
    made.parts().save(tmp_path / "words")
    mapped = LexicalIndex.of_parts(Parts.load(tmp_path / "words"))
    assert mapped.terms == made.terms
    for terms in (["boot"], ["swift", "boot", "boot"], ["blue", "for", "running"]):
        known = [root(term) for term in terms if root(term) in library.vocab_dict]
        expected = pytest.approx(library.get_scores(known).tolist(), rel=1e-5)
        assert made.scores(terms).tolist() == expected
        assert mapped.scores(terms).tolist() == made.scores(terms).tolist()
        assert mapped.named(terms).tolist() == made.named(terms).tolist()
        assert mapped.share(terms).tolist() == made.share(terms).tolist()
        assert made.scores(terms).any()


def test_share_weighs_rare_words_and_unknown_ones_most() -> None:
    lexical = LexicalIndex(_titles("red kettle", "red pot", "red pan", "blue mug"))
    share = lexical.share(["red", "kettle"])
    assert share[0] == pytest.approx(1.0)
    assert 0 < share[1] < 0.5
    assert lexical.share(["red", "xylophone"]).max() < 0.3
    assert lexical.share([]).max() == 0


def test_words_that_nobody_knows_score_nothing() -> None:
    lexical = LexicalIndex(_titles("red kettle", "blue mug"))
    assert lexical.scores(["xylophone"]).tolist() == [0, 0]
    assert lexical.scores([]).tolist() == [0, 0]
    assert LexicalIndex([]).scores(["red"]).shape == (0,)
    assert LexicalIndex(_titles("!!!")).scores(["red"]).tolist() == [0]


def test_masked_ranking_never_returns_what_is_not_allowed() -> None:
    random = np.random.default_rng(3)
    products = make_products(50)
    vectors = random.standard_normal((50, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ranker = Ranker(vectors, LexicalIndex(products))
    for _ in range(30):
        allowed = random.random(50) < 0.2
        query = vectors[random.integers(50)]
        found = ranker.rank(query, ["boot", "swift"], allowed, 5)
        assert allowed[found.positions].all()
        exact = np.flatnonzero(allowed)[np.argsort(-(vectors[allowed] @ query))[:5]]
        assert set(exact) <= set(found.positions)  # recall of the nearest is 1


def test_speller_mends_only_unknown_words() -> None:
    speller = Speller({"headphone": 30, "kettle": 5, "leather": 9, "beetle": 1})
    assert speller.correct("Bluetooth headfones!") == "Bluetooth headphone!"
    assert speller.correct("a ketle, please") == "a kettle, please"
    for kept in ("cold weather", "kettles", "xylophone", "cat", "K3TTLE", "靴靴靴靴"):
        assert speller.correct(kept) == kept
