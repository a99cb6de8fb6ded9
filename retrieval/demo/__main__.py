"""`python -m retrieval.demo`: makes the demo shop's data again from the word tables."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from retrieval.demo.files import feed_path
from retrieval.demo.generate import generate
from retrieval.demo.products import SEED

__all__ = ["main"]


def main() -> None:
    """Reads `--seed` and `--out`, writes the files and says how many rows each has."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.demo", description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED, help="another seed, another shop")
    parser.add_argument("--out", type=Path, default=feed_path().parent, help="folder to write to")
    chosen = parser.parse_args()
    for name, count in generate(chosen.out, seed=chosen.seed).items():
        sys.stdout.write(f"{count:>7,} {name}\n")


if __name__ == "__main__":
    main()
