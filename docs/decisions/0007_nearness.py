"""Ways to the nearest under a filter: `python docs/decisions/0007_nearness.py`."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from retrieval.sketch import Sketch

ROWS, DIMENSIONS, WANTED, RUNS = 50_000, 384, 200, 9


def main() -> None:
    random = np.random.default_rng(0)
    strength = 1 / np.arange(1, DIMENSIONS + 1) ** 0.8
    turn = np.linalg.qr(random.standard_normal((DIMENSIONS, DIMENSIONS)))[0]
    vectors = (random.standard_normal((ROWS, DIMENSIONS)) * strength @ turn).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    query, sketch = vectors[7], Sketch.of(vectors)
    print("share  gathered/ms  all/ms  sketch/ms")
    for share in (0.01, 0.05, 0.1, 0.25, 0.5, 0.8):
        positions = np.flatnonzero(random.random(ROWS) < share)

        def sketched(positions: np.ndarray = positions) -> object:
            return vectors[sketch.pool(query, positions, WANTED)] @ query

        ways = (
            lambda positions=positions: vectors[positions] @ query,
            lambda positions=positions: (vectors @ query)[positions],
            sketched,
        )
        print(f"{share:5.2f}  " + "  ".join(f"{fastest(way):9.1f}" for way in ways))


def fastest(work: Callable[[], object]) -> float:
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took) * 1000


if __name__ == "__main__":
    main()
