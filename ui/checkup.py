"""What is in force on this machine, checked by using it: the findings of `aisle doctor`.

Knows nothing of how findings are shown. Each check opens the thing itself; a check that fails
says how to mend it.
"""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from retrieval.errors import CatalogueError
from ui.generations import generations
from ui.housestyle import own_style

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = ["PACKAGES", "Finding", "check_up", "missing", "package_versions"]

_ABSENT = "not installed"
PACKAGES = (
    "aisle",
    "torch",
    "transformers",
    "accelerate",
    "bitsandbytes",
    "llguidance",
    "langchain",
    "chromadb",
    "sentence-transformers",
    "gradio",
    "fastapi",
    "sqlalchemy",
    "alembic",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `facts` in order, and what is wrong with it, if anything."""

    about: str
    facts: tuple[tuple[str, str], ...] = ()
    problem: str = ""


Facts = list[tuple[str, str]]


def check_up(settings: Settings) -> tuple[Finding, ...]:
    """Look at everything that a conversation needs, each on its own."""
    checks: dict[str, Callable[[Settings], Facts]] = {
        "shop": _shop,
        "house style": own_style,
        "model": _model,
        "embedder": _embedder,
        "reranker": _reranker,
        "generations": generations,
        "index": _index,
        "store": _store,
        "address": _address,
        "machine": _machine,
        "versions": _versions,
    }
    return tuple(_finding(about, check, settings) for about, check in checks.items())


def missing(settings: Settings) -> list[str]:
    """Name what a serving process needs and cannot use just now: its index and its database."""
    findings = (_finding("index", _pointer, settings), _finding("store", _store, settings))
    return [f"{finding.about}: {finding.problem}" for finding in findings if finding.problem]


def _finding(about: str, check: Callable[[Settings], Facts], settings: Settings) -> Finding:
    try:
        return Finding(about, tuple(check(settings)))
    except (AssistantError, CatalogueError) as error:
        return Finding(about, problem=str(error))


def _shop(settings: Settings) -> Facts:
    pictures = settings.pictures_folder
    count = sum(1 for _ in pictures.iterdir()) if pictures.is_dir() else 0
    return [
        ("name", settings.shop_name or "(none; set shop_name in settings.toml)"),
        ("folder", str(settings.home)),
        ("currency and locale", f"{settings.currency}, {settings.locale}"),
        ("pictures", str(count)),
    ]


def _model(settings: Settings) -> Facts:
    from assistant.build import build_model
    from assistant.model import describe

    report = describe(build_model(settings))
    facts = [
        ("name", report.name),
        ("device", report.device),
        ("dtype", report.dtype),
        ("quantisation", report.quantisation),
        ("why", report.reason),
        ("adapters", _adapters(settings)),
    ]
    if report.parameters is not None:
        facts.append(("parameters", f"{report.parameters / 1e6:.0f} million"))
    if report.memory is not None:
        facts.append(("weights in memory", _gib(report.memory)))
    return facts


def _adapters(settings: Settings) -> str:
    from assistant.adapting import adapters_in_force, classifier_in_force, refused_adapters

    told = [*adapters_in_force(settings), *(["acts"] if classifier_in_force(settings) else [])]
    told += [f"{name} (not used: for {b})" for name, b in refused_adapters(settings).items()]
    return ", ".join(told) or "none"


def _embedder(settings: Settings) -> Facts:
    from assistant.build import build_embeddings
    from retrieval.embedding import embedder_name

    embeddings = build_embeddings(settings)
    vector = embeddings.embed_query("a pair of shoes")
    return [("name", embedder_name(embeddings)), ("dimensions", str(len(vector)))]


def _reranker(settings: Settings) -> Facts:
    from retrieval.inforce import OFF, reranker_in_force
    from retrieval.trained import Shelf

    shelf = Shelf(settings.models_folder)
    found = reranker_in_force(settings.reranker, shelf)
    if found is None:
        own = shelf.reranker()
        return [("in force", OFF), ("the shop's own", own.name if own else "none was trained")]
    found.warm()
    return [("in force", found.name), ("its share of the order", f"{found.weight:.1f}")]


def _pointer(settings: Settings) -> Facts:
    from retrieval.storage import IndexFolder

    generation = IndexFolder(settings.index_folder).current()
    if generation is None:
        raise CatalogueError(
            f"there is no index in {settings.index_folder}: `aisle index FEED` makes one, "
            "and `aisle serve` the demo shop's"
        )
    return [("generation", generation)]


def _index(settings: Settings) -> Facts:
    facts = _pointer(settings)
    from assistant.build import build_embeddings
    from retrieval.generations import open_index

    index = open_index(settings.index_folder, build_embeddings(settings))
    active = [product for product in index.products if product.status == "active"]
    facts += [
        ("products", f"{len(index.products)}, {len(active)} of them active"),
        ("variants", str(sum(len(product.variants) for product in index.products))),
    ]
    index.search(active[0].title, limit=1)
    return facts


def _store(settings: Settings) -> Facts:
    from assistant.store import current_revision, newest_revision, open_database

    engine = open_database(settings.database)
    try:
        with engine.connect() as connection:  # a write that changes nothing, and is taken back
            connection.exec_driver_sql("UPDATE conversations SET turns = turns WHERE 1 = 0")
            connection.rollback()
        revision = f"{current_revision(engine)} (newest {newest_revision()})"
    except Exception as error:
        raise AssistantError(
            f"the database can be read and not written ({error}): free it, or its folder, "
            "or set AISLE_DATABASE_URL"
        ) from error
    finally:
        engine.dispose()
    return [("url", engine.url.render_as_string(hide_password=True)), ("revision", revision)]


def _address(settings: Settings) -> Facts:
    from ui.listen import listen

    try:
        listen(settings.host, settings.port).close()
    except AssistantError as error:
        return [("in use", f"{error} (a server of yours may be running)")]
    return [("free", f"{settings.host}:{settings.port}")]


def _machine(settings: Settings) -> Facts:
    import torch

    kept = next(folder for folder in (settings.home, *settings.home.parents) if folder.exists())
    gpu = torch.cuda.get_device_name(0) if torch.cuda.is_available() else "none"
    return [
        ("system", f"{platform.system()} {platform.machine()}"),
        ("torch threads", str(torch.get_num_threads())),
        ("GPU", gpu),
        ("memory available", _memory()),
        ("disk free", f"{_gib(shutil.disk_usage(kept).free)} at {kept}"),
    ]


def _memory() -> str:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:  # not Linux
        return "unknown"
    sizes = dict(line.split(":", 1) for line in lines)
    return _gib(int(sizes["MemAvailable"].split()[0]) * 1024)


def package_versions() -> dict[str, str]:
    """Give the versions of Python and of the packages that matter most."""
    return {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}}


def _versions(_: Settings) -> Facts:
    found = package_versions()
    absent = [name for name, number in found.items() if number == _ABSENT]
    if absent:
        raise AssistantError(f"not installed: {', '.join(absent)}. Run `pip install -e .` again.")
    return list(found.items())


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return _ABSENT


def _gib(size: int) -> str:
    return f"{size / 2**30:.1f} GiB"
