"""Models of the hub: what lies in the cache is never asked for, what cannot be had is told soon."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from huggingface_hub import constants

from retrieval.embedding import load_embeddings
from retrieval.errors import CatalogueError
from retrieval.hub import HubError, lies_here

NAME = "someone/some-model"
SOON_S = 3.0


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the hub, empty, and a hub that nobody can reach."""
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    return tmp_path


def keep(cache: Path, *files: str, index: tuple[str, ...] = ()) -> None:
    """Lay a model into the cache as the hub's client does."""
    model = cache / "models--someone--some-model"
    (model / "refs").mkdir(parents=True)
    (model / "refs" / "main").write_text("abc")
    folder = model / "snapshots" / "abc"
    folder.mkdir(parents=True)
    for name in files:
        (folder / name).write_bytes(b"{}")
    if index:
        weights = {f"layer {at}": file for at, file in enumerate(index)}
        text = json.dumps({"weight_map": weights})
        (folder / "model.safetensors.index.json").write_text(text)


@pytest.mark.parametrize(
    ("files", "index"),
    [
        (("config.json", "model.safetensors"), ()),
        (("config.json", "a.safetensors", "b.safetensors"), ("a.safetensors", "b.safetensors")),
    ],
)
def test_what_lies_whole_in_the_cache_is_not_asked_for(
    cache: Path, files: tuple[str, ...], index: tuple[str, ...]
) -> None:
    keep(cache, *files, index=index)
    assert lies_here(NAME)


@pytest.mark.parametrize(
    ("files", "index"),
    [
        ((), ()),
        (("config.json",), ()),
        (("model.safetensors",), ()),
        (("config.json", "a.safetensors"), ("a.safetensors", "b.safetensors")),
    ],
)
def test_what_is_not_whole_is_asked_for_once(
    cache: Path, files: tuple[str, ...], index: tuple[str, ...]
) -> None:
    keep(cache, *files, index=index)
    with pytest.raises(HubError, match="cannot be reached"):
        lies_here(NAME)


def test_a_hub_that_answers_nobody_is_given_up_soon(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    with socket.socket() as silent:  # takes the call and says nothing
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        monkeypatch.setattr("huggingface_hub.hf_api.ENDPOINT", address, raising=False)
        monkeypatch.setattr(constants, "ENDPOINT", address)
        began = time.perf_counter()
        with pytest.raises(HubError, match="cannot be reached"):
            lies_here(NAME)
    assert time.perf_counter() - began < SOON_S
    assert not list(cache.glob("models--*/snapshots"))


@pytest.mark.parametrize("name", ["nope", NAME])
def test_an_embedder_that_cannot_be_had_is_told_soon(cache: Path, name: str) -> None:
    assert cache.is_dir()
    began = time.perf_counter()
    with pytest.raises(CatalogueError, match=rf"'{name}' cannot be had.*hf download.*bundled"):
        load_embeddings(name)
    assert time.perf_counter() - began < SOON_S


def test_what_is_no_name_at_all_is_told_as_that() -> None:
    with pytest.raises(HubError, match="no name of the hub"):
        lies_here("no such/name!")
