"""`aisle test` as people call it: exit codes, reports, comparisons, recordings."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from assistant_samples import demo_shop
from rehearsal_samples import plain, script
from serving import listening
from typer.testing import CliRunner

from assistant.errors import AssistantError
from assistant.rehearsal.loading import load_script
from assistant.rehearsal.making import PLAIN, make_assistant
from assistant.rehearsal.records import read_record, record_of
from assistant.rehearsal.runner import Rehearsal
from assistant.settings import load_settings
from assistant.store import ConversationStore, open_database
from assistant.turn import Assistant
from retrieval import demo
from ui.cli import app
from ui.opening import tell_opening
from ui.server import create_app

if TYPE_CHECKING:
    from click.testing import Result

PASSING = "test_cases:\n  - {test_case: a, steps: [{user: tents, assertions: [act: search]}]}\n"
FAILING = PASSING.replace("search", "details")


def aisle(*arguments: str | Path, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["test", *map(str, arguments)], input=typed)


def write(folder: Path, text: str, name: str = "my.chat.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_fault_of_every_script_is_told_before_anything_is_opened(tmp_path: Path) -> None:
    write(tmp_path, PASSING.replace("act", "akt"))
    write(tmp_path, PASSING.replace("steps", "stepz"), "other.chat.yaml")
    write(tmp_path, PASSING, "fine.chat.yaml")
    result = aisle(tmp_path)
    assert result.exit_code == 2
    assert "my.chat.yaml:2: unknown key 'akt'" in result.stderr
    assert "other.chat.yaml:2: unknown key 'stepz'" in result.stderr
    assert "Opening" not in result.stderr


def test_scripts_of_two_shops_are_played_apart(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    write(tmp_path, PASSING)
    write(tmp_path, f"shop: own\n{PASSING}", "own.chat.yaml")
    result = aisle(tmp_path)
    assert result.exit_code == 2
    assert "different shops" in result.stderr


@pytest.mark.parametrize("arguments", [(), ("nowhere.chat.yaml",)])
def test_without_scripts_there_is_nothing_to_play(arguments: tuple[str, ...]) -> None:
    result = aisle(*arguments)
    assert result.exit_code == 2
    assert "aisle test: " in result.stderr


def test_two_reports_are_compared(tmp_path: Path) -> None:
    reports = []
    for name, text in (("a", PASSING), ("b", FAILING)):
        record = record_of(Rehearsal(plain).run([script(tmp_path, text)]))
        reports.append(write(tmp_path, record.model_dump_json(), f"{name}.json"))
    worse, better = aisle("--diff", *reports), aisle("--diff", *reversed(reports), "--json")
    assert (worse.exit_code, better.exit_code) == (1, 0)
    assert "passed 100%, now 0% (act: expected details; got search)" in worse.stdout
    assert "exit code 1: 1 case got worse" in worse.stderr
    assert len(json.loads(better.stdout)["better"]) == 1


def test_a_stored_conversation_becomes_a_script(tmp_path: Path) -> None:
    store = ConversationStore(open_database(load_settings(tmp_path).database))
    assistant = Assistant(plain().model, demo_shop, store)
    conversation_id = assistant.start()
    list(assistant.reply(conversation_id, "tents under $300"))
    path = tmp_path / "got.chat.yaml"
    shown = aisle("--from-conversation", conversation_id, "--shop", tmp_path)
    kept = aisle("--from-conversation", conversation_id, "--record", path, "--shop", tmp_path)
    assert (shown.exit_code, kept.exit_code) == (0, 0), kept.output
    assert shown.stdout == path.read_text(encoding="utf-8")
    (case,) = load_script(path).cases
    assert case.name == "tents under $300"
    again = aisle("--from-conversation", conversation_id, "--record", path, "--shop", tmp_path)
    assert isinstance(again.exception, AssistantError)
    assert "is there already" in str(again.exception)


def test_an_unknown_conversation_is_told_beside_the_newest(tmp_path: Path) -> None:
    unknown = "x" * 43
    none = aisle("--from-conversation", unknown, "--shop", tmp_path)
    assert "nobody has talked in" in str(none.exception)
    store = ConversationStore(open_database(load_settings(tmp_path).database))
    assistant = Assistant(plain().model, demo_shop, store)
    known = [assistant.start() for _ in range(7)]
    for conversation_id in known:
        list(assistant.reply(conversation_id, "tents under $300"))
    silent = assistant.start()
    told = str(aisle("--from-conversation", unknown, "--shop", tmp_path).exception)
    assert told.startswith(f"there is no conversation {unknown!r} in {tmp_path}; the newest are")
    lines = [f"  {conversation_id}  tents under $300" for conversation_id in reversed(known[2:])]
    assert told.splitlines()[1:] == lines
    assert silent not in told


def test_a_recording_goes_into_a_script_file(tmp_path: Path) -> None:
    result = aisle("--record", tmp_path / "my.yaml", "--shop", tmp_path)
    assert isinstance(result.exception, AssistantError)
    assert "must end in .chat.yaml" in str(result.exception)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with a few of the demo shop's products, on the bundled embedder."""
    home = tmp_path_factory.mktemp("shop")
    with gzip.open(demo.feed_path(), "rt", encoding="utf-8") as feed:
        lines = [line for line in feed if "Tent" in line or "Kettle" in line]
    path = write(home, "".join(lines), "feed.jsonl")
    result = CliRunner().invoke(app, ["index", str(path), "--shop", str(home)])
    assert result.exit_code == 0, result.output
    return home


@pytest.mark.model
def test_scripts_are_played_and_reported(home: Path, tmp_path: Path) -> None:
    write(tmp_path, PASSING)
    write(tmp_path, FAILING, "worse.chat.yaml")
    xml, page = tmp_path / "out/report.xml", tmp_path / "out/report.html"
    options = ("--shop", home, "--model", "plain")
    told = aisle(tmp_path, *options, "--junit", xml, "--html", page, "--runs", "2")
    assert told.exit_code == 1
    assert "expected  details" in told.stdout
    assert "2 passed, 2 failed; 4 turns" in told.stdout
    assert "pass^2 0.500" in told.stdout
    assert 'failures="1"' not in xml.read_text(encoding="utf-8")
    assert "<testcase" in xml.read_text(encoding="utf-8")
    assert "act" in page.read_text(encoding="utf-8")
    fine = aisle(tmp_path / "my.chat.yaml", *options, "--json")
    assert fine.exit_code == 0
    record = read_record(write(tmp_path, fine.stdout, "report.json"))
    assert record.ok
    assert record.setting["model"] == "plain"
    assert record.cases[0].steps[0].degraded


@pytest.mark.model
def test_a_script_that_does_not_fit_the_catalogue_is_faulty(home: Path, tmp_path: Path) -> None:
    path = write(tmp_path, PASSING.replace("act: search", "products: {includes: p-9999}"))
    result = aisle(path, "--shop", home, "--model", "plain")
    assert result.exit_code == 2
    assert "my.chat.yaml:2: no product 'p-9999'" in result.stderr


@pytest.mark.model
def test_a_script_may_name_its_shop_beside_it(home: Path, tmp_path: Path) -> None:
    path = write(home, f"shop: .\n{PASSING}")
    assert aisle(path, "--model", "plain").exit_code == 0
    lost = write(tmp_path, f"shop: nowhere\n{PASSING}")
    result = aisle(lost, "--model", "plain")
    assert result.exit_code == 2
    assert "my.chat.yaml:1: there is no shop's folder" in result.stderr
    passed = aisle(lost, "--model", "plain", "--shop", home)
    assert passed.exit_code == 0
    assert "its `shop: nowhere` is ignored, as --shop" in passed.stdout


@pytest.mark.model
def test_a_chat_is_recorded_and_passes(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "chat.chat.yaml"
    options = ("--shop", home, "--model", "plain")
    result = aisle("--record", path, *options, typed="tents\nonly green ones\n")
    assert result.exit_code == 0, result.output
    assert "2 turns" in result.stderr
    assert aisle(path, *options).exit_code == 0


CHANGING = (
    "test_cases:\n"
    "  - {test_case: b, expected_to_fail: never, steps: [{event: model_fails}, {user: tents}]}\n"
)


@pytest.mark.parametrize("option", [("--model", "plain"), ("--mutate",), ("--record", "x")])
def test_a_running_server_is_taken_as_it_is(tmp_path: Path, option: tuple[str, ...]) -> None:
    result = aisle(write(tmp_path, PASSING), "--url", "http://127.0.0.1:9", *option)
    assert result.exit_code == 2
    assert f"{option[0]} and --url exclude each other" in result.stderr


def test_what_no_client_can_play_is_refused_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, PASSING)
    write(tmp_path, CHANGING, "changing.chat.yaml")
    result = aisle(tmp_path, "--url", "http://127.0.0.1:9")
    assert result.exit_code == 2
    assert "changing.chat.yaml:2: b: a running server lets no client break" in result.stderr
    assert "--reachable" in result.stderr


@pytest.mark.model
def test_a_running_server_is_played_against(home: Path, tmp_path: Path) -> None:
    settings = load_settings(home)
    assistant = make_assistant(settings, tmp_path, model=PLAIN)
    served = create_app(assistant, home=home, shop="Tents", locale="en_US")
    write(tmp_path, PASSING)
    write(tmp_path, CHANGING, "changing.chat.yaml")
    with listening(served) as url:
        options = ("--url", url, "--shop", home)
        played = aisle(tmp_path, *options, "--reachable", "--json")
        failing = aisle(write(tmp_path, FAILING, "worse.chat.yaml"), *options)
        met = aisle("--improvise", "2", *options)
    assert (played.exit_code, failing.exit_code) == (0, 1), played.stderr
    record = read_record(write(tmp_path, played.stdout, "report.json"))
    assert [case.case for case in record.cases] == ["a"]
    assert record.setting["model"] == url
    assert "changing.chat.yaml:2: b" in record.setting["left out"]
    assert "left out: " in played.stderr
    assert "expected  details" in failing.stdout
    assert "shoppers" in met.stdout, met.output


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--mutate", "--junit", "x"), "--junit and --mutate exclude each other"),
        (("--improvise", "2", "--html", "x"), "--html and --improvise exclude each other"),
        (("--improvise", "2", "-k", "x"), "-k and --improvise exclude each other"),
        (("--improvise", "2", "x.chat.yaml"), "a script's path and --improvise exclude"),
        (("--improvise", "2", "--mutate"), "--mutate and --improvise exclude each other"),
        (("--improvise", "2", "--reword", "--url", "u"), "--reword and --url exclude each other"),
        (("x.chat.yaml", "--freeze", "x"), "--freeze needs --improvise"),
        (("x.chat.yaml", "--reword"), "--reword needs --improvise"),
        (("x.chat.yaml", "--reachable"), "--reachable needs --url"),
        (("--record", "x.chat.yaml", "--runs", "2"), "--runs and --record exclude each other"),
    ],
)
def test_no_option_is_ignored_in_silence(options: tuple[str, ...], told: str) -> None:
    result = aisle(*options)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Opening" not in result.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("-k", "nosuch"), "no case is selected: -k 'nosuch'"),
        (("-k", "lamps and ("), "cannot read the keyword 'lamps and ('"),
        (("--tag", "smok"), "no case has the tag 'smok'; near: smoke"),
        (("--mutate", "--tag", "smok"), "no case has the tag 'smok'; near: smoke"),
        (("--junit", "/"), "--junit / is a folder"),
        (("--html", "my.chat.yaml/x/y.html"), "--html my.chat.yaml/x/y.html cannot be written"),
    ],
)
def test_what_cannot_go_well_is_told_before_the_shop_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, PASSING.replace("test_case: a", "test_case: a, tags: [smoke]"))
    result = aisle("my.chat.yaml", *options, "--shop", tmp_path / "none")
    assert result.exit_code == 2, result.output
    assert told in result.stderr
    assert not (tmp_path / "none").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["my.chat.yaml"]


def test_a_folder_without_a_shop_is_said_to_become_the_demo_shop(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_opening(load_settings(tmp_path / "demoo"))
    told = capsys.readouterr().err
    assert f"there is no shop in {tmp_path / 'demoo'}: making the demo shop there" in told


def test_frozen_scripts_need_a_folder(tmp_path: Path) -> None:
    file = write(tmp_path, "here")
    result = aisle("--improvise", "1", "--freeze", file, "--shop", tmp_path / "none")
    assert result.exit_code == 2
    assert f"--freeze {file} cannot be written: Not a directory" in result.stderr
    assert not (tmp_path / "none").exists()
