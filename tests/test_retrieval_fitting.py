"""The loop that fits anything, on a task of a few numbers: stopping, resuming, telling."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

from retrieval.errors import CatalogueError
from retrieval.fitting import (
    Card,
    History,
    Keeping,
    Plan,
    Report,
    Table,
    classified,
    compute_for,
    fit,
    plot_curves,
    seeded,
    write_card,
    write_report,
)
from retrieval.fitting.figures import best_threshold

ROOT = Path(__file__).parent.parent
PLAN = Plan(epochs=5, learning_rate=0.2, patience=3, save_every=3)


class Line:
    """Fits a slope through noisy points, with noise of its own as dropout has."""

    def __init__(self, wished: Sequence[float] = ()) -> None:
        seeded(3)
        self.slope = torch.nn.Parameter(torch.zeros(2))
        self._wished = list(wished)
        self.asked = 0

    def parameters(self) -> Mapping[str, torch.nn.Parameter]:
        return {"slope": self.slope}

    def batches(self, epoch: int) -> Sequence[list[float]]:
        random = Random(epoch)
        return [[random.uniform(-1, 1) for _ in range(4)] for _ in range(7)]

    def loss(self, batch: list[float]) -> torch.Tensor:
        points = torch.tensor(batch) + 0.01 * torch.randn(4)
        return ((points * self.slope[0] + self.slope[1] - 3 * points - 1) ** 2).mean()

    def score(self) -> float:
        self.asked += 1
        torch.randn(self.asked)  # draws of its own must not move the training's
        if self._wished:
            return self._wished[self.asked - 1]
        slope, height = self.slope.tolist()
        return float(-abs(slope - 3) - abs(height - 1))


def test_it_fits_and_keeps_the_best(tmp_path: Path) -> None:
    line = Line()
    told: list[int] = []
    history = fit(line, PLAN, Keeping(tmp_path / "c"), lambda _s, done, of: told.append(of - done))
    assert told == list(range(34, -1, -1))
    assert [step for step, _ in history.scores] == [0, 7, 14, 21, 28, 35]
    assert history.losses[-1][1] < history.losses[0][1] / 4
    assert line.score() == pytest.approx(history.best[1])


def test_it_stops_when_scores_stop_rising_and_goes_back_to_the_best(tmp_path: Path) -> None:
    line = Line([0.1, 0.5, 0.5, 0.4, 0.3, 0.9])
    history = fit(line, PLAN, Keeping(tmp_path / "c"))
    assert history.stopped_early
    assert history.step == 28
    assert history.best == (7, 0.5)
    other = Line([0.1, 0.5])
    fit(other, PLAN, Keeping(tmp_path / "d", stop_after=7))
    assert torch.equal(line.slope, other.slope)


@pytest.mark.parametrize("left_at", [1, 7, 8, 20])
def test_a_run_that_was_left_ends_where_it_would_have_ended(tmp_path: Path, left_at: int) -> None:
    whole = Line()
    expected = fit(whole, PLAN, Keeping(tmp_path / "whole"))
    kept = Keeping(tmp_path / "kept", "this", stop_after=left_at)
    fit(Line(), PLAN, kept)
    again = Line()
    torch.manual_seed(99)
    history = fit(again, PLAN, replace(kept, resume=True, stop_after=None))
    assert history == expected
    assert torch.equal(again.slope, whole.slope)


_KILLED = """
import sys, time
sys.path[:0] = sys.argv[1:3]
from pathlib import Path
from test_retrieval_fitting import PLAN, Line
from retrieval.fitting import Keeping, fit
def told(step, done, of):
    if done == 17:
        print("here", flush=True)
        time.sleep(60)
fit(Line(), PLAN, Keeping(Path(sys.argv[3])), told)
"""


def test_a_killed_run_ends_where_it_would_have_ended(tmp_path: Path) -> None:
    whole, again = Line(), Line()
    expected = fit(whole, PLAN, Keeping(tmp_path / "whole"))
    child = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(ROOT), str(ROOT / "tests"), str(tmp_path / "kept")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "here\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert fit(again, PLAN, Keeping(tmp_path / "kept", resume=True)) == expected
    assert torch.equal(again.slope, whole.slope)


def test_what_cannot_be_resumed_is_said(tmp_path: Path) -> None:
    kept = Keeping(tmp_path / "c", "these labels", resume=True)
    with pytest.raises(CatalogueError, match="no run to go on with"):
        fit(Line(), PLAN, kept)
    fit(Line(), PLAN, Keeping(kept.file, "these labels", stop_after=2))
    with pytest.raises(CatalogueError, match="other settings or labels"):
        fit(Line(), PLAN, replace(kept, about="other labels"))
    with pytest.raises(CatalogueError, match="other settings or labels"):
        fit(Line(), replace(PLAN, learning_rate=1.0), kept)
    kept.file.write_bytes(kept.file.read_bytes()[:60])
    with pytest.raises(CatalogueError, match="damaged"):
        fit(Line(), PLAN, kept)
    with pytest.raises(CatalogueError, match="nothing to learn from"):
        fit(Line(), replace(PLAN, epochs=0), Keeping(tmp_path / "d"))


def test_the_rate_rises_and_falls() -> None:
    plan = Plan(epochs=1, learning_rate=1.0, warmup=0.2)
    rates = [plan.rate(step, 10) for step in range(10)]
    assert rates[:2] == [0.5, 1.0]
    assert rates[2:] == sorted(rates[2:], reverse=True)
    assert 0 < rates[-1] < 0.2


def test_presets_say_what_they_need() -> None:
    assert compute_for("cpu").device == "cpu"
    with pytest.raises(CatalogueError, match="no preset 'tpu': take cpu or gpu"):
        compute_for("tpu")
    if not torch.cuda.is_available():
        with pytest.raises(CatalogueError, match="needs a CUDA device"):
            compute_for("gpu")


def test_figures_by_hand() -> None:
    grades = np.array([1.0, 1.0, 0.0, 0.0])
    found = classified(grades, np.array([0.9, 0.4, 0.6, 0.1]), 0.5, 0.5)
    assert (found.accuracy, found.precision, found.recall, found.f1) == (0.5, 0.5, 0.5, 0.5)
    assert found.auc == 0.75
    assert found.mse == pytest.approx((0.01 + 0.36 + 0.36 + 0.01) / 4)
    assert classified(grades[:2], grades[:2], 0.5, 0.5).auc is None
    assert best_threshold(grades, np.array([0.9, 0.4, 0.3, 0.1]), 0.5) == 0.4
    with pytest.raises(CatalogueError, match="0 grades"):
        classified(np.zeros(0), np.zeros(0), 0.5, 0.5)


def test_a_run_is_written_down(tmp_path: Path) -> None:
    history = History(4, ((1, 0.9), (2, 0.5)), ((0, 0.25), (2, 0.5)))
    rows = [{"figure": "a|b", "value": 0.5}, {"figure": "c", "value": None}]
    report = Report("A run", "It is better.", {"seed": 3}, [Table("Figures", rows)], history, "F1")
    write_report(tmp_path, report)
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "2 of 4 steps were made. The weights of step 2 were kept: F1 0.5000" in text
    assert "| a\\|b | 0.5000 |" in text
    plain = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert plain["Figures"] == rows
    assert History.of(plain["history"]) == history
    plot_curves(history, tmp_path / "curves.png", score="F1")
    assert (tmp_path / "curves.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(CatalogueError, match="cannot be written"):
        plot_curves(history, tmp_path, score="F1")
    card = Card(**{field.name: field.name for field in fields(Card)} | {"limits": "$5"})
    write_card(tmp_path, card)
    written = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert written.startswith("---\nlibrary_name: library\n")
    assert "$5" in written
