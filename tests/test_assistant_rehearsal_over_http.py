"""Scripts against a running server: a real one on loopback, judged as one in this process is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from assistant_samples import assistant_over, demo_index, demo_shop
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, Response
from rehearsal_samples import case_of, plain, script
from serving import listening

from assistant.errors import AssistantError
from assistant.rehearsal.over_http import OverHttp, Server
from assistant.rehearsal.partner import InProcess
from assistant.rehearsal.reach import out_of_reach
from assistant.rehearsal.runner import Rehearsal
from assistant.rehearsal.script import Fixtures, ModelFails, OpenPage
from assistant.rehearsal.shoppers import improvise
from assistant.visit import Page, Visit
from ui.api import create_api
from ui.handles import Handles
from ui.replies import Replies

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assistant.rehearsal.results import CaseResult
    from assistant.reply import Reply

MESSAGES = (
    "running shoes under $100, no Northvale",
    "weight at most 300 g",
    "only blue ones",
    "what is the second one made of?",
    "more",
    "a helicopter",
    "remove that, any price",
    "how heavy is #1, and are mugs in blue there?",
    "shoes under $60 and any sweater",
    "thanks",
)


def app_of(api: FastAPI) -> FastAPI:
    """What a client needs to reach."""
    app = FastAPI()
    app.add_api_route("/readyz", lambda: {"status": "ready"})
    app.mount("/v1", api)
    return app


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo shop's assistant without a model, over HTTP."""
    database = f"sqlite:///{tmp_path_factory.mktemp('server') / 'aisle.db'}"
    assistant = assistant_over(demo_shop(), url=database)
    handles = Handles("a secret of at least thirty-two letters")
    with listening(app_of(create_api(assistant, Replies(assistant), handles))) as url:
        reached = Server(url, demo_index())
        yield reached
        reached.close()


def played(server: Server, tmp_path: Path, steps: str) -> CaseResult:
    rehearsal = Rehearsal(lambda: server, partner=OverHttp)
    return rehearsal.run([script(tmp_path, case_of(steps))], stop_at_failure=False).results[0]


def test_what_is_observed_over_http_is_what_is_observed_here(server: Server) -> None:
    far, here = OverHttp(server), InProcess(plain())
    far.start(Fixtures())
    here.start(Fixtures())
    told: list[Reply] = []
    for message in MESSAGES:
        seen, own = far.say(message), here.say(message)
        same = replace(own.reply, conversation_id="", ms={})
        got = replace(seen.reply, conversation_id="", ms={})
        bounds = [replace(c, strict=False) for c in same.constraints]
        values = [c for c in bounds if c.bound is None]
        assert set(map(str, got.constraints)) >= {str(c) for c in values}
        assert len(got.constraints) == len(same.constraints)
        assert replace(got, constraints=()) == replace(same, constraints=())
        assert seen.shown == own.shown
        assert (seen.hints, seen.cart) == (own.hints, own.cart)
        told.append(seen.reply)
    assert any(reply.then for reply in told), "one message asks for several things"
    assert any(len(reply.counts) > 1 for reply in told)


def test_a_script_passes_and_fails_as_it_does_here(server: Server, tmp_path: Path) -> None:
    steps = (
        "- user: running shoes under $100\n"
        "  assertions:\n"
        "    - constraints: {price_max: 100, category: running shoes}\n"
        "    - every_product: {price: {max: 100}}\n"
        "- event: retry\n"
        "- event: {page: {product: p-0196}}\n"
        "- user: what is this one made of?\n"
        "  assertions:\n"
        "    - act: details\n"
        "    - products: {ids: [p-0196]}\n"
        "- event: reload\n"
        "- user: anything but blue\n"
        "  assertions:\n"
        "    - constraints: {exclude: {colour: blue}}\n"
        "    - every_product: {colour: {not: blue}}\n"
    )
    assert not played(server, tmp_path, steps).mismatches
    wrong = played(server, tmp_path, steps.replace("price_max: 100", "price_max: 10"))
    (mismatch,) = wrong.mismatches
    assert mismatch.assertion == "constraints"
    assert "price_max: 10" in mismatch.expected


def test_a_visit_is_told_at_the_beginning(server: Server) -> None:
    far = OverHttp(server)
    notes = far.start(Fixtures(visit=Visit(Page(product="p-0196"), locale="de_DE")), seed=3)
    assert notes == (
        "locale de_DE in force: figures are written so",
        "over HTTP a run's seed shuffles the cases, and reaches no model",
    )
    reply = far.say("how much is this one?").reply
    assert [card.product_id for card in reply.cards] == ["p-0196"]
    assert "$" in reply.text
    assert "," in reply.text  # as it is written in Germany


@pytest.mark.parametrize(
    ("needs", "why"),
    [
        ("- event: model_fails", "break its model"),
        ("- event: {model_slow: 2}", "break its model"),
        ("- event: model_recovers", "break its model"),
        ("- event: {set_price: {product: p-0196, price: 1}}", "stock or prices"),
        ("- event: {set_stock: {product: p-0196, stock: 0}}", "stock or prices"),
    ],
)
def test_what_no_client_can_do_is_refused(
    server: Server, tmp_path: Path, needs: str, why: str
) -> None:
    steps = f"{needs}\n- user: tents"
    (case,) = script(tmp_path, case_of(steps)).cases
    ((line, reason),) = out_of_reach(case)
    assert line == 4
    assert why in reason
    (mismatch,) = played(server, tmp_path, steps).mismatches
    assert reason in mismatch.got


@pytest.mark.parametrize("fixture", ["clock: 2026-12-24T09:00", "seed: 7"])
def test_clock_and_seed_are_not_a_clients_to_set(
    server: Server, tmp_path: Path, fixture: str
) -> None:
    text = f"fixtures: [{{mine: {{{fixture}}}}}]\n{case_of('- user: tents', fixtures='mine')}"
    read = script(tmp_path, text)
    ((_, reason),) = out_of_reach(read.cases[0])
    assert fixture.split(":", maxsplit=1)[0] in reason
    result = Rehearsal(lambda: server, partner=OverHttp).run([read]).results[0]
    assert reason in result.mismatches[0].got


def test_shoppers_improvise_over_http(server: Server) -> None:
    far = improvise(lambda: OverHttp(server), demo_index(), count=4, seed=7)
    assistant = plain()
    here = improvise(lambda: InProcess(assistant), demo_index(), count=4, seed=7)
    assert far.figures() == here.figures()


def test_an_address_without_a_server_is_told() -> None:
    with pytest.raises(AssistantError, match="Start it with aisle serve"):
        Server("http://127.0.0.1:9", demo_index())
    with pytest.raises(AssistantError, match="no server of ours"):
        Server("ftp://127.0.0.1", demo_index())


def test_a_server_that_is_not_ready_is_told() -> None:
    app = FastAPI()
    missing = {"status": "not ready", "missing": ["database: it does not answer"]}
    app.add_api_route("/readyz", lambda: _json(missing, 503))
    with listening(app) as url, pytest.raises(AssistantError, match="it does not answer"):
        Server(url, demo_index())


BEGUN = {"conversation": "c", "starters": []}
CARDS = {"conversation": "c", "products": [], "chips": [], "match_count": None}
DONE: dict[str, Any] = {
    "act": "search", "reply": "Hm.", "language": "en", "products": [], "constraints": {},
    "match_count": None, "not_found": None, "asks": None, "cart": [], "proposal": None,
    "handoff": None, "sources": [], "degraded": False, "ms": {},
}  # fmt: skip


@pytest.mark.parametrize(
    ("events", "why"),
    [
        ([("cards", CARDS), ("suggestions", {"suggestions": []})], "no event `done`"),
        ([("error", {"detail": "out of memory"})], "broke off: out of memory"),
        ([("done", DONE)], "cannot be read at cards"),
        (
            [("cards", CARDS), ("suggestions", {"suggestions": []}), ("done", {**DONE, "act": 1})],
            "cannot be read at done.act",
        ),
        (
            [
                ("cards", CARDS),
                ("suggestions", {"suggestions": []}),
                ("done", {**DONE, "products": [{"id": "p-1"}]}),
            ],
            "says that it showed",
        ),
        (None, "no server of ours"),
    ],
)
def test_a_server_that_breaks_its_word_is_told(
    events: list[tuple[str, object]] | None, why: str
) -> None:
    api = FastAPI()
    api.add_api_route("/conversations", lambda: BEGUN, methods=["POST"])
    api.add_api_route("/chat", lambda: _stream(events), methods=["POST"])
    with listening(app_of(api)) as url:
        partner = OverHttp(Server(url, demo_index()))
        partner.start(Fixtures())
        with pytest.raises(AssistantError, match=why):
            partner.say("tents")


def test_what_an_open_page_and_an_event_are_to_a_client(server: Server) -> None:
    partner = OverHttp(server)
    partner.start(Fixtures())
    partner.apply(OpenPage(Page(category="boots")))
    with pytest.raises(AssistantError, match="break its model"):
        partner.apply(ModelFails())


def test_a_shopper_may_leave_a_server(server: Server, tmp_path: Path) -> None:
    steps = "- user: tents\n  assertions: [act: search]\n- event: leave"
    result = played(server, tmp_path, steps)
    assert not result.mismatches
    assert len(result.steps) == 2


def _json(content: object, status: int) -> Response:
    from fastapi.responses import JSONResponse

    return JSONResponse(content, status)


def _stream(events: list[tuple[str, object]] | None) -> Response:
    import json

    if events is None:
        return PlainTextResponse("<html>hello</html>", media_type="text/html")
    text = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
    return PlainTextResponse(text, media_type="text/event-stream")
