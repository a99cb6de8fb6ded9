"""One run: a cross-encoder is fitted to labels and written into a folder. Knows no shop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from retrieval.errors import CatalogueError
from retrieval.fitting import History, fit, seeded
from retrieval.search import Index
from retrieval.trained import sign
from retrieval.training.cross_encoder import CrossEncoder
from retrieval.training.crossing import Crossing
from retrieval.training.embedder import MODEL, about
from retrieval.training.encoder import base_folder
from retrieval.training.lessons import lessons_from
from retrieval.training.options import Options, Way
from retrieval.training.second_looks import SecondLooks
from retrieval.training.splits import Split

__all__ = ["train_reranker"]

Tell = Callable[[str, int, int], None]


def train_reranker(
    index: Index,
    split: Split,
    options: Options,
    folder: Path,
    way: Way = Way(),  # noqa: B008 - frozen
    *,
    tell: Tell = lambda _step, _done, _total: None,
) -> History:
    """Fit a cross-encoder to the train part of the labels.

    Stops by the validation part, which also says how much of a say it gets, and never looks at
    the test part. Writes the best weights into `folder`/model.

    Raises:
        CatalogueError: there is nothing to learn from, or nothing to resume.
    """
    lessons = lessons_from(split.train, index)
    if not lessons:
        raise CatalogueError("no query to learn from names a product of the index")
    seeded(options.seed)
    base = way.base or base_folder()
    size = options.size
    model = CrossEncoder(base, options.compute, longest=size.longest, lora=options.lora)
    looks = SecondLooks(split.validation[: options.size.judged], index)
    keeping = way.keeping(folder, about(f"reranker from {base.name}", options, split, index))
    task = Crossing(model, lessons, index.products, looks, options)
    history = fit(task, options.plan, keeping, tell)
    if not keeping.left(history):
        model.save(folder / MODEL)
        sign(folder / MODEL, "reranker", base.name, looks.best(model.logits).weight)
        keeping.file.unlink()
    return history
