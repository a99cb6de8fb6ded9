"""Gathering allowed rows against comparing all: `python docs/decisions/0007_nearness.py`."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

ROWS, DIMENSIONS, RUNS = 50_000, 384, 9


def main() -> None:
    random = np.random.default_rng(0)
    vectors = random.random((ROWS, DIMENSIONS), dtype=np.float32)
    query = random.random(DIMENSIONS, dtype=np.float32)
    print("share  gather/ms  all/ms")
    for share in (0.01, 0.05, 0.1, 0.25, 0.5, 0.8):
        positions = np.flatnonzero(random.random(ROWS) < share)
        gathered = fastest(lambda positions=positions: vectors[positions] @ query)
        whole = fastest(lambda positions=positions: (vectors @ query)[positions])
        print(f"{share:5.2f}  {gathered:9.1f}  {whole:6.1f}")


def fastest(work: Callable[[], object]) -> float:
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took) * 1000


if __name__ == "__main__":
    main()
