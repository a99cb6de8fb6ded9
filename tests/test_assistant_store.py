"""Conversations in SQLite: read back, replayed, one writer a turn, nothing half stored."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from assistant_samples import found
from sqlalchemy.engine import Engine

from assistant.dialogue import Search, State, advance
from assistant.errors import AssistantError
from assistant.reply import Reply, Source
from assistant.store import (
    ConversationStore,
    Said,
    TraceStep,
    current_revision,
    newest_revision,
    open_database,
)
from assistant.types import Act, NotFound, Question, Showing
from retrieval.filters import Condition
from retrieval.sorts import Sort

OUTCOME = found("category=running shoes,price<=99.90,colour!=black")


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'shop' / 'aisle.db'}"


@pytest.fixture
def store(tmp_path: Path) -> ConversationStore:
    return ConversationStore(open_database(url(tmp_path)))


def a_reply(conversation_id: str, text: str = "Here you are.") -> Reply:
    return Reply(
        conversation_id,
        Act.SEARCH,
        text,
        "en",
        cards=OUTCOME.cards,
        constraints=OUTCOME.request.conditions,
        chips=OUTCOME.chips,
        suggestions=("more",),
        match_count=12,
        not_found=NotFound("sold_out", "shoes"),
        sources=(Source("product", "p-1"),),
        degraded=True,
        ms={"total": 12.5},
    )


def a_turn(
    conversation_id: str, state: State, message_id: str = "m1", message: str = "shoes"
) -> Said:
    trace = (TraceStep("understand", '{"act": "search"}'),)
    reply = a_reply(conversation_id)
    return Said(message_id, message, reply, advance(state, OUTCOME), trace)


def rows(folder: Path, table: str) -> int:
    with sqlite3.connect(folder / "shop" / "aisle.db") as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_what_was_recorded_is_read_back_exactly(store: ConversationStore) -> None:
    conversation = store.start()
    assert store.state(conversation) == State()
    said = a_turn(conversation, State())
    store.record(conversation, said)
    assert store.state(conversation) == said.state
    (turn,) = store.turns(conversation)
    assert (turn.message, turn.reply) == ("shoes", said.reply)
    assert turn.reply.cards[0].price == OUTCOME.cards[0].price
    assert isinstance(turn.reply.constraints[0], Condition)
    assert store.reply_to(conversation, "m1") == said.reply


def test_a_rich_state_survives(store: ConversationStore) -> None:
    conversation = store.start()
    shown = (Showing(1, 1, "p", "v"), Showing(1, 2, "q", "w"))
    bound = Condition("price", "max", bound=Decimal("99.90"), unit="USD", strict=True)
    boots = Search("boots", (bound,), wishes=(Search("a"), Search("b")))
    asks = Question("which", ("A", "B"), shown, "cart_add", "add it")
    state = State("käse 🎈", (bound,), Sort.PRICE_DESC, shown, shown[1], turns=1)
    state = replace(state, spoken=shown, earlier=(boots,), wishes=boots.wishes, pending=asks)
    store.record(conversation, replace(a_turn(conversation, State()), state=state))
    assert store.state(conversation) == state


def test_turns_come_oldest_first_and_conversations_apart(store: ConversationStore) -> None:
    one, other = store.start(), store.start()
    assert one != other
    assert min(len(one), len(other)) >= 40
    state = State()
    for number in range(4):
        said = a_turn(one, state, f"m{number}", f"message {number}")
        store.record(one, said)
        state = said.state
    assert [turn.message for turn in store.turns(one)] == [f"message {n}" for n in range(4)]
    assert store.turns(other) == ()
    assert store.reply_to(other, "m1") is None


@pytest.mark.parametrize("unknown", ["", "nonsense", "x" * 5000, "'; DROP TABLE messages; --"])
def test_an_unknown_conversation_is_one_clear_error(store: ConversationStore, unknown: str) -> None:
    for ask in (store.state, store.turns):
        with pytest.raises(AssistantError, match=r"no conversation .*start a new one"):
            ask(unknown)
    assert store.reply_to(unknown, "m1") is None
    with pytest.raises(AssistantError):
        store.record(unknown, a_turn(unknown, State()))


def test_the_error_does_not_print_the_whole_key(store: ConversationStore) -> None:
    key = "k" * 43
    with pytest.raises(AssistantError) as error:
        store.state(key)
    assert key not in str(error.value)


def test_a_second_writer_of_the_same_turn_is_refused_and_leaves_nothing(
    tmp_path: Path, store: ConversationStore
) -> None:
    conversation = store.start()
    store.record(conversation, a_turn(conversation, State(), "m1", "first"))
    with pytest.raises(AssistantError, match="went on meanwhile: send the message again"):
        store.record(conversation, a_turn(conversation, State(), "m2", "second"))
    assert [turn.message for turn in store.turns(conversation)] == ["first"]
    assert rows(tmp_path, "messages") == 2


def test_a_message_id_is_stored_once(tmp_path: Path, store: ConversationStore) -> None:
    conversation = store.start()
    first = a_turn(conversation, State())
    store.record(conversation, first)
    with pytest.raises(AssistantError, match="Nothing of it was kept"):
        store.record(conversation, a_turn(conversation, first.state))
    assert store.state(conversation) == first.state
    assert rows(tmp_path, "messages") == 2


def test_two_processes_worth_of_writers_store_every_turn_once(tmp_path: Path) -> None:
    stores = [ConversationStore(open_database(url(tmp_path))) for _ in range(2)]
    conversation = stores[0].start()
    stored: list[str] = []
    refusals: list[str] = []

    def write(number: int) -> None:
        for attempt in range(12):
            own, name = stores[number], f"{number}/{attempt}"
            try:
                own.record(conversation, a_turn(conversation, own.state(conversation), name, name))
                stored.append(name)
            except AssistantError as error:
                refusals.append(str(error))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all("meanwhile" in refusal for refusal in refusals)
    turns = stores[0].turns(conversation)
    assert sorted(turn.message for turn in turns) == sorted(stored)
    assert stores[1].state(conversation).turns == len(turns) > 0


@pytest.mark.parametrize(
    "message",
    ["a\x00b", "lone \ud800 surrogate", "🎈" * 500, "", "x" * 100_000, "a\u202eb", "'\"\\"],
)
def test_any_message_can_be_stored(store: ConversationStore, message: str) -> None:
    conversation = store.start()
    store.record(conversation, a_turn(conversation, State(), message=message))
    (turn,) = store.turns(conversation)
    assert turn.message == "".join(c for c in message if c not in "\x00\ud800\u202e")


def test_a_turn_that_breaks_in_the_middle_leaves_nothing(
    tmp_path: Path, store: ConversationStore
) -> None:
    conversation = store.start()
    with sqlite3.connect(tmp_path / "shop" / "aisle.db") as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON messages WHEN NEW.role = 'assistant' "
            "BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
    with pytest.raises(AssistantError, match=r"disk is full.*Nothing of it was kept") as error:
        store.record(conversation, a_turn(conversation, State()))
    assert conversation not in str(error.value)
    assert "INSERT" not in str(error.value)
    assert store.state(conversation) == State()
    assert store.turns(conversation) == ()
    assert rows(tmp_path, "messages") == 0


def test_what_was_stored_is_there_after_the_process_is_gone(tmp_path: Path) -> None:
    engine = open_database(url(tmp_path))
    first = ConversationStore(engine)
    conversation = first.start()
    first.record(conversation, a_turn(conversation, State()))
    engine.dispose()
    again = ConversationStore(open_database(url(tmp_path)))
    assert [turn.message for turn in again.turns(conversation)] == ["shoes"]


def tables(engine: Engine) -> set[str]:
    from sqlalchemy import inspect

    return set(inspect(engine).get_table_names())


def test_an_empty_database_is_migrated_and_a_second_open_changes_nothing(tmp_path: Path) -> None:
    engine = open_database(url(tmp_path))
    assert {"conversations", "messages", "alembic_version"} <= tables(engine)
    assert current_revision(engine) == newest_revision()
    assert newest_revision() is not None
    before = (tmp_path / "shop" / "aisle.db").read_bytes()
    again = open_database(url(tmp_path))
    assert current_revision(again) == newest_revision()
    assert (tmp_path / "shop" / "aisle.db").read_bytes() == before


def test_the_migrations_make_the_tables_that_the_program_uses(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from assistant.store.tables import Base

    with open_database(url(tmp_path)).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_migration_that_breaks_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "aisle.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE messages (in_the_way INTEGER)")
    with pytest.raises(AssistantError, match="messages already exists"):
        open_database(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        assert names == {"messages"}
        connection.execute("DROP TABLE messages")
    assert current_revision(open_database(f"sqlite:///{path}")) == newest_revision()


OPEN = """
import sys
from assistant.store import ConversationStore, open_database
ConversationStore(open_database(sys.argv[1])).start()
"""


def test_processes_that_open_a_new_database_at_once_all_can(tmp_path: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", OPEN, url(tmp_path)], stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    for process in running:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors.decode()
    assert rows(tmp_path, "conversations") == 3


def test_threads_that_open_a_new_database_at_once_all_can(tmp_path: Path) -> None:
    failures: list[Exception] = []

    def open_it() -> None:
        try:
            ConversationStore(open_database(url(tmp_path))).start()
        except AssistantError as error:
            failures.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert rows(tmp_path, "conversations") == 4


def test_writes_are_durable_and_readers_do_not_wait(tmp_path: Path) -> None:
    from sqlalchemy import text

    with open_database(url(tmp_path)).connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("nonsense", "AISLE_DATABASE_URL"),
        ("sqlite:////proc/nothing/aisle.db", "folder can be written"),
        ("postgresql+psycopg://me:secret@127.0.0.1:1/shop", "AISLE_DATABASE_URL"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_clear_error(bad: str, words: str) -> None:
    with pytest.raises(AssistantError, match=words) as error:
        open_database(bad)
    assert "secret" not in str(error.value)


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "aisle.db"
    path.write_bytes(b"this is no database at all, but text" * 100)
    with pytest.raises(AssistantError, match="cannot be used"):
        open_database(f"sqlite:///{path}")
    assert path.read_bytes().startswith(b"this is no database")
