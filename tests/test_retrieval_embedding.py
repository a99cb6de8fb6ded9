from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from retrieval.embedding import embed_texts, embedder_name, load_embeddings
from retrieval.english import bundled_model_folder, common_words
from retrieval.errors import CatalogueError
from retrieval.packed_bert import PackedBert, int8_product, plain_product
from retrieval.word_embeddings import WordEmbeddings

TEXTS = ["running shoe", "a very long text about kettles " * 40, "", "running shoe", "👟", "lamp"]


class Recording(Embeddings):
    """Embeds by length and remembers what it was given."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.batches.append(texts)
        return [[float(len(text)), 1.0] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def test_texts_are_sorted_once_each_and_come_back_in_order() -> None:
    embeddings, reports = Recording(), []
    texts = [f"text {number} {'x' * (number % 7)}" for number in range(300)] * 2
    vectors = embed_texts(embeddings, texts, lambda done, total: reports.append((done, total)))
    given = [text for batch in embeddings.batches for text in batch]
    assert given == sorted(set(texts), key=lambda text: (len(text), text))
    assert reports == [(256, 300), (300, 300)]
    assert vectors.shape == (600, 2)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    for text, vector in zip(texts, vectors, strict=True):
        assert vector[0] / vector[1] == pytest.approx(len(text), rel=1e-5)


def test_no_texts_make_no_vectors() -> None:
    assert embed_texts(Recording(), []).shape == (0, 0)


def test_embedders_have_names() -> None:
    assert embedder_name(WordEmbeddings(32)) == "words-32"
    assert embedder_name(Recording()) == "Recording"


def test_word_embeddings_put_texts_that_share_words_near() -> None:
    embeddings = WordEmbeddings()
    shoe, shoes, lamp = (
        np.array(embeddings.embed_query(t)) for t in ("blue shoe", "shoes", "lamp")
    )
    assert shoe @ shoes > 0.5 > abs(shoe @ lamp)
    assert not np.any(embeddings.embed_query(""))


def test_a_folder_that_is_not_there_is_named() -> None:
    for name in ("/no/such/folder", "./models/mine", "a/b/c"):
        with pytest.raises(CatalogueError, match="there is no embedder in"):
            load_embeddings(name)


def test_common_words_come_from_the_bundled_vocabulary() -> None:
    assert {"weather", "leather", "shoe"} <= common_words()
    assert "headfones" not in common_words()


@pytest.fixture(scope="module")
def bundled() -> Embeddings:
    return load_embeddings()


@pytest.mark.model
def test_the_bundled_embedder_gives_unit_vectors_whatever_the_text(bundled: Embeddings) -> None:
    vectors = np.array(bundled.embed_documents(TEXTS))
    assert vectors.shape == (len(TEXTS), 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0].tolist() == vectors[3].tolist() == bundled.embed_query("running shoe")


@pytest.mark.model
def test_a_vector_does_not_depend_on_its_neighbours(bundled: Embeddings) -> None:
    """To the last digits; in bfloat16, which keeps three digits, to the third."""
    import torch

    able = torch.cpu.get_capabilities()
    coarse = any(able.get(feature, False) for feature in ("amx_bf16", "bf16"))
    texts = [f"{word} kettle {'of steel ' * at}" for at, word in enumerate(("red", "a", "big"))]
    together = np.array(bundled.embed_documents(texts * 9))[:3]
    alone = np.array([bundled.embed_query(text) for text in texts])
    assert np.abs(together - alone).max() < (2e-3 if coarse else 1e-6)


@pytest.mark.model
def test_the_packed_layers_are_those_of_transformers() -> None:
    """In float32 to the last digits, in int8 nearly."""
    import torch
    from transformers import BertModel

    folder = bundled_model_folder()
    model = BertModel.from_pretrained(folder, dtype=torch.float32).eval()
    texts = [[101, *range(2000, 2000 + length), 102] for length in (1, 9, 9, 40)]
    with torch.inference_mode():
        states = [model(torch.tensor([text])).last_hidden_state[0].mean(0) for text in texts]
        expected = torch.nn.functional.normalize(torch.stack(states))
        plain, small = (
            torch.nn.functional.normalize(PackedBert(model, product)(texts))
            for product in (plain_product, int8_product)
        )
    assert torch.allclose(plain, expected, atol=1e-6)
    assert (small * expected).sum(1).min() > 0.98


@pytest.mark.model
def test_the_bundled_embedder_knows_meaning(bundled: Embeddings) -> None:
    sofa, couch, kettle = np.array(bundled.embed_documents(["a sofa", "a couch", "a kettle"]))
    assert sofa @ couch > 0.7
    assert sofa @ kettle < 0.5


@pytest.mark.model
def test_the_bundled_embedder_is_shared_between_threads(bundled: Embeddings) -> None:
    texts = [f"shoe number {number} " + "long " * (number % 30) for number in range(40)]
    alone = [bundled.embed_query(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(bundled.embed_query, texts))
    assert np.allclose(alone, together, atol=1e-6)


@pytest.mark.model
def test_it_leaves_torch_threads_as_they_were(bundled: Embeddings) -> None:
    import torch

    before = torch.get_num_threads()
    bundled.embed_query("shoe")
    load_embeddings().embed_query("another embedder")
    assert torch.get_num_threads() == before
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(torch.get_num_threads).result() == before


@pytest.fixture
def offline() -> Iterator[None]:
    """No hub, as on a machine without network."""
    from huggingface_hub import constants

    before = os.environ.get("HF_HUB_OFFLINE"), constants.HF_HUB_OFFLINE
    os.environ["HF_HUB_OFFLINE"], constants.HF_HUB_OFFLINE = "1", True
    yield
    constants.HF_HUB_OFFLINE = before[1]
    if before[0] is None:
        del os.environ["HF_HUB_OFFLINE"]
    else:
        os.environ["HF_HUB_OFFLINE"] = before[0]


@pytest.mark.model
@pytest.mark.usefixtures("offline")
def test_sentence_transformers_from_a_folder_and_what_cannot_be_loaded(
    tmp_path: Path, bundled: Embeddings
) -> None:
    source = bundled_model_folder()
    assert source is not None
    folder = tmp_path / "model"
    shutil.copytree(source, folder)
    other = load_embeddings(str(folder))
    ours, theirs = bundled.embed_query("blue shoe"), other.embed_query("blue shoe")
    assert np.dot(ours, theirs) > 0.98
    assert embedder_name(other).startswith(f"{folder}@")
    (tmp_path / "nothing").mkdir()
    with pytest.raises(CatalogueError, match=r"cannot be had: .* fetch it beforehand"):
        load_embeddings("no-such-organisation/no-such-model")
    with pytest.raises(CatalogueError, match=r"cannot be loaded .* download it once"):
        load_embeddings(str(tmp_path / "nothing"))


@pytest.mark.model
def test_encoding_agrees_with_the_plain_loop_it_is_measured_beside() -> None:
    from retrieval.encoding_speed import measure_encoding

    texts = [f"a {word} kettle of {metal}, for one to {count} cups of tea"
             for word in ("red", "tall", "quiet", "small") for metal in ("steel", "copper")
             for count in range(2, 12)]  # fmt: skip
    speed = measure_encoding(texts)
    assert min(speed.ours, speed.plain) > 0
    assert speed.agreement > 0.97
