"""What lies in an index folder, told without opening it, and what the doctor says of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from filelock import FileLock
from retrieval_samples import make_products

from assistant.settings import Settings
from retrieval.errors import CatalogueError
from retrieval.generations import build_index, open_index, roll_back
from retrieval.inventory import Part, take_inventory
from retrieval.manifest import MANIFEST
from retrieval.storage import IndexFolder
from retrieval.word_embeddings import WordEmbeddings
from ui.generations import generations

EMBEDDINGS = WordEmbeddings(32)
OLD, NEW = make_products(20), make_products(30, seed=8)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def build(settings: Settings, count: int = 30, seed: int = 8) -> str:
    made = make_products(count, seed)
    return build_index(made, settings.index_folder, EMBEDDINGS).generation


def told(settings: Settings) -> dict[str, str]:
    return dict(generations(settings))


def begun(settings: Settings) -> Path:
    """What a builder that was killed leaves."""
    folder = IndexFolder(settings.index_folder)
    unfinished = folder.generation(folder.begin())
    (unfinished / "vectors.npy").write_bytes(bytes(3 << 20))
    return unfinished


def test_a_shop_without_an_index(settings: Settings) -> None:
    assert take_inventory(settings.index_folder).holdings == ()
    said = told(settings)
    assert "aisle index FEED" in said["serving"]
    assert said["previous"].startswith("none")
    assert (said["unfinished"], said["size of all"][:7]) == ("none", "0.0 MiB")
    assert not settings.index_folder.exists(), "looking makes nothing"


def test_which_serves_and_which_served_before(settings: Settings) -> None:
    first = build(settings, 20, 7)
    assert told(settings)["previous"].startswith("none")
    second = build(settings)
    said = told(settings)
    active = sum(product.status == "active" for product in NEW)
    assert (said["serving"], said["products"]) == (second, f"30, {active} of them active")
    assert said["embedder"] == EMBEDDINGS.name
    assert said["built"].endswith(" UTC")
    assert said["previous"].startswith(f"{first}, built ")
    assert ", 20 products, " in said["previous"]
    assert "--rollback" in said["previous"]
    roll_back(settings.index_folder, EMBEDDINGS)
    assert told(settings)["serving"] == first
    assert told(settings)["previous"].startswith(second)


def test_sizes_are_those_of_the_files(settings: Settings) -> None:
    build(settings, 20, 7)
    build(settings)
    found = take_inventory(settings.index_folder)
    on_disk = sum(
        path.stat().st_size
        for path in (settings.index_folder / "generations").rglob("*")
        if path.is_file()
    )
    assert found.size == on_disk == sum(holding.size for holding in found.holdings)
    assert all(holding.size > 10_000 for holding in found.holdings)


def test_what_a_killed_builder_left_is_told_until_it_is_removed(settings: Settings) -> None:
    serving = build(settings)
    unfinished = begun(settings)
    said = told(settings)
    assert said["serving"] == serving
    assert said["unfinished"].startswith(f"{unfinished.name}, 3.0 MiB, left by a build")
    with FileLock(settings.index_folder / "build.lock"):
        assert take_inventory(settings.index_folder).building
    open_index(settings.index_folder, EMBEDDINGS).close()
    assert not unfinished.exists()
    assert told(settings)["unfinished"] == "none"


def test_a_serving_generation_that_is_not_whole_is_a_problem(settings: Settings) -> None:
    first = build(settings, 20, 7)
    serving = IndexFolder(settings.index_folder).generation(build(settings))
    (serving / MANIFEST).unlink()
    with pytest.raises(CatalogueError, match=r"is not whole.*--rollback") as raised:
        told(settings)
    assert serving.name in str(raised.value)
    shutil.rmtree(serving)
    with pytest.raises(CatalogueError, match="is not there"):
        told(settings)
    held = take_inventory(settings.index_folder).of(Part.PREVIOUS)
    assert held is not None
    assert held.generation == first


def test_a_previous_one_of_another_release_is_no_way_back(settings: Settings) -> None:
    previous = IndexFolder(settings.index_folder).generation(build(settings, 20, 7))
    build(settings)
    manifest = json.loads((previous / MANIFEST).read_text())
    (previous / MANIFEST).write_text(json.dumps({**manifest, "format": 1}))
    assert "cannot serve: " in told(settings)["previous"]
    assert "format 1" in told(settings)["previous"]


def test_a_broken_pointer_is_told(settings: Settings) -> None:
    build(settings)
    (settings.index_folder / "CURRENT").write_text("../../etc\n")
    with pytest.raises(CatalogueError, match="not a generation"):
        told(settings)
