"""The commands on the bundled models, as people and programs run them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from decimal import Decimal
from pathlib import Path

import pytest

from retrieval import demo
from ui.wire import ReplyObject

pytestmark = pytest.mark.model

ROOT = Path(__file__).parent.parent
KEYS = list(ReplyObject.__annotations__)


class Aisle:
    """Runs the command on one shop's folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {**os.environ, "PYTHONPATH": str(ROOT), "AISLE_HOME": str(home)}
        self.command = [sys.executable, "-c", "from ui.cli import main; main()"]

    def __call__(self, *arguments: str, typed: bytes = b"", rc: int = 0) -> str:
        answer = subprocess.run(
            [*self.command, *arguments],
            input=typed,
            capture_output=True,
            env=self.environment,
            check=False,
        )
        assert answer.returncode == rc, answer.stderr.decode()
        assert b"Traceback" not in answer.stderr
        return answer.stdout.decode()

    def turns(self, *arguments: str, typed: bytes = b"") -> list[ReplyObject]:
        lines = self("chat", "--json", *arguments, typed=typed).splitlines()
        turns = [json.loads(line) for line in lines]
        assert all(list(turn) == KEYS for turn in turns)
        return turns


@pytest.fixture(scope="module")
def aisle(tmp_path_factory: pytest.TempPathFactory) -> Aisle:
    aisle = Aisle(tmp_path_factory.mktemp("shop"))
    report = json.loads(aisle("index", str(demo.feed_path()), "--json"))
    assert report["products"] == report["rows"] >= 1200
    assert report["rejected"] == []
    return aisle


ODD = [b"", b"\x00", b"\xff\xfe\xed\xa0\x80", "😀".encode(), b"<b>x</b>", b"x" * 100_000]


def test_a_conversation_in_json_whatever_bytes_come(aisle: Aisle) -> None:
    typed = [b"running shoes under $100", b"only blue ones", b"what is the second one made of?"]
    turns = aisle.turns(typed=b"\n".join([*typed, *ODD]) + b"\n")
    assert len(turns) == len(typed) + len(ODD)
    assert all(turn["reply"] for turn in turns)
    first, second, third = turns[:3]
    assert first["act"] == "search"
    assert 1 <= len(first["products"]) <= 6
    for turn in (first, second):
        assert turn["constraints"]["price_max"] == "100"
        assert all(Decimal(product["price"] or "999") <= 100 for product in turn["products"])
        assert all(product["currency"] == "USD" for product in turn["products"])
    assert second["constraints"]["colour"] == ["blue"]
    assert second["match_count"] is not None
    assert second["match_count"] < (first["match_count"] or 0)
    assert third["act"] == "details"
    assert third["products"][0]["id"] == second["products"][1]["id"]
    assert third["sources"]


def test_one_message_in_words_without_colours(aisle: Aisle) -> None:
    text = aisle("chat", "--once", "running shoes under $100")
    assert "1. " in text
    assert "$" in text
    assert "\x1b" not in text


def test_a_conversation_is_resumed_by_its_id(aisle: Aisle) -> None:
    message = "there is no conversation"
    answer = subprocess.run(
        [*aisle.command, "chat", "--conversation", "unknown", "--once", "hello"],
        capture_output=True,
        text=True,
        env=aisle.environment,
        check=False,
    )
    assert answer.returncode == 1
    assert message in answer.stderr


def test_search(aisle: Aisle) -> None:
    found = json.loads(aisle("search", "warm jacket", "--where", "price<=100", "-k", "3", "--json"))
    assert 1 <= len(found) <= 3
    assert all(Decimal(product["price"]) <= 100 for product in found)
    lines = aisle("search", "--stdin", "-k", "2", typed=b"warm jacket\n\nlamp\n").splitlines()
    assert len(lines) == 3
    assert all(set(hit) == {"id", "score"} for line in lines for hit in json.loads(line))
    cheap, dear = (
        json.loads(aisle("search", "shoes", "--sort", order, "-k", "1", "--json"))[0]["price"]
        for order in ("price_asc", "price_desc")
    )
    assert Decimal(cheap) < Decimal(dear)
    best = found[0]
    like = json.loads(aisle("search", "--similar-to", best["id"], "-k", "2", "--json"))
    assert best["id"] not in {product["id"] for product in like}
    assert like[0]["category"] == best["category"]


def test_a_search_that_finds_nothing_says_why_beside_its_results(aisle: Aisle) -> None:
    asked = ["search", "jacket", "--where", "colour=purpel"]
    answer = subprocess.run(
        [*aisle.command, *asked, "--json"], capture_output=True, env=aisle.environment, check=True
    )
    assert json.loads(answer.stdout) == []
    assert b"no product has the colour 'purpel'; near: purple" in answer.stderr
    text = aisle("search", "jacket", "--where", "price<=5,colour=blue", "-k", "2")
    assert "0 products match; those listed only come near." in text


def test_understand(aisle: Aisle) -> None:
    typed = b"blue shoes under 50, not leather\nhello\n"
    objects = [
        json.loads(line) for line in aisle("understand", "--stdin", typed=typed).splitlines()
    ]
    assert [list(one) for one in objects] == [["text", "delta", "request", "ms"]] * 2
    assert objects[0]["request"]["constraints"] == {
        "price_max": "50",
        "colour": ["blue"],
        "category": ["Shoes"],
        "exclude": {"material": ["leather"]},
    }


def test_rejected_rows_are_reported(aisle: Aisle, tmp_path: Path) -> None:
    good = {"id": "a", "title": "Lamp", "price": "5.00 USD", "availability": "in_stock"}
    feed = tmp_path / "feed.jsonl"
    feed.write_text(
        f"{json.dumps(good)}\nnot json\n{json.dumps({**good, 'id': 'b', 'price': -1})}\n"
    )
    other = Aisle(tmp_path / "shop")
    report = json.loads(other("index", str(feed), "--json"))
    assert report["products"] == 1
    assert [(row["line"], bool(row["reason"])) for row in report["rejected"]] == [
        (2, True),
        (3, True),
    ]
    text = other("index", str(feed))
    assert "2 rows were rejected" in text
    assert f"{feed}:2:" in text
    feed.write_text("not json\n")
    other("index", str(feed), rc=1)
    assert len(json.loads(other("search", "lamp", "--json"))) == 1, "the old index serves on"


def test_the_doctor_finds_everything(aisle: Aisle) -> None:
    found = json.loads(aisle("doctor", "--json"))
    assert found["ok"] is True
    assert found["model"]["device"] in ("cpu", "cuda")
    assert found["model"]["why"]
    assert found["index"]["generation"] == found["generations"]["serving"]
    assert found["generations"]["previous"].startswith("none")
    assert found["versions"]["torch"]
    assert "password" not in json.dumps(found)


def test_the_server_answers_and_ends_cleanly(aisle: Aisle) -> None:
    server = subprocess.Popen(
        [*aisle.command, "serve", "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
        env=aisle.environment,
    )
    assert server.stderr is not None
    began = time.monotonic()
    for line in server.stderr:
        if "The shop is open: " in line:
            break
    assert time.monotonic() - began < 60
    address = line.rpartition(" ")[2].strip()
    with urllib.request.urlopen(f"{address}readyz") as answer:
        assert json.load(answer) == {"status": "ready", "missing": []}
    (pointer := aisle.home / "index" / "CURRENT").rename(pointer.with_suffix(".kept"))
    try:
        with pytest.raises(urllib.error.HTTPError, match="503"):
            urllib.request.urlopen(f"{address}readyz")
    finally:
        pointer.with_suffix(".kept").rename(pointer)
    server.send_signal(signal.SIGTERM)
    assert server.wait(15) == 0


def test_the_bench_measures_and_draws(aisle: Aisle, tmp_path: Path) -> None:
    drawn = tmp_path / "bench.png"
    report = json.loads(
        aisle("bench", "retrieval", "--products", "100", "--plot", str(drawn), "--json")
    )
    assert next(iter(report)) == "ratios"
    assert [part["name"] for part in report["parts"]] == ["retrieval"]
    assert all(ratio > 0 for ratio in report["ratios"].values())
    assert drawn.read_bytes().startswith(b"\x89PNG")


def test_copy_is_written_for_several_products_with_a_report(aisle: Aisle, tmp_path: Path) -> None:
    file = tmp_path / "copy.jsonl"
    batch = ("copy", "p-0166", "p-0165", "--channel", "sms", "--language", "zh", "--output")
    for _ in range(2):  # the second run has nothing left to write
        report = json.loads(aisle(*batch, str(file), "--json"))
        assert (report["written"], report["pieces"], report["failed"]) == (2, 2, [])
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert [row["products"] for row in rows] == [["p-0166"], ["p-0165"]]
    assert all(len(row["fields"]["text"]) <= 70 for row in rows)
    aisle("copy", "p-0166", "--tone", "loud", rc=1)
    aisle("copy", "--all", rc=2)
