"""The application over HTTP: what every answer carries, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient
from scripted import ScriptedAssistant

from ui.middleware import PAGE_POLICY, PICTURE_POLICY
from ui.server import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOREIGN = {"origin": "http://evil.example"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "pictures").mkdir()
    (folder / "pictures" / "p-1.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (folder / "private.txt").write_text("not for the web")
    return folder


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    app = create_app(ScriptedAssistant(), home=home, shop="Test & Co", locale="en_US")
    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/healthz", "/config", "/theme.css", "/nothing-here"])
def test_every_answer_carries_the_policy(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == PAGE_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_process_says_that_it_lives(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_readiness_names_what_is_missing(home: Path) -> None:
    app = create_app(
        ScriptedAssistant(),
        home=home,
        shop="Test & Co",
        locale="en_US",
        missing=lambda: ["database: it does not answer"],
    )
    with TestClient(app) as client:
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "missing": ["database: it does not answer"]}


def test_a_shop_without_pictures_has_none(tmp_path: Path) -> None:
    app = create_app(ScriptedAssistant(), home=tmp_path, shop="Test & Co", locale="en_US")
    with TestClient(app) as client:
        assert client.get("/pictures/p-1.svg").status_code == 404


def test_readiness(client: TestClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "missing": []})


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/healthz", "/nowhere"])
def test_no_foreign_page_may_read_an_answer(client: TestClient, path: str) -> None:
    headers = client.get(path, headers=FOREIGN).headers
    assert "access-control-allow-origin" not in headers
    assert "access-control-allow-credentials" not in headers


def test_a_foreign_preflight_is_refused(client: TestClient) -> None:
    ask = {**FOREIGN, "access-control-request-method": "POST"}
    answer = client.options("/gradio_api/queue/join", headers=ask)
    assert answer.status_code == 400
    assert "access-control-allow-origin" not in answer.headers


def test_a_picture_is_served_in_a_sandbox(client: TestClient) -> None:
    answer = client.get("/pictures/p-1.svg")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"] == PICTURE_POLICY
    assert "sandbox" in PICTURE_POLICY


@pytest.mark.parametrize(
    "path",
    [
        "/pictures/../private.txt",
        "/pictures/%2e%2e/private.txt",
        "/pictures/..%2fprivate.txt",
        "/pictures/%2fetc/passwd",
        "/pictures//etc/passwd",
        "/pictures/missing.svg",
        "/pictures/",
        "/pictures/%00",
    ],
)
def test_nothing_beside_the_pictures_is_served(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404)
    assert "not for the web" not in answer.text


@pytest.mark.parametrize("path", ["/gradio_api/upload", "/gradio_api/runs", "/monitoring"])
def test_what_the_shop_does_not_use_is_closed(client: TestClient, path: str) -> None:
    assert client.post(path, files={"files": b"x"}).status_code == 404


def test_a_body_over_the_limit_is_refused(client: TestClient) -> None:
    large = b"x" * (1 << 20)
    assert client.post("/gradio_api/queue/join", content=large + b"x").status_code == 413
    chunks = (large, b"x")
    assert client.post("/gradio_api/queue/join", content=iter(chunks)).status_code == 413
    assert client.post("/gradio_api/queue/join", content=large).status_code != 413


def test_the_page_holds_no_address_of_another_site(client: TestClient) -> None:
    page = client.get("/").text
    assert "Test &amp; Co" in page
    for foreign in ("fonts.googleapis", "fonts.gstatic", "cdn.", "huggingface.co/spaces"):
        assert f'href="https://{foreign}' not in page
        assert f'src="https://{foreign}' not in page
