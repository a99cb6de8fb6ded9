"""Write docs/benchmarks.md and its picture from one run of `aisle bench`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
PICTURE = "benchmarks.png"
HEAD = f"""# Benchmarks

Made by `python docs/benchmarks.py`, which runs `aisle bench --turns 24 --json` once. Machines are
noisy: read the ratios. Both sides of each come from the same run and take turns, message by
message, so that a busy machine slows both.

![Times better than the plain baseline, and median milliseconds]({PICTURE})
"""


def main() -> None:
    aisle = Path(sys.executable).parent / "aisle"
    command = [aisle, "bench", "--turns", "24", "--json", "--plot", HERE / PICTURE]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    (HERE / "benchmarks.md").write_text(page(json.loads(run.stdout)), encoding="utf-8")


def page(bench: dict) -> str:
    ratios = [f"| {name} | {ratio} |" for name, ratio in bench["ratios"].items()]
    versions = ", ".join(f"{name} {version}" for name, version in bench["versions"].items())
    parts = [
        HEAD,
        "| how many times better than the baseline | |\n|---|---|\n" + "\n".join(ratios),
        *(section(part) for part in bench["parts"]),
        f"## Where\n\n{bench['machine']}. Seeds: {bench['seeds']}. {versions}.",
        "On a GPU little is measured: the bundled model in bfloat16 took 19 ms to understand a "
        "message and 1.2 s for 64 tokens of an answer (medians of 9), in 290 MiB, on one H200 that "
        "other work shared. Open: 4-bit weights, larger models, whole turns.",
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def section(part: dict) -> str:
    lines = [f"## {part['name'].capitalize()}", "", *(f"- {note}" for note in part["notes"]), ""]
    lines += ["| | ours, median | nine in ten under | the baseline, median |", "|---|---|---|---|"]
    return "\n".join([*lines, *map(row_line, part["rows"])])


def row_line(row: dict) -> str:
    return " ".join(["|", row["name"], *(f"| {cell}" for cell in cells(row)), "|"])


def cells(row: dict) -> Iterator[str]:
    unit, plain = row["unit"], row["plain"]
    yield f"{figure(row['ours']['median'])} {unit}"
    yield f"{figure(row['ours']['ninety'])} {unit}"
    yield f"{figure(plain['median'])} {unit}" if plain else ""


def figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    main()
