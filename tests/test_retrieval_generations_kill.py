"""`kill -9` at any moment of indexing and swapping: the old or the new generation serves."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from retrieval_samples import make_products

from retrieval.generations import build_index, open_index
from retrieval.manifest import read_manifest
from retrieval.soundness import store_fault
from retrieval.storage import IndexFolder
from retrieval.word_embeddings import WordEmbeddings

ROOT = Path(__file__).parent.parent
KILLS = 20
EMBEDDINGS = WordEmbeddings(32)
_BUILDER = """
import sys; sys.path[:0] = [sys.argv[1], sys.argv[2]]
import chromadb
from retrieval_samples import make_products
from retrieval.generations import build_index, roll_back
from retrieval.word_embeddings import WordEmbeddings
some = [make_products(40), make_products(60, seed=8)]
for line in sys.stdin:
    print("ready", flush=True)
    for turn in range(1000):
        build_index(some[turn % 2], sys.argv[3], WordEmbeddings(32))
        roll_back(sys.argv[3], WordEmbeddings(32))
"""


def _builder(folder: Path) -> subprocess.Popen[str]:
    """A process that has imported all it needs and waits for one line before it builds."""
    return subprocess.Popen(
        [sys.executable, "-c", _BUILDER, str(ROOT), str(ROOT / "tests"), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.timeout(240)
def test_twenty_kills_leave_the_old_or_the_new_generation(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    random = Random(4)
    build_index(make_products(40), tmp_path, EMBEDDINGS)
    place = IndexFolder(tmp_path)
    following = _builder(tmp_path)
    for _ in range(KILLS):
        child, following = following, _builder(tmp_path)
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write("go\n")
        child.stdin.flush()
        assert child.stdout.readline() == "ready\n"
        time.sleep(random.uniform(0.0, 1.5))
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()
        index = open_index(tmp_path, EMBEDDINGS)
        assert list(index.products) in (make_products(40), make_products(60, seed=8))
        assert len(index.search("boots", limit=9).hits) == 9
        kept = {place.current(), place.previous()} - {None}
        assert {folder.name for folder in place.generations.iterdir()} == kept
        assert not list(tmp_path.glob("*.tmp"))
        folder = place.generation(index.generation)
        assert store_fault(folder, read_manifest(folder)) == ""
        index.close()
    following.kill()
    following.communicate()
    assert not caplog.records
