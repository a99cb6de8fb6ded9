"""Importing a feed: rows a second and the most memory held, beside csv.DictReader on the same file.

The baseline reads cells and does nothing with them; ours checks every row, joins variants to
products, and lays them on disk. Each reads in a process of its own, so that its memory is its
own. Knows nothing of indexing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from ui.bench.figures import Part, Row, Spread
from ui.options import notice

if TYPE_CHECKING:
    from ui.bench.setting import Bench

__all__ = ["Read", "measure_importing", "read_by"]

ROWS = 20_000
"""Rows that are imported where nobody says how many."""

_TELL = """
def peak():
    try:
        status = open("/proc/self/status").read()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
def tell(rows):
    took = time.perf_counter() - began
    print(json.dumps({"rows": rows, "seconds": took, "peak_mb": peak()}))
"""
READERS = {
    "ours": """
from pathlib import Path
from retrieval.feeds import Spool, Terms, read_into
began = time.perf_counter()
with Spool() as spool:
    report = read_into(spool, Path(sys.argv[1]), terms=Terms())
    assert not report.rejected, report.rejected[:3]
    tell(report.rows)
""",
    "plain": """
import csv
began = time.perf_counter()
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    tell(sum(1 for row in csv.DictReader(file)))
""",
    "kept": """
import csv
began = time.perf_counter()
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
tell(len(rows))
""",
}
"""Programs that read the file they are called with: ours, the baseline, and one that keeps all."""


@dataclass(frozen=True, slots=True)
class Read:
    """What one reading took."""

    rows: int
    seconds: float
    peak_mb: float

    @property
    def pace(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds


def measure_importing(bench: Bench) -> Part:
    """Write made-up rows to a file, and read them by both."""
    from retrieval.demo.many import make_many
    from retrieval.demo.table import write_table

    count = bench.rows or ROWS
    with TemporaryDirectory(prefix="aisle-bench-") as scratch:
        feed, tenth = Path(scratch, "feed.csv"), Path(scratch, "tenth.csv")
        notice(f"writing {count:,} rows")
        products = write_table(feed, make_many(count), count)
        write_table(tenth, make_many(count), count // 10)
        size = feed.stat().st_size
        ours, plain, kept = (read_by(name, feed) for name in ("ours", "plain", "kept"))
        few = read_by("ours", tenth)
    rows = [
        Row("rows read", Spread.of([ours.pace]), Spread.of([plain.pace]), "rows/s"),
        Row("peak memory", Spread.of([ours.peak_mb]), None, "MB"),
        Row("peak memory, a tenth of the rows", Spread.of([few.peak_mb]), None, "MB"),
        Row("peak memory, csv.DictReader", Spread.of([plain.peak_mb]), None, "MB"),
        Row("peak memory, a list of its rows", Spread.of([kept.peak_mb]), None, "MB"),
    ]
    return Part(
        "import",
        tuple(rows),
        (
            f"{count:,} rows, {products:,} products, a CSV of {size / 2**20:.0f} MiB",
            "the baseline is csv.DictReader, which checks and keeps nothing",
        ),
    )


def read_by(name: str, feed: Path) -> Read:
    """Read a file by one of the programs, in a process of its own.

    Raises:
        AssistantError: the program failed.
    """
    notice(f"reading by {name}")
    code = f"import json, sys, time\n{_TELL}{READERS[name]}"
    command = [sys.executable, "-c", code, str(feed)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if run.returncode:
        why = (run.stderr.strip().splitlines() or ["it says nothing"])[-1]
        raise AssistantError(f"{feed} could not be read by {name}: {why[:400]}")
    return Read(**json.loads(run.stdout))
