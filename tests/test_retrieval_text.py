from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text import clean, content_terms, fold, stem, stem_phrase, tokenise


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("shoes", "shoe"), ("dresses", "dress"), ("watches", "watch"), ("boxes", "box"),
        ("batteries", "battery"), ("knives", "knife"), ("women", "woman"), ("ties", "tie"),
        ("glasses", "glass"), ("brushes", "brush"), ("headphones", "headphone"),
    ],
)  # fmt: skip
def test_plural_and_singular_are_one(plural: str, singular: str) -> None:
    assert stem(plural) == stem(singular) == singular


@pytest.mark.parametrize("word", ["dress", "gas", "cactus", "tennis", "xs", "s", "bus", "glass"])
def test_what_only_looks_plural_stays(word: str) -> None:
    assert stem(word) == word


def test_tokens_know_their_place() -> None:
    text = "Women's T-Shirts, size 3.5"
    tokens = tokenise(text)
    assert [token.text for token in tokens] == ["women", "t", "shirts", "size", "3.5"]
    assert [text[t.start : t.end] for t in tokens] == ["Women's", "T", "Shirts", "size", "3.5"]


def test_content_terms_drop_what_means_nothing() -> None:
    assert content_terms("Show me the running shoes, please") == ["running", "shoe"]


def test_phrases_fold_and_stem() -> None:
    assert stem_phrase("  Running   SHOES ") == "running shoe"
    assert fold("\uff22lue\u00a0 Sky") == "blue sky"


def test_clean_drops_controls_and_keeps_what_is_sound() -> None:
    assert clean("a\x00b\ud800c\u202ed\x1b") == "abcd"
    assert clean("naïve 👟\n\tok") == "naïve 👟\n\tok"


@given(st.text(alphabet=st.characters()))
def test_any_text_can_be_cleaned_and_cut(text: str) -> None:
    clean(text).encode("utf-8")
    for token in tokenise(text):
        assert 0 <= token.start < token.end <= len(text)
    content_terms(text)
