"""Write docs/benchmarks.md from one run of `aisle bench`: `python docs/benchmarks.py`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
HEAD = """# Benchmarks

Made by `python docs/benchmarks.py`, which runs `aisle bench --json` once. Machines are noisy:
read the ratios, both sides of which come from the same run. The baseline is the same model
through transformers' `generate` in plain float32, with one long prompt and free JSON.
"""


def main() -> None:
    aisle = Path(sys.executable).parent / "aisle"
    run = subprocess.run([aisle, "bench", "--json"], check=True, capture_output=True, text=True)
    (HERE / "benchmarks.md").write_text(page(json.loads(run.stdout)), encoding="utf-8")


def page(bench: dict) -> str:
    ratios = [f"| {name} | {ratio} |" for name, ratio in bench["ratios"].items()]
    turns = [
        f"| {name.replace('_', ' ')} | {turn['median']:.0f} ms | {turn['ninety']:.0f} ms |"
        for name, turn in (*bench["turns"].items(), ("one search", bench["retrieval"]))
        if isinstance(turn, dict)
    ]
    named = (("ours", bench["model"]), ("plain float32 `generate`", bench["plain"]))
    speeds = [
        f"| {name} | {speed['tokens_per_second']:.0f} | {speed['first_token_ms']:.0f} ms |"
        for name, speed in named
    ]
    model = bench["in_force"]
    versions = ", ".join(f"{name} {version}" for name, version in bench["versions"].items())
    parts = [
        HEAD,
        "| ratio | |\n|---|---|\n" + "\n".join(ratios),
        f"Over {bench['turns']['turns']} messages, each a conversation of its own:",
        "| from a message's arrival | median | nine in ten under |\n|---|---|---|\n"
        + "\n".join(turns),
        "| model | tokens a second | first token |\n|---|---|---|\n" + "\n".join(speeds),
        f"{model['name']}: {model['reason']}. {bench['machine']}. {versions}.",
        "Open: the figures on a GPU. Nobody has measured them yet.",
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


if __name__ == "__main__":
    main()
