"""A training on disk: adapter, optimizer and progress, so that it can go on after any end.

    checkpoint/   adapter.safetensors, optimizer.safetensors, progress.json
    best/         adapter.safetensors, as judged best so far

Each folder appears in one step. Tensors are safetensors and the rest is JSON; nothing is pickled.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from assistant.errors import AssistantError
from assistant.training.learning.progress import Progress
from assistant.training.presets import Plan

if TYPE_CHECKING:
    import torch

    from assistant.training.learning.learner import Learner

__all__ = ["Checkpoint"]

_ADAPTER, _OPTIMIZER, _PROGRESS = "adapter.safetensors", "optimizer.safetensors", "progress.json"


class Checkpoint:
    """What lies in one working folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._latest, self._best = folder / "checkpoint", folder / "best"

    def resume(self, learner: Learner, plan: Plan) -> Progress:
        """Put the learner where it was, if there is a checkpoint of this plan.

        Raises AssistantError where there is one of another plan, or it is broken.
        """
        if not self._latest.is_dir():
            return Progress(plan=plan)
        progress = self._progress()
        if progress.plan != plan:
            raise AssistantError(
                f"{self.folder} holds a training begun with another model, catalogue, seed or "
                "preset: name another folder, or delete it"
            )
        _load_adapter(learner, self._latest / _ADAPTER)
        _load_optimizer(learner, self._latest / _OPTIMIZER)
        return progress

    def save(self, learner: Learner, progress: Progress) -> None:
        """Keep everything that going on needs; the adapter as best too, if it was judged so now."""

        def write(folder: Path) -> None:
            _save(_adapter_state(learner), folder / _ADAPTER)
            _save(_optimizer_state(learner), folder / _OPTIMIZER)
            (folder / _PROGRESS).write_text(progress.model_dump_json(indent=1), encoding="utf-8")

        # The best first: a checkpoint without the best that it speaks of could not be finished.
        if progress.best_is_now:
            _in_one_step(
                self._best, lambda folder: _save(_adapter_state(learner), folder / _ADAPTER)
            )
        _in_one_step(self._latest, write)

    def best(self) -> dict[str, torch.Tensor]:
        """The best adapter's matrices by peft's names."""
        return _read(self._best / _ADAPTER)

    def _progress(self) -> Progress:
        try:
            text = (self._latest / _PROGRESS).read_text(encoding="utf-8")
            return Progress.model_validate_json(text)
        except (OSError, ValidationError) as error:
            raise AssistantError(
                f"the checkpoint in {self._latest} cannot be read ({error}): delete {self.folder} "
                "to begin anew"
            ) from error


def _in_one_step(folder: Path, write: Callable[[Path], None]) -> None:
    """Write a folder beside the old one and put it in its place."""
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    write(fresh)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def _adapter_state(learner: Learner) -> dict[str, torch.Tensor]:
    from peft import get_peft_model_state_dict

    state: dict[str, torch.Tensor] = get_peft_model_state_dict(learner.model)
    return state


def _load_adapter(learner: Learner, file: Path) -> None:
    from peft import set_peft_model_state_dict

    set_peft_model_state_dict(learner.model, _read(file))


def _optimizer_state(learner: Learner) -> dict[str, torch.Tensor]:
    return {
        f"{number}.{name}": value
        for number, weight in enumerate(learner.weights)
        for name, value in learner.optimizer.state[weight].items()
    }


def _load_optimizer(learner: Learner, file: Path) -> None:
    for key, value in _read(file).items():
        number, _, name = key.partition(".")
        weight = learner.weights[int(number)]
        on_device = value if name == "step" else value.to(weight.device)
        learner.optimizer.state[weight][name] = on_device


def _save(state: dict[str, torch.Tensor], file: Path) -> None:
    from safetensors.torch import save_file

    save_file({name: value.contiguous() for name, value in state.items()}, file)


def _read(file: Path) -> dict[str, torch.Tensor]:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        return load_file(file)
    except (OSError, SafetensorError) as error:
        raise AssistantError(f"{file} cannot be read: {error}") from error
