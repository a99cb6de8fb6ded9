"""The bench: what this shop takes on this machine, beside plain baselines of the same run.

A part is a function from a `Bench` (what is measured) to a `Part` (what it gave). Knows nothing
of the command line.
"""

from __future__ import annotations

from ui.bench.figures import Part, Row, Spread, side_by_side
from ui.bench.parts import PARTS, run_parts
from ui.bench.report import Report
from ui.bench.setting import Bench, messages

__all__ = [
    "PARTS",
    "Bench",
    "Part",
    "Report",
    "Row",
    "Spread",
    "messages",
    "run_parts",
    "side_by_side",
]
