"""How often a kind of thing is told to be carried or not: `python docs/decisions/0010_kinds.py`.

`--shop DIR` holds the demo shop's index (`.aisle` by default); `--list` names the words that
are told wrong.
"""

from __future__ import annotations

import sys
from pathlib import Path

from retrieval.embedding import load_embeddings
from retrieval.generations import open_index
from retrieval.search import Index

WORDS = Path(__file__).parent.parent.parent / "tests" / "words" / "kinds.tsv"


def main() -> None:
    home = sys.argv[sys.argv.index("--shop") + 1] if "--shop" in sys.argv else ".aisle"
    index = open_index(Path(home) / "index", load_embeddings())
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    print("half    carried: found  and first of its kind  not carried: refused")
    for half in ("choose", "judge"):
        own = [(word, kind) for part, word, kind in rows if part == half]
        carried = [(word, kind) for word, kind in own if kind != "-"]
        foreign = [word for word, kind in own if kind == "-"]
        found = [row for row in carried if index.search(row[0], limit=0).match_count]
        right = [row for row in carried if is_first(index, *row)]
        refused = [word for word in foreign if not index.search(word, limit=0).match_count]
        print(f"{half:8}{share(found, carried):>14}{share(right, carried):>23}", end="")
        print(f"{share(refused, foreign):>22}")
        if "--list" in sys.argv:
            print("  lost:", ", ".join(word for word, kind in carried if (word, kind) not in found))
            print("  amiss:", ", ".join(word for word, kind in found if (word, kind) not in right))
            print("  taken:", ", ".join(word for word in foreign if word not in refused))


def is_first(index: Index, word: str, kind: str) -> bool:
    """Whether the first match is of a kind, or of a department."""
    hits = index.search(word, limit=1).hits
    return bool(hits) and hits[0].matches and kind in hits[0].product.category


def share(some: list[object], all_of_them: list[object]) -> str:
    return f"{len(some)} of {len(all_of_them)}"


if __name__ == "__main__":
    main()
