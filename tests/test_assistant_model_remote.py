"""Remote models against a small real server on the loopback that speaks OpenAI's protocol."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from assistant.model import ModelConfig, ModelError, describe, load_chat_model

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from langchain_core.language_models import BaseChatModel

WORDS = ["Blue ", "shoes, ", "size 42."]
SCHEMA = {"type": "object", "properties": {"act": {"type": "string"}}, "required": ["act"]}


class Server(ThreadingHTTPServer):
    """Answers every call with the same words; remembers what was asked.

    `status` other than 200 refuses, `pause` is the time before each word, in seconds.
    """

    daemon_threads = True
    status = 200
    pause = 0.0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(json.loads(body))
        self.server.keys.append(self.headers["Authorization"])
        self.send_response(self.server.status)
        if self.server.status == 200:
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            self._say()
        else:
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b'{"error": {"message": "no", "type": "refused"}}')

    def _say(self) -> None:
        for index, word in enumerate([*WORDS, ""]):
            time.sleep(self.server.pause)
            last = index == len(WORDS)
            choice = {"index": 0, "delta": {"content": word},
                      "finish_reason": "stop" if last else None}  # fmt: skip
            chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1,
                     "model": "m", "choices": [choice]}  # fmt: skip
            try:
                self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                self.wfile.flush()
            except (BrokenPipeError, ConnectionResetError):
                return  # the caller has had enough
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def connect(url: str, tmp_path: Path, **changes: Any) -> BaseChatModel:
    config = {"name": url, "remote_model": "some-4b", "api_key": SecretStr("k-1"), **changes}
    return load_chat_model(ModelConfig(cache_dir=tmp_path, **config))


def test_the_keywords_travel(server: Server, tmp_path: Path) -> None:
    model = connect(server.url, tmp_path)
    answer = model.invoke(
        "hello",
        json_schema=SCHEMA,
        max_tokens=7,
        stop=["\n"],
        seed=3,
        temperature=0.5,
        time_limit=9,
    )
    assert answer.text == "".join(WORDS)
    assert answer.response_metadata["finish_reason"] == "stop"
    assert answer.response_metadata["constrained"] is True
    (asked,) = server.asked
    assert asked["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "answer", "schema": SCHEMA, "strict": True},
    }
    given = {key: asked[key] for key in ("model", "max_tokens", "stop", "seed", "temperature")}
    assert given == {
        "model": "some-4b", "max_tokens": 7, "stop": ["\n"], "seed": 3, "temperature": 0.5
    }  # fmt: skip
    assert server.keys == ["Bearer k-1"]


def test_words_are_streamed_as_they_come(server: Server, tmp_path: Path) -> None:
    server.pause = 0.1
    stream = connect(server.url, tmp_path).stream("hello")
    times = [time.perf_counter() for chunk in stream if chunk.text]
    assert len(times) == len(WORDS)
    assert times[-1] - times[0] > 0.15


def test_the_time_limit_ends_a_slow_answer(server: Server, tmp_path: Path) -> None:
    server.pause = 0.4
    answer = connect(server.url, tmp_path).invoke("hello", time_limit=0.6)
    assert answer.response_metadata["finish_reason"] == "time"
    assert answer.text
    assert answer.text != "".join(WORDS)


def test_a_grammar_that_cannot_travel_is_told(server: Server, tmp_path: Path) -> None:
    answer = connect(server.url, tmp_path).invoke("hello", lark='start: "a"')
    assert answer.response_metadata["constrained"] is False
    assert "response_format" not in server.asked[0]


@pytest.mark.parametrize(
    ("status", "advice"),
    [(401, "set api_key"), (403, "set api_key"), (429, "try again later"), (500, "did not answer")],
)
def test_a_refusal_is_a_clear_error(
    server: Server, tmp_path: Path, status: int, advice: str
) -> None:
    server.status = status
    with pytest.raises(ModelError, match=f"some-4b.*{advice}"):
        connect(server.url, tmp_path).invoke("hello")
    assert len(server.asked) == 1


def test_silence_is_a_clear_error(server: Server, tmp_path: Path) -> None:
    server.pause = 2
    with pytest.raises(ModelError, match=r"no answer within 0\.2 s"):
        connect(server.url, tmp_path).invoke("hello", time_limit=0.2)


def test_nobody_there_is_a_clear_error(tmp_path: Path) -> None:
    with serving() as server:
        url = server.url
    with pytest.raises(ModelError, match="cannot be reached: start its server"):
        connect(url, tmp_path).invoke("hello")


def test_a_report_names_the_server(tmp_path: Path) -> None:
    report = describe(connect("http://127.0.0.1:9/v1", tmp_path))
    assert (report.name, report.device) == ("some-4b", "remote")
    assert report.reason == "served by http://127.0.0.1:9/v1"


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("http://127.0.0.1:9/v1", "set remote_model"),
        ("langchain:openai", "langchain:PROVIDER:MODEL"),
        ("langchain:nobody:x", "cannot be used"),
        ("langchain:anthropic:x", "not installed"),
    ],
)
def test_a_name_that_cannot_be_used(tmp_path: Path, name: str, complaint: str) -> None:
    with pytest.raises(ModelError, match=complaint):
        connect(name, tmp_path, remote_model=None)


def test_any_model_of_langchain(tmp_path: Path) -> None:
    model = connect("langchain:openai:gpt-x", tmp_path)
    assert describe(model).name == "openai:gpt-x"
