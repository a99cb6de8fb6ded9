"""Any sentence-transformers model, by the hub's name or a folder, behind `Embeddings`.

The only file that imports that library. Knows nothing of products.
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from langchain_core.embeddings import Embeddings

from retrieval.errors import CatalogueError
from retrieval.hub import HubError, lies_here

__all__ = ["SentenceEmbeddings"]

_SAMPLE = 65_536  # bytes read from each end of a weights file
_OWNER = "sentence-transformers"  # of a name without one
_NEEDS = ("config.json", "modules.json")


class SentenceEmbeddings(Embeddings):
    """Unit vectors from the model `name`, loaded at once.

    Raises:
        CatalogueError: no such folder, not downloaded, or not a model; says what to do.
    """

    def __init__(self, name: str, *, device: str = "cpu") -> None:
        folder = Path(name).expanduser()
        if not folder.is_dir() and (name.startswith((".", "/", "~")) or name.count("/") > 1):
            raise CatalogueError(
                f"there is no embedder in {name!r}: give the folder of a sentence-transformers "
                'model, a name of the hub, or "bundled"'
            )
        self.name = f"{name}@{_fingerprint(folder)}" if folder.is_dir() else name
        source = str(folder) if folder.is_dir() else name if "/" in name else f"{_OWNER}/{name}"
        try:
            here = folder.is_dir() or lies_here(source, _NEEDS)
            from sentence_transformers import SentenceTransformer

            self._model = SentenceTransformer(
                source,
                device=device,
                trust_remote_code=False,
                local_files_only=here,
                model_kwargs={"use_safetensors": True},
            )
        except HubError as error:
            raise CatalogueError(
                f"the embedder {name!r} cannot be had: {error}. Check the name and the connection, "
                'fetch it beforehand with `hf download`, or set the embedder to "bundled", '
                "or to the folder of a sentence-transformers model"
            ) from error
        except (OSError, ValueError, RuntimeError, ImportError, KeyError) as error:
            raise CatalogueError(
                f"the embedder {name!r} cannot be loaded ({_first_line(error)}): check the name, "
                "download it once while online, or give the folder of a sentence-transformers "
                'model with safetensors weights, or "bundled"'
            ) from error

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts; returns one unit vector a text."""
        vectors: list[list[float]] = self._model.encode(
            texts, normalize_embeddings=True, show_progress_bar=False
        ).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Embed a query, with the model's query prompt where it has one."""
        vector: list[float] = self._model.encode_query(
            text, normalize_embeddings=True, show_progress_bar=False
        ).tolist()
        return vector


def _fingerprint(folder: Path) -> str:
    """Tell a retrained model from its elder in the same folder, without reading all of it."""
    digest = blake2b(digest_size=6)
    for path in sorted(folder.rglob("*.safetensors")):
        with path.open("rb") as weights:
            digest.update(weights.read(_SAMPLE))
            weights.seek(max(0, path.stat().st_size - _SAMPLE))
            digest.update(weights.read(_SAMPLE))
    return digest.hexdigest()


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0][:200] or type(error).__name__
