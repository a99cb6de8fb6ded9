"""Errors over HTTP: always a problem document, with the bad value in it and nothing of ours."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

from assistant.errors import AssistantError
from ui.problems import Problem, tell_problems


class Order(BaseModel):
    count: int


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = FastAPI()
    tell_problems(app)

    def full() -> None:
        raise Problem(429, "too many at once: wait a second", headers={"Retry-After": "1"})

    def down() -> None:
        raise AssistantError("the database cannot be used")

    def broken() -> None:
        raise ZeroDivisionError("a secret of ours")

    def order(order: Order) -> int:
        return order.count

    def page(number: int) -> int:
        return number

    app.add_api_route("/full", full)
    app.add_api_route("/down", down)
    app.add_api_route("/broken", broken)
    app.add_api_route("/order", order, methods=["POST"])
    app.add_api_route("/page", page)
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("path", "status", "title", "detail"),
    [
        ("/full", 429, "Too Many Requests", "too many at once: wait a second"),
        ("/down", 503, "Service Unavailable", "the database cannot be used"),
        ("/nowhere", 404, "Not Found", "Not Found"),
        ("/order", 405, "Method Not Allowed", "Method Not Allowed"),
    ],
)
def test_an_error_is_a_document(
    client: TestClient, path: str, status: int, title: str, detail: str
) -> None:
    answer = client.get(path)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == status
    assert answer.json() == {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
    }


def test_headers_of_a_problem_are_sent(client: TestClient) -> None:
    assert client.get("/full").headers["retry-after"] == "1"
    assert "POST" in client.get("/order").headers["allow"]


def test_a_fault_of_ours_tells_nothing_of_itself(client: TestClient) -> None:
    answer = client.get("/broken")
    assert (answer.status_code, answer.json()["title"]) == (500, "Internal Server Error")
    assert "secret" not in answer.text


def test_refused_values_are_named(client: TestClient) -> None:
    answer = client.post("/order", json={"count": "many"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/count"
    assert "#/count" in answer.json()["detail"]
    assert client.get("/page", params={"number": "x"}).json()["errors"][0]["parameter"] == "number"


def test_what_is_no_json_is_told(client: TestClient) -> None:
    answer = client.post("/order", content="{", headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert "not JSON" in answer.json()["detail"]
