"""The database: opened, and brought to the current revision by alembic's migrations."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection, Engine

__all__ = ["current_revision", "newest_revision", "open_database"]

_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATING = Lock()
_ATTEMPTS = 5
_PAUSE = 0.2  # seconds


def open_database(url: str) -> Engine:
    """Connect and migrate. Raises AssistantError when the database cannot be used.

    Several may open a new database at once: one migrates it, the others find it done.
    """
    from sqlalchemy import create_engine
    from sqlalchemy.exc import SQLAlchemyError

    try:
        _make_folder(url)
        engine = create_engine(
            url, connect_args=_arguments(url), pool_pre_ping=True, hide_parameters=True
        )
        if url.startswith("sqlite"):
            _prepare_sqlite(engine)
        _migrate(engine)
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise AssistantError(
            f"the database {_without_password(url)} cannot be used: "
            f"{getattr(error, 'orig', None) or error}. "
            "Check that its folder can be written (or its server reached), "
            "or set AISLE_DATABASE_URL to another."
        ) from error
    return engine


def _migrate(engine: Engine) -> None:
    """Bring the database to this program's revision, in one transaction."""
    from alembic import command
    from sqlalchemy.exc import DatabaseError

    with _MIGRATING:  # alembic's context is one a process
        for attempt in range(1, _ATTEMPTS + 1):
            if current_revision(engine) == newest_revision():
                return
            config = _config()
            try:
                with engine.begin() as connection:
                    config.attributes["connection"] = connection
                    command.upgrade(config, "head")
            except DatabaseError:  # another process may just have done it
                if attempt == _ATTEMPTS:
                    raise
                time.sleep(_PAUSE)


def current_revision(engine: Engine) -> str | None:
    """Give the revision that the database is at; None before the first migration."""
    from alembic.runtime.migration import MigrationContext

    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def newest_revision() -> str | None:
    """Give the revision that this program wants."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _make_folder(url: str) -> None:
    _, _, path = url.partition("sqlite:///")
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)


def _arguments(url: str) -> dict[str, object]:
    return {"timeout": 30, "check_same_thread": False} if url.startswith("sqlite") else {}


def _prepare_sqlite(engine: Engine) -> None:
    """Readers beside a writer, foreign keys, and a commit that survives a crash.

    The driver would leave changes of tables outside of transactions, so SQLAlchemy begins
    them itself: a migration that is killed leaves nothing.
    """
    from sqlalchemy import event

    def on_connect(connection: Any, _record: object) -> None:  # noqa: ANN401
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)


def _without_password(url: str) -> str:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "given by AISLE_DATABASE_URL"
