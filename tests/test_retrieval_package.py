from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import retrieval

HEAVY = ("torch", "transformers", "sentence_transformers", "chromadb", "bm25s", "pandas", "scipy")
MODULES = [
    f"retrieval.{found.name}"
    for found in iter_modules(retrieval.__path__)
    if found.name not in {"demo", "feeds"}
]


def test_every_exported_name_exists_and_unknown_ones_do_not() -> None:
    for name in retrieval.__all__:
        assert getattr(retrieval, name).__name__ in {name, "FeedReport"}
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        retrieval.nonsense  # noqa: B018
    assert set(retrieval.__all__) <= set(dir(retrieval))


@pytest.mark.parametrize("name", MODULES)
def test_all_of_a_module_is_there(name: str) -> None:
    module = import_module(name)
    assert module.__doc__
    for public in module.__all__:
        assert hasattr(module, public)


def test_importing_everything_loads_none_of_the_heavy_libraries() -> None:
    code = (
        f"import sys, importlib; [importlib.import_module(m) for m in {MODULES!r}]; "
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    assert done.stdout.strip() == "[]"
