"""One run: an encoder is fitted to labels and written into a folder. Knows nothing of a shop."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from retrieval.errors import CatalogueError
from retrieval.fitting import History, fit, seeded
from retrieval.search import Index
from retrieval.trained import sign
from retrieval.training.contrastive import Contrastive
from retrieval.training.encoder import Encoder, base_folder
from retrieval.training.lessons import lessons_from
from retrieval.training.options import Options, Way
from retrieval.training.pools import Pools
from retrieval.training.splits import Split

__all__ = ["MODEL", "about", "train_embedder"]

MODEL = "model"
"""The folder of the weights, inside that of a run."""

Tell = Callable[[str, int, int], None]


def train_embedder(
    index: Index,
    split: Split,
    options: Options,
    folder: Path,
    way: Way = Way(),  # noqa: B008 - frozen
    *,
    tell: Tell = lambda _step, _done, _total: None,
) -> History:
    """Fit an encoder to the train part of the labels.

    Stops by the validation part and never looks at the test part. Writes the best weights into
    `folder`/model, and a checkpoint beside it while it runs.

    Raises:
        CatalogueError: there is nothing to learn from, or nothing to resume.
    """
    lessons = lessons_from(split.train, index)
    if not lessons:
        raise CatalogueError("no query to learn from names a product of the index")
    seeded(options.seed)
    base = way.base or base_folder()
    encoder = Encoder(base, options.compute, longest=options.size.longest, lora=options.lora)
    pools = Pools(split.validation[: options.size.judged], index)
    keeping = way.keeping(folder, about(f"embedder from {base.name}", options, split, index))
    history = fit(
        Contrastive(encoder, lessons, index.products, pools, options),
        options.plan,
        keeping,
        tell,
    )
    if not keeping.left(history):
        encoder.save(folder / MODEL)
        sign(folder / MODEL, "embedder", base.name)
        keeping.file.unlink()
    return history


def about(what: str, options: Options, split: Split, index: Index) -> str:
    """Describe a run, so that no other one is taken for it when it is resumed."""
    digest = blake2b(repr((split, index.generation)).encode("utf-8", "surrogatepass"))
    return f"{what} {options} {digest.hexdigest()}"
