"""Nearest under filters, in a catalogue large enough for a sketch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from retrieval.nearness import Nearness
from retrieval.parts import Parts
from retrieval.sketch import Sketch

ROWS, DIMENSIONS = 20_000, 256
Floats = npt.NDArray[np.float32]


def _unit(rows: Floats) -> Floats:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def vectors() -> Floats:
    """Vectors as texts have them: most of what tells them apart lies in few directions."""
    random = np.random.default_rng(3)
    strength = 1 / np.arange(1, DIMENSIONS + 1) ** 0.8
    turned = np.linalg.qr(random.standard_normal((DIMENSIONS, DIMENSIONS)))[0]
    return _unit((random.standard_normal((ROWS, DIMENSIONS)) * strength) @ turned)


@pytest.fixture(scope="module")
def sketch(vectors: Floats) -> Sketch:
    made = Sketch.of(vectors)
    assert made is not None
    return made


@pytest.mark.parametrize("share", [1.0, 0.5, 0.1, 0.01, 0.0])
def test_the_ten_nearest_are_found_under_any_filter(
    vectors: Floats, sketch: Sketch, share: float
) -> None:
    random = np.random.default_rng(4)
    allowed = random.random(ROWS) < share
    nearness = Nearness(vectors, sketch=sketch)
    for query in _unit(vectors[:20] + 0.03 * random.standard_normal((20, DIMENSIONS))):
        found = nearness.top(query, 200, allowed=allowed, filtered=True)
        exact = np.argsort(np.where(allowed, -(vectors @ query), np.inf))[:10]
        assert allowed[found].all()
        assert len(found) == min(200, allowed.sum())
        assert set(exact[allowed[exact]]) <= set(found)


def test_a_sketch_is_narrow_and_comes_back_from_disk(
    vectors: Floats, sketch: Sketch, tmp_path: Path
) -> None:
    assert sketch.rows.shape == (ROWS, 96)
    sketch.parts().save(tmp_path / "sketch")
    again = Sketch.of_parts(Parts.load(tmp_path / "sketch"))
    everything = np.arange(ROWS)
    assert set(again.pool(vectors[7], everything, 50)) == set(
        sketch.pool(vectors[7], everything, 50)
    )


def test_there_is_no_sketch_where_it_would_miss_or_is_not_worth_it(vectors: Floats) -> None:
    noise = np.random.default_rng(5).standard_normal((ROWS, DIMENSIONS))
    assert Sketch.of(_unit(noise)) is None
    assert Sketch.of(vectors[: ROWS // 2]) is None
    assert Sketch.of(vectors[:, :64]) is None
