"""What a training leaves: the best adapter in half precision, its report, curves and model card."""

from __future__ import annotations

import json
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from assistant.adapting import CONFIG, WEIGHTS
from assistant.errors import AssistantError
from assistant.training.learning.curves import draw_curves
from assistant.training.learning.progress import Judgement, Progress

if TYPE_CHECKING:
    import torch

    from assistant.training.learning.checkpoint import Checkpoint
    from assistant.training.learning.learner import Learner

__all__ = ["write_result"]

_PACKAGES = ("torch", "transformers", "peft", "accelerate")


def write_result(
    folder: Path,
    learner: Learner,
    checkpoint: Checkpoint,
    progress: Progress,
    command: str,
    *,
    card: str = "card.md",
) -> Judgement:
    """Write everything into a folder, over what is there; give what the best was judged.

    `card` is the file that the model card is made from.

    Raises AssistantError where nothing has been judged yet.
    """
    best = progress.best
    if best is None:
        raise AssistantError("the training has not been judged yet: train for a step at least")
    folder.mkdir(parents=True, exist_ok=True)
    _write_weights(folder, learner, checkpoint.best(), progress.plan.base)
    report = _report(progress, best, command)
    (folder / "report.json").write_text(f"{json.dumps(report, indent=1)}\n", encoding="utf-8")
    draw_curves(progress, folder / "curves.png")
    (folder / "README.md").write_text(_card(card, progress, best, command), encoding="utf-8")
    return best


def _write_weights(
    folder: Path, learner: Learner, weights: dict[str, torch.Tensor], base: str
) -> None:
    from safetensors.torch import save_file

    save_file({name: value.half().cpu() for name, value in weights.items()}, folder / WEIGHTS)
    config = learner.model.peft_config["default"].to_dict()
    config |= {"base_model_name_or_path": base, "inference_mode": True}
    told = {name: sorted(v) if isinstance(v, set) else v for name, v in config.items()}
    text = json.dumps(told, indent=1, sort_keys=True, default=str)
    (folder / CONFIG).write_text(f"{text}\n", encoding="utf-8")


def _report(progress: Progress, best: Judgement, command: str) -> dict[str, object]:
    return {
        "command": command,
        "plan": progress.plan.model_dump(),
        "steps": progress.step,
        "minutes": round(progress.seconds / 60, 1),
        "best": best.model_dump(),
        "judgements": [judgement.model_dump() for judgement in progress.judgements],
        "losses": progress.losses,
        "versions": {package: version(package) for package in _PACKAGES},
    }


def _card(file: str, progress: Progress, best: Judgement, command: str) -> str:
    text = (files("assistant.training.learning") / file).read_text(encoding="utf-8")
    rows = (
        f"| {name} | {score.loss:.3f} | {score.act:.1%} | {score.wish:.1%} |"
        for name, score in best.scores.items()
    )
    plan, preset = progress.plan, progress.plan.preset
    return Template(text).substitute(
        base=plan.base,
        command=command,
        seed=plan.seed,
        material=plan.material,
        rank=preset.rank,
        layers=preset.layers,
        batch=preset.batch,
        steps=progress.step,
        best=best.step,
        minutes=round(progress.seconds / 60),
        device=preset.device,
        figures="\n".join(rows),
        versions=", ".join(f"{package} {version(package)}" for package in _PACKAGES),
    )
