"""The shape of the house: imports, sizes, contracts, and what `import assistant` costs."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("assistant", "retrieval", "prompts", "ui")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
ALLOWED = {
    "prompts": {"prompts"},
    "retrieval": {"retrieval"},
    "assistant": {"assistant", "retrieval", "prompts"},
    "ui": {"ui", "assistant", "retrieval", "prompts"},
}
FLOORS = {
    "cards": 0,
    "errors": 0,
    "locales": 0,
    "settings": 0,
    "showings": 0,
    "types": 0,
    "visit": 0,
    "formats": 0,
    "languages": 0,
    "wordfiles": 0,
    "wordshapes": 0,
    "tone": 1,
    "housestyle": 2,
    "reply": 0,
    "dialogue": 1,
    "adapters": 0,
    "grounding": 1,
    "policies": 1,
    "model": 1,
    "adapting": 2,
    "understanding": 2,
    "answering": 2,
    "service": 2,
    "store": 2,
    "copywriting": 3,
    "steps": 3,
    "draft": 4,
    "queueing": 3,
    "turn": 5,
    "shop": 4,
    "storefront": 4,
    "build": 6,
    "rehearsal": 7,
    "training": 8,
    "evaluation": 9,
}
TRAINERS = (
    "assistant/training/learning/",
    "retrieval/bundled_embedding.py",
    "retrieval/packed_bert.py",
    "retrieval/quiet.py",
    "retrieval/reranking.py",
    "retrieval/training/",
)
OWNERS = {
    "torch": ("assistant/model/", "ui/checkup.py", *TRAINERS, "retrieval/fitting/"),
    "transformers": ("assistant/model/", *TRAINERS),
    "sklearn": ("retrieval/fitting/figures.py",),
    "peft": ("assistant/model/", "assistant/training/", "retrieval/training/"),
    "llguidance": ("assistant/model/constraint.py",),
    "langchain": ("assistant/model/remote.py",),
    "langchain_openai": ("assistant/model/remote.py",),
    "sentence_transformers": ("retrieval/sentence_embedding.py",),
    "chromadb": ("retrieval/vectors.py", "retrieval/evaluation/plain_store.py"),
    "bm25s": ("retrieval/evaluation/baselines.py",),
    "ir_measures": ("retrieval/evaluation/scores.py",),
    "gradio": ("ui/chat.py",),
    "matplotlib": (
        "assistant/training/learning/curves.py",
        "retrieval/fitting/curves.py",
        "ui/bench/plot.py",
        "ui/evaluating/plot.py",
        "retrieval/evaluation/plot.py",
    ),
    "markdown_it": ("assistant/policies/documents.py",),
    "sqlalchemy": ("assistant/store/",),
    "alembic": ("assistant/store/",),
}
HEAVY = ("torch", "transformers", "chromadb", "gradio", "sqlalchemy", "langchain_core", "numpy")


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path, *, at_load_only: bool = False) -> set[str]:
    """Modules that a file imports; those under TYPE_CHECKING and in functions only if asked."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = _at_load(tree) if at_load_only else list(ast.walk(tree))
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def _at_load(tree: ast.Module) -> list[ast.AST]:
    pending: list[ast.AST] = [tree]
    seen: list[ast.AST] = []
    while pending:
        node = pending.pop()
        seen.append(node)
        typing_only = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        if not typing_only and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            pending += ast.iter_child_nodes(node)
    return seen


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    ours = {module.split(".")[0] for module in imports_of(path)} & set(PACKAGES)
    assert ours <= ALLOWED[package]


@pytest.mark.parametrize(
    "path", [p for p in FILES if name_of(p).startswith("assistant.")], ids=name_of
)
def test_the_assistants_floors_stand_on_each_other(path: Path) -> None:
    room = name_of(path).split(".")[1]
    used = {m.split(".")[1] for m in imports_of(path) if m.startswith("assistant.")} - {room}
    rooms = used & set(FLOORS)
    above = {other for other in rooms if FLOORS[other] >= FLOORS[room] and FLOORS[room] > 0}
    assert room in FLOORS, f"{room} has no floor: say where it stands"
    assert not above, f"{room} reaches up or sideways to {above}"


def _modules_loaded(path: Path, modules: set[str]) -> set[str]:
    """Modules that a file loads; `from package import module` counts as the module alone."""
    found: set[str] = set()
    for node in _at_load(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= inner & modules or {node.module}
    return found & modules - {name_of(path)}


def test_there_are_no_import_cycles() -> None:
    modules = {name_of(path) for path in FILES}
    graph = {name_of(path): _modules_loaded(path, modules) for path in FILES}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"an import cycle: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_heavy_libraries_have_their_owners(path: Path) -> None:
    where = path.relative_to(ROOT).as_posix()
    for module in {module.split(".")[0] for module in imports_of(path)} & set(OWNERS):
        assert where.startswith(OWNERS[module]), f"{where} imports {module}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_only_the_settings_read_the_environment(path: Path) -> None:
    reads = {"environ", "getenv"}
    names = {
        node.attr
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
    }
    assert not names & reads or name_of(path) == "assistant.settings"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_and_functions_are_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 250
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 50, f"{node.name} has {length} lines"


def test_most_files_are_short() -> None:
    lengths = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in FILES)
    assert lengths[len(lengths) // 2] <= 100


def test_the_whole_turn_is_visible_in_one_function() -> None:
    tree = ast.parse((ROOT / "assistant/turn.py").read_text(encoding="utf-8"))
    reply = next(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == "reply")
    assert (reply.end_lineno or 0) - reply.lineno + 1 <= 40


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_modules_say_what_they_are_and_offer(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "no module docstring"
    declared = [
        n
        for n in tree.body
        if isinstance(n, ast.Assign | ast.AnnAssign) and "__all__" in ast.dump(n)
    ]
    if len(tree.body) <= 2:  # a docstring and the future import: it offers nothing
        return
    assert declared or "migrations" in path.parts or path.name == "__main__.py", "no __all__"


@pytest.mark.parametrize("path", [p for p in FILES if p.name == "__init__.py"], ids=name_of)
def test_every_name_that_is_offered_is_there(path: Path) -> None:
    module = importlib.import_module(name_of(path))
    assert len(set(module.__all__)) == len(module.__all__)
    for name in module.__all__:
        assert getattr(module, name, None) is not None, name
    tree = ast.parse(path.read_text(encoding="utf-8"))
    shown = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in PACKAGES
        for alias in node.names
    }
    assert shown <= set(module.__all__), f"imported but not offered: {shown - set(module.__all__)}"


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_a_package_loads_nothing_heavy(package: str) -> None:
    code = f"import sys, {package}; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


def test_nothing_dangerous_is_called() -> None:
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called = {ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
        assert not called & {"eval", "exec", "pickle.load", "pickle.loads", "torch.load"}, path
        assert "trust_remote_code=True" not in ast.unparse(tree), path
