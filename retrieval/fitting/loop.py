"""The loop that fits anything: AdamW, early stopping on the task's own score, and resuming.

A run that was killed goes on from its last checkpoint and ends where it would have ended:
what is drawn anew is drawn from the seed, the epoch and torch's state, which is kept too.
Knows nothing of models: a `Task` is all it sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from retrieval.errors import CatalogueError
from retrieval.fitting.checkpoint import read_checkpoint, write_checkpoint
from retrieval.fitting.history import History, Keeping, Plan

if TYPE_CHECKING:
    import torch

__all__ = ["Task", "fit"]

_Batch = TypeVar("_Batch")


class Task(Protocol[_Batch]):
    """What is fitted, on what, and how well it does. Higher scores are better."""

    def parameters(self) -> Mapping[str, torch.nn.Parameter]:
        """Return what is trained, by name, in an order that never changes."""
        ...

    def batches(self, epoch: int) -> Sequence[_Batch]:
        """Return the batches of an epoch (the first is 0): the same whenever it is asked."""
        ...

    def loss(self, batch: _Batch) -> torch.Tensor:
        """Return what is to be made small, with its gradient."""
        ...

    def score(self) -> float:
        """Score the model as it is now, on what it does not learn from."""
        ...


def fit(
    task: Task[_Batch],
    plan: Plan,
    keeping: Keeping,
    tell: Callable[[str, int, int], None] = lambda _step, _done, _total: None,
) -> History:
    """Fit the task; it ends with the weights of its best score.

    `tell` is called with how many steps are made, and of how many.

    Raises:
        CatalogueError: there is nothing to learn from, or the checkpoint is of no use.
    """
    run = _Run(task, plan, keeping.file, f"{keeping.about} {asdict(plan)}")
    if keeping.resume:
        run.restore()
    else:
        run.scored()
    for batch in run.remaining():
        run.step(batch)
        tell("training", run.history.step, run.history.steps)
        if keeping.left(run.history):
            return run.history
    run.finish()
    return run.history


class _Run(Generic[_Batch]):
    def __init__(self, task: Task[_Batch], plan: Plan, checkpoint: Path, about: str) -> None:
        import torch

        self._task, self._plan, self._file, self._about = task, plan, checkpoint, about
        self._weights = dict(task.parameters())
        self._optimiser = torch.optim.AdamW(
            self._weights.values(), lr=plan.learning_rate, weight_decay=plan.weight_decay
        )
        sizes = [len(task.batches(epoch)) for epoch in range(plan.epochs)]
        self._ends = {sum(sizes[: at + 1]) for at in range(len(sizes))}
        self._best: dict[str, torch.Tensor] = {}
        self.history = History(steps=sum(sizes))
        if not self.history.steps:
            raise CatalogueError("there is nothing to learn from: give more labels or epochs")

    def remaining(self) -> Iterator[_Batch]:
        """Yield the batches that no step was made with yet, until the run should stop."""
        seen = 0
        for epoch in range(self._plan.epochs):
            for batch in self._task.batches(epoch):
                seen += 1
                if self.history.stopped_early:
                    return
                if seen > self.history.step:
                    yield batch

    def step(self, batch: _Batch) -> None:
        """Learn from a batch; score and keep where it is time to."""
        import torch

        for group in self._optimiser.param_groups:
            group["lr"] = self._plan.rate(self.history.step, self.history.steps)
        self._optimiser.zero_grad(set_to_none=True)
        loss = self._task.loss(batch)
        loss.backward()  # type: ignore[no-untyped-call]  # torch's
        torch.nn.utils.clip_grad_norm_(self._weights.values(), self._plan.clip)
        self._optimiser.step()
        self.history = self.history.with_loss(float(loss.detach()))
        if self._due(self._plan.score_every) or self.history.step in self._ends:
            self.scored()
        elif self._due(self._plan.save_every):
            self._keep()

    def scored(self) -> None:
        """Score, remember the best weights, and say whether to stop."""
        import torch

        with torch.random.fork_rng():  # scoring must not move what training draws
            self.history = self.history.with_score(self._task.score())
        if self.history.stale == 0:
            self._best = {name: w.detach().clone() for name, w in self._weights.items()}
        stop = self.history.stale >= self._plan.patience
        self.history = replace(self.history, stopped_early=stop)
        self._keep()

    def finish(self) -> None:
        """Leave the task with its best weights."""
        self._put(self._best)

    def restore(self) -> None:
        """Go on where the checkpoint was written."""
        import torch

        tensors, state = read_checkpoint(self._file)
        if state.get("about") != self._about:
            raise CatalogueError(
                f"the run in {self._file.parent} was begun with other settings or labels: give "
                "the same ones, or start again without --resume"
            )
        parts: dict[str, dict[str, torch.Tensor]] = {}
        for name, tensor in tensors.items():
            part, _, rest = name.partition("/")
            parts.setdefault(part, {})[rest] = tensor
        self._put(parts["now"])
        self._best = parts["best"]
        self._put_moments(parts.get("adam", {}))
        torch.set_rng_state(parts["random"]["cpu"])
        for at, drawn in enumerate(t for n, t in parts["random"].items() if n != "cpu"):
            torch.cuda.set_rng_state(drawn, at)
        self.history = History.of(state["history"])  # type: ignore[arg-type]  # a dict, as written

    def _due(self, every: int) -> bool:
        return every > 0 and self.history.step % every == 0

    def _put(self, values: Mapping[str, torch.Tensor]) -> None:
        import torch

        with torch.no_grad():
            for name, weight in self._weights.items():
                weight.copy_(values[name])

    def _keep(self) -> None:
        import torch

        tensors: dict[str, torch.Tensor] = {
            f"now/{name}": weight for name, weight in self._weights.items()
        }
        tensors |= {f"best/{name}": weight for name, weight in self._best.items()}
        for at, moments in self._optimiser.state_dict()["state"].items():
            tensors |= {f"adam/{at}/{name}": value for name, value in moments.items()}
        tensors["random/cpu"] = torch.get_rng_state()
        for at, drawn in enumerate(torch.cuda.get_rng_state_all()):
            tensors[f"random/{at}"] = drawn
        state = {"about": self._about, "history": self.history.plain()}
        write_checkpoint(self._file, tensors, state)

    def _put_moments(self, moments: Mapping[str, torch.Tensor]) -> None:
        state: dict[int, dict[str, torch.Tensor]] = {}
        for name, value in moments.items():
            at, _, moment = name.partition("/")
            state.setdefault(int(at), {})[moment] = value
        groups = self._optimiser.state_dict()["param_groups"]
        self._optimiser.load_state_dict({"state": state, "param_groups": groups})
