"""Which sentence embedder is in force, and a catalogue's texts made into vectors with it.

Any LangChain `Embeddings` will do. Knows nothing of products and loads no weights itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.trained import read_mark

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["BUNDLED", "embed_texts", "embedder_name", "load_embeddings"]

BUNDLED = "bundled"
_BATCH = 256  # texts between two reports of progress


def load_embeddings(name: str = BUNDLED, *, device: str = "cpu") -> Embeddings:
    """Return the embedder of that name: "bundled", a sentence-transformers name, or a folder.

    The bundled one, or one that `aisle train` made from it, loads its weights at first use.
    `device` is torch's ("cpu", "cuda").

    Raises:
        CatalogueError: the model is not there or cannot be loaded; says what to do.
    """
    if name == BUNDLED:
        from retrieval.bundled_embedding import BundledEmbeddings

        return BundledEmbeddings(device=device)
    if (mark := read_mark(Path(name).expanduser())) is not None and mark.kind == "embedder":
        from retrieval.bundled_embedding import BundledEmbeddings

        return BundledEmbeddings(device=device, folder=Path(name).expanduser(), name=mark.name)
    from retrieval.sentence_embedding import SentenceEmbeddings

    return SentenceEmbeddings(name, device=device)


def embedder_name(embeddings: Embeddings) -> str:
    """Name an embedder so that an index can tell whether it was built by the same one.

    Its `name` attribute where it has one (ours have), else its `model`, else its class.
    """
    for attribute in ("name", "model", "model_name"):
        found = getattr(embeddings, attribute, None)
        if isinstance(found, str) and found:
            return found
    return type(embeddings).__qualname__


def embed_texts(
    embeddings: Embeddings,
    texts: Sequence[str],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> npt.NDArray[np.float32]:
    """Embed texts into unit vectors, shape (texts, dimensions), in the order given.

    Equal texts are embedded once, and texts of like length together, so that little is
    padded. `progress` is called with how many texts are done, and of how many.
    """
    unique = sorted(set(texts), key=lambda text: (len(text), text))
    rows: list[npt.NDArray[np.float32]] = []
    for start in range(0, len(unique), _BATCH):
        batch = embeddings.embed_documents(unique[start : start + _BATCH])
        rows.append(np.asarray(batch, dtype=np.float32))
        progress(min(start + _BATCH, len(unique)), len(unique))
    stacked = np.concatenate(rows) if rows else np.zeros((0, 0), dtype=np.float32)
    lengths = np.linalg.norm(stacked, axis=1, keepdims=True)
    stacked = stacked / np.maximum(lengths, 1e-12)
    at = {text: position for position, text in enumerate(unique)}
    return np.ascontiguousarray(stacked[[at[text] for text in texts]])
