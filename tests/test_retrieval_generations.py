"""Building and opening an index, with everything that can go wrong in between."""

from __future__ import annotations

import errno
import gc
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from retrieval_samples import make_products

from retrieval.errors import CatalogueError
from retrieval.filters import parse_where
from retrieval.generations import build_index, open_index
from retrieval.hits import Results
from retrieval.search import Index
from retrieval.storage import IndexFolder
from retrieval.word_embeddings import WordEmbeddings

PRODUCTS = make_products(40)
MORE = make_products(60, seed=8)
EMBEDDINGS = WordEmbeddings(32)
ROOT = Path(__file__).parent.parent


def _found(folder: Path) -> list[str]:
    return [hit.product.id for hit in open_index(folder, EMBEDDINGS).search("boots", limit=9).hits]


def _child(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Start Python on `code`, with this folder's helpers and the project importable."""
    preamble = (
        "import sys; sys.path[:0] = [sys.argv[1], sys.argv[2]]\n"
        "from retrieval_samples import make_products\n"
        "from retrieval.generations import build_index, open_index\n"
        "from retrieval.word_embeddings import WordEmbeddings\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", preamble + code, str(ROOT), str(ROOT / "tests"), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


_STALLING_BUILDER = """
import time
def stall(step, done, total):
    if step == sys.argv[4]:
        print("stalled", flush=True)
        time.sleep(60)
build_index(make_products(60, seed=8), sys.argv[3], WordEmbeddings(32), progress=stall)
"""


@pytest.fixture
def stalled(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A builder in another process that has written its vectors and holds the lock."""
    build_index(PRODUCTS, tmp_path, EMBEDDINGS)
    child = _child(_STALLING_BUILDER, str(tmp_path), "storing")
    assert child.stdout is not None
    assert child.stdout.readline() == "stalled\n"
    yield child
    child.kill()
    child.communicate()


def test_what_is_built_is_found_and_survives_reopening(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    generation = build_index(
        PRODUCTS, tmp_path, EMBEDDINGS, progress=lambda *step: steps.append(step)
    ).generation
    index = open_index(tmp_path, EMBEDDINGS)
    assert index.generation == generation
    assert list(index.products) == PRODUCTS
    assert {step for step, _, _ in steps} == {"embedding", "tabulating", "storing"}
    assert all(0 < done <= total for _, done, total in steps)
    assert _found(tmp_path) == [hit.product.id for hit in index.search("boots", limit=9).hits]


def test_the_store_and_the_exact_search_agree(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    generation = build_index(MORE, tmp_path, EMBEDDINGS).generation
    stored = open_index(tmp_path, EMBEDDINGS).search("swift boots", limit=60)
    assert not caplog.records
    shutil.rmtree(tmp_path / "generations" / generation / "chroma")
    exact = open_index(tmp_path, EMBEDDINGS).search("swift boots", limit=60)
    assert stored == exact
    assert "searching exactly instead" in caplog.text


@pytest.mark.parametrize("harm", ["data_level0.bin", "chroma.sqlite3", "length.bin"])
def test_a_broken_store_is_no_reason_not_to_search(
    tmp_path: Path, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    generation = build_index(PRODUCTS, tmp_path, EMBEDDINGS).generation
    before = _found(tmp_path)
    copy = tmp_path / "elsewhere"
    shutil.copytree(tmp_path / "generations", copy / "generations")
    shutil.copy(tmp_path / "CURRENT", copy / "CURRENT")
    (file,) = (copy / "generations" / generation / "chroma").rglob(harm)
    file.write_bytes(b"\x07" * 5_000)
    caplog.set_level(logging.WARNING)
    assert _found(copy) == before
    assert "searching exactly instead" in caplog.text


def test_a_closed_index_lets_go_of_its_files_and_still_answers(tmp_path: Path) -> None:
    build_index(PRODUCTS, tmp_path, EMBEDDINGS)
    index = open_index(tmp_path, EMBEDDINGS)
    before = index.search("boots", limit=9)
    held = [link for link in _open_files() if link.startswith(str(tmp_path))]
    index.close()
    index.close()
    assert held
    deadline = time.monotonic() + 10  # Chroma's own threads close the last file
    while held and time.monotonic() < deadline:
        gc.collect()
        time.sleep(0.02)
        held = [link for link in _open_files() if "chroma" in link and str(tmp_path) in link]
    assert not held
    assert index.search("boots", limit=9) == before


def _open_files() -> list[str]:
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        pytest.skip("open files are listed on Linux only")
    return [str(link.readlink()) for link in folder.iterdir() if link.is_symlink()]


def test_an_index_is_shared_between_threads(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    build_index(MORE, tmp_path, EMBEDDINGS)
    queries = [f"{word} {noun}" for word in ("swift", "quiet") for noun in ("boots", "sandals")] * 8
    alone = open_index(tmp_path, EMBEDDINGS)
    expected = [alone.search(query).hits for query in queries]
    shared = open_index(tmp_path, EMBEDDINGS)
    with ThreadPoolExecutor(8) as pool:
        assert [found.hits for found in pool.map(shared.search, queries)] == expected
    assert not caplog.records


def test_the_last_two_generations_are_kept(tmp_path: Path) -> None:
    ids = [build_index(some, tmp_path, EMBEDDINGS).generation for some in (PRODUCTS, MORE) * 2]
    assert {folder.name for folder in (tmp_path / "generations").iterdir()} == set(ids[-2:])
    assert open_index(tmp_path, EMBEDDINGS).generation == ids[-1]


@pytest.mark.parametrize("step", ["embedding", "tabulating", "storing"])
def test_kill_9_while_building_leaves_the_old_generation_serving(tmp_path: Path, step: str) -> None:
    generation = build_index(PRODUCTS, tmp_path, EMBEDDINGS).generation
    before = _found(tmp_path)
    child = _child(_STALLING_BUILDER, str(tmp_path), step)
    assert child.stdout is not None
    assert child.stdout.readline() == "stalled\n"
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    assert len(list((tmp_path / "generations").iterdir())) == 2
    assert open_index(tmp_path, EMBEDDINGS).generation == generation
    assert _found(tmp_path) == before
    newest = build_index(MORE, tmp_path, EMBEDDINGS).generation
    assert {f.name for f in (tmp_path / "generations").iterdir()} == {generation, newest}
    assert len(open_index(tmp_path, EMBEDDINGS).products) == 60


def test_ctrl_c_leaves_the_old_generation_and_nothing_else(tmp_path: Path) -> None:
    generation = build_index(PRODUCTS, tmp_path, EMBEDDINGS).generation

    def interrupt(step: str, _done: int, _total: int) -> None:
        if step == "storing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(MORE, tmp_path, EMBEDDINGS, progress=interrupt)
    assert [folder.name for folder in (tmp_path / "generations").iterdir()] == [generation]
    assert open_index(tmp_path, EMBEDDINGS).generation == generation


@pytest.mark.usefixtures("stalled")
def test_a_second_builder_is_told_of_the_first(tmp_path: Path) -> None:
    generation = IndexFolder(tmp_path).current()
    with pytest.raises(CatalogueError, match="another process is building the index"):
        build_index(PRODUCTS, tmp_path, EMBEDDINGS, wait_s=0.2)
    assert open_index(tmp_path, EMBEDDINGS).generation == generation


@pytest.mark.usefixtures("stalled")
def test_two_readers_search_while_a_third_process_builds(tmp_path: Path) -> None:
    code = """
index = open_index(sys.argv[3], WordEmbeddings(32))
for query in ("boots", "swift headphones", "blue", "summer dress") * 10:
    assert index.search(query, limit=9).hits
print([hit.product.id for hit in index.search("boots", limit=9).hits])
"""
    readers = [_child(code, str(tmp_path)) for _ in range(2)]
    answers = [reader.communicate(timeout=60) for reader in readers]
    assert [error for _, error in answers] == ["", ""]
    assert [out.strip() for out, _ in answers] == [str(_found(tmp_path))] * 2


def test_every_answer_during_many_swaps_is_of_one_whole_generation(tmp_path: Path) -> None:
    """Readers follow the pointer while another process builds and swaps as fast as it can."""
    expected = {}
    for some in (MORE, PRODUCTS):
        build_index(some, tmp_path, EMBEDDINGS)
        expected[len(some)] = _answers(open_index(tmp_path, EMBEDDINGS))
    builder = _child(_SWAPPING_BUILDER, str(tmp_path))
    seen: set[str] = set()
    sizes: set[int] = set()
    index = open_index(tmp_path, EMBEDDINGS)
    while builder.poll() is None:
        if IndexFolder(tmp_path).current() != index.generation:
            index.close()
            index = open_index(tmp_path, EMBEDDINGS)
        assert _answers(index) == expected[len(index.products)]
        seen.add(index.generation)
        sizes.add(len(index.products))
    assert builder.communicate()[1] == ""
    assert sizes == {40, 60}
    assert len(seen) > 2


_SWAPPING_BUILDER = """
for some in (make_products(60, seed=8), make_products(40)) * 5:
    build_index(some, sys.argv[3], WordEmbeddings(32))
"""


def _answers(index: Index) -> list[Results]:
    queries = ("boots", "swift headphones", "blue")
    filtered = index.search("boots", parse_where("price<=100"), limit=9)
    return [filtered, *(index.search(query, limit=9) for query in queries)]


def test_tables_are_mapped_where_this_code_made_them(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What other code made is made anew, and both find the same."""
    folder = tmp_path / "generations" / build_index(MORE, tmp_path, EMBEDDINGS).generation
    caplog.set_level(logging.INFO, logger="retrieval.opening")
    mapped = open_index(tmp_path, EMBEDDINGS)
    assert not caplog.records
    answers = _answers(mapped)
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"code": "', '"code": "0'))
    assert _answers(open_index(tmp_path, EMBEDDINGS)) == answers
    assert "made anew" in caplog.text


def test_an_open_index_outlives_its_generation(tmp_path: Path) -> None:
    build_index(PRODUCTS, tmp_path, EMBEDDINGS)
    index = open_index(tmp_path, EMBEDDINGS)
    before = index.search("boots", limit=9)
    for some in (MORE, PRODUCTS, MORE):
        build_index(some, tmp_path, EMBEDDINGS)
    assert not IndexFolder(tmp_path).generation(index.generation).exists()
    assert index.search("boots", limit=9) == before
    assert index.search("a new query", limit=9).hits


def test_a_full_disk_while_embedding_is_one_clear_error(tmp_path: Path) -> None:
    generation = build_index(PRODUCTS, tmp_path, EMBEDDINGS).generation

    def full(_step: str, _done: int, _total: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(CatalogueError, match=r"disk is full .* still serves"):
        build_index(MORE, tmp_path, EMBEDDINGS, progress=full)
    assert [folder.name for folder in (tmp_path / "generations").iterdir()] == [generation]


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB, where this machine lets us mount one."""
    place = tmp_path / "tiny"
    place.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)],
        check=False,
        capture_output=True,
    )
    if not made or made.returncode != 0:
        pytest.skip("mounting a small file system needs root")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("room_kb", [8, 60, 120, 250])
def test_a_truly_full_disk_leaves_the_old_generation_serving(tiny_disk: Path, room_kb: int) -> None:
    folder = tiny_disk / "index"
    generation = build_index(PRODUCTS, folder, EMBEDDINGS).generation
    before = _found(folder)
    ballast = tiny_disk / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(tiny_disk).free - room_kb * 1024))
    with pytest.raises(CatalogueError, match=r"the disk is full .* still serves"):
        build_index(MORE, folder, EMBEDDINGS)
    assert {place.name for place in (folder / "generations").iterdir()} == {generation}
    assert _found(folder) == before
    ballast.unlink()
    build_index(MORE, folder, EMBEDDINGS)
    assert len(open_index(folder, EMBEDDINGS).products) == 60


def test_another_embedder_is_refused_with_what_to_do(tmp_path: Path) -> None:
    build_index(PRODUCTS, tmp_path, EMBEDDINGS)
    with pytest.raises(CatalogueError, match=r"words-32.*words-64.*run `aisle index` again"):
        open_index(tmp_path, WordEmbeddings(64))


def test_no_index_and_broken_pointers(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"there is no index .* run `aisle index FEED`"):
        open_index(tmp_path, EMBEDDINGS)
    build_index(PRODUCTS, tmp_path, EMBEDDINGS)
    for text in ("../../etc", "", "20200101T000000000000-00000000"):
        (tmp_path / "CURRENT").write_text(text)
        with pytest.raises(CatalogueError, match="run `aisle index` again"):
            open_index(tmp_path, EMBEDDINGS)
    build_index(PRODUCTS, tmp_path, EMBEDDINGS)
    assert len(_found(tmp_path)) == 9


@pytest.mark.parametrize(
    "file",
    [
        "catalogue.jsonl",
        "vectors.npy",
        "manifest.json",
        "tables/words/weights.npy",
        "tables/columns/values.json",
    ],
)
def test_a_damaged_index_says_what_to_do(tmp_path: Path, file: str) -> None:
    generation = build_index(PRODUCTS, tmp_path, EMBEDDINGS).generation
    damaged = tmp_path / "generations" / generation / file
    damaged.write_bytes(damaged.read_bytes()[:-100])
    with pytest.raises(CatalogueError, match="run `aisle index` again"):
        open_index(tmp_path, EMBEDDINGS)


def test_nothing_to_index_and_repeated_ids(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no active product"):
        build_index([], tmp_path, EMBEDDINGS)
    with pytest.raises(CatalogueError, match="two products have the id"):
        build_index([*PRODUCTS, PRODUCTS[-1]], tmp_path, EMBEDDINGS)
    with pytest.raises(CatalogueError, match=r"'p-0000' comes after 'p-0039'.*ascending"):
        build_index([*PRODUCTS, PRODUCTS[0]], tmp_path, EMBEDDINGS)
    assert not (tmp_path / "CURRENT").exists()


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_smallest_catalogues(
    tmp_path: Path, count: int, caplog: pytest.LogCaptureFixture
) -> None:
    products = [product for product in PRODUCTS if product.status == "active"][:count]
    build_index(products, tmp_path, EMBEDDINGS)
    for _ in range(2):
        assert len(open_index(tmp_path, EMBEDDINGS).search("boots").hits) == count
    assert not caplog.records
