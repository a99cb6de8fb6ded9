"""The page in a real browser, over a scripted assistant: what a shopper can see and do."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright
from scripted import ScriptedAssistant, card, reply

from assistant.errors import AssistantError
from assistant.types import Act, Chip, Comparison, Difference
from ui.listen import listen
from ui.server import create_app

pytestmark = [
    pytest.mark.browser,
    # Gradio's own bookkeeping, in its own thread.
    pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning"),
]

FLAGS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
HOSTILE = (
    '<img src="http://evil.example/a.png"> ![x](http://evil.example/b.png) '
    '<style>@import "http://evil.example/c.css"; body{background:url(http://evil.example/d.png)}'
    '</style><a href="javascript:fetch(1)">x</a><script>fetch("http://evil.example/e")</script>'
    "<iframe src=http://evil.example/f></iframe>${fetch(1)}{{{value}}} $x$ <svg onload=fetch(1)>"
)
HARMLESS = (
    "Setting the document's base URI",  # Gradio's <base>, which its page does not need
    "Error reading from localStorage",  # Gradio's word on a handle that we forge
    "AbortError: signal is aborted",  # and on a stream that a reload cuts, in one of its ways
    "AbortError: BodyStreamBuffer was aborted",
    "Unexpected error Connection errored out.",
)


class Shop:
    """A served page over a scripted assistant."""

    def __init__(self, home: Path) -> None:
        (home / "pictures").mkdir()
        for number in (1, 2):
            (home / "pictures" / f"p-{number}.svg").write_text(SVG)
        self.assistant = ScriptedAssistant(pause=0.01)
        app = create_app(self.assistant, home=home, shop="Test & Co", locale="en_US")
        self._socket = listen("127.0.0.1", 0)
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )
        self._thread.start()
        self.origin = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    shop = Shop(tmp_path_factory.mktemp("shop"))
    yield shop
    shop.close()


@pytest.fixture
def shop(served: Shop) -> Shop:
    served.assistant.queue = deque()
    served.assistant.heard.clear()
    served.assistant.said.clear()
    served.assistant.closed_early.clear()
    served.assistant.pause = 0.01
    return served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, shop: Shop) -> Iterator[Callable[..., Page]]:
    """Open the page; at the end nothing may have gone elsewhere, and no error been logged."""
    foreign: list[str] = []
    errors: list[str] = []
    contexts = []

    def open_page(width: int = 1280, height: int = 900, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: foreign.append(request.url))
        page.on("websocket", lambda socket: foreign.append(socket.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.goto(shop.origin)
        expect(page.locator("#tray button").first).to_be_visible()
        return page

    yield open_page
    for context in contexts:
        context.close()
    own = (f"{shop.origin}/", "data:", "blob:")
    assert [url for url in foreign if not url.startswith(own)] == []
    assert [error for error in errors if not error.startswith(HARMLESS)] == []


def say(page: Page, text: str) -> None:
    expect(page.locator("#send")).to_be_visible()
    page.locator("#box textarea").fill(text)
    page.keyboard.press("Enter")


def no_sideways_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_comparison_is_a_table_that_fits_its_page(
    shop: Shop, visit: Callable[..., Page], width: int, scheme: str, tmp_path: Path
) -> None:
    rows = (Difference("material", ("mesh", "")), Difference("weight", ("240 g", "315 g")))
    compared = reply("Side by side.", act=Act.COMPARE, comparison=Comparison(rows))
    shop.assistant.queue.append(compared)
    page = visit(width=width, scheme=scheme)
    say(page, "compare the first two")
    table = page.get_by_role("region", name="What differs").get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_count(2)
    expect(table.get_by_role("rowheader")).to_have_text(["material", "weight"])
    expect(table).to_contain_text("not listed")
    assert no_sideways_scroll(page)
    page.screenshot(path=tmp_path / "compared.png")


def test_a_message_is_answered_with_cards_and_sentences(
    shop: Shop, visit: Callable[..., Page]
) -> None:
    page = visit()
    say(page, "running shoes under $100")
    cards = page.locator(".card")
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text("$79.00")
    expect(cards.nth(1).locator(".number")).to_have_text("2")
    expect(page.locator(".said")).to_have_text("Here are two pairs. The first is the lightest.")
    expect(page.locator(".user-row")).to_have_text("running shoes under $100")
    expect(page.locator(".thinking")).to_have_count(0)
    expect(page.locator("#box textarea")).to_be_focused()
    expect(page.locator("#box textarea")).to_have_value("")
    picture = page.locator(".card img").first
    assert picture.evaluate("image => image.naturalWidth") > 0, "the picture did not load"
    assert picture.bounding_box() == page.locator(".card .picture").first.bounding_box()
    assert shop.assistant.heard == ["running shoes under $100"]


def test_a_chip_is_removed_by_a_click_and_a_suggestion_is_sent(
    shop: Shop, visit: Callable[..., Page]
) -> None:
    page = visit()
    shop.assistant.queue.extend([reply(), reply(chips=(Chip("blue", "any colour"),)), reply()])
    say(page, "shoes")
    page.get_by_role("button", name="Remove: under $100").click()
    expect(page.locator(".user-row").nth(1)).to_have_text("any price")
    expect(page.get_by_role("button", name="Remove: blue")).to_be_visible()
    expect(page.get_by_role("button", name="Remove: under $100")).to_have_count(0)
    page.get_by_role("button", name="only blue ones").click()
    expect(page.locator(".user-row").nth(2)).to_have_text("only blue ones")
    expect(page.locator("#box textarea")).to_be_focused()
    assert shop.assistant.heard == ["shoes", "any price", "only blue ones"]


def test_a_card_is_asked_about_by_position_and_later_by_name(
    shop: Shop, visit: Callable[..., Page]
) -> None:
    page = visit()
    say(page, "shoes")
    page.locator(".card").nth(1).get_by_role("button").click()
    expect(page.locator(".user-row").nth(1)).to_have_text("Tell me more about the second one")
    expect(page.locator(".card")).to_have_count(4)
    expect(page.locator(".thinking")).to_have_count(0)
    page.locator(".card").nth(0).get_by_role("button").click()
    said = page.locator(".user-row").nth(2)
    expect(said).to_have_text("Tell me more about Tern Trail Runner 1")


def test_what_is_typed_while_a_reply_comes_waits_in_the_box(
    shop: Shop, visit: Callable[..., Page]
) -> None:
    shop.assistant.pause = 0.3
    page = visit()
    say(page, "shoes")
    expect(page.locator(".card")).to_have_count(2)
    page.locator("#box textarea").fill("and jackets")
    page.keyboard.press("Enter")
    expect(page.locator("#send")).to_be_visible()
    expect(page.locator("#box textarea")).to_have_value("and jackets")
    page.keyboard.press("Enter")
    expect(page.locator(".user-row")).to_have_count(2)
    expect(page.locator("#send")).to_be_visible()
    assert shop.assistant.heard == ["shoes", "and jackets"]


def test_a_draft_outlives_a_click(shop: Shop, visit: Callable[..., Page]) -> None:
    page = visit()
    page.locator("#box textarea").fill("half a thou")
    page.get_by_role("button", name="a gift for a gardener").click()
    expect(page.locator(".card").first).to_be_visible()
    expect(page.locator("#box textarea")).to_have_value("half a thou")


def test_stop_ends_the_reply_and_the_conversation_goes_on(
    shop: Shop, visit: Callable[..., Page]
) -> None:
    shop.assistant.pause = 0.2
    shop.assistant.queue.append(reply(". ".join(f"Sentence {n}" for n in range(60)) + "."))
    page = visit()
    say(page, "shoes")
    expect(page.locator(".said")).to_contain_text("Sentence 1.")
    expect(page.locator("#send")).to_be_hidden()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".note")).to_have_text("Stopped.")
    expect(page.locator("#send")).to_be_visible()
    said = len(shop.assistant.said)
    time.sleep(1)
    assert len(shop.assistant.said) <= said + 1, "decoding went on"
    assert shop.assistant.closed_early.is_set()
    shop.assistant.pause = 0.01
    say(page, "and now?")
    expect(page.locator(".said").last).to_contain_text("Here are two pairs.")


def test_a_reload_keeps_the_conversation_and_a_new_one_forgets_it(
    shop: Shop, visit: Callable[..., Page]
) -> None:
    page = visit()
    say(page, "shoes")
    expect(page.locator(".said")).to_contain_text("lightest")
    page.reload()
    expect(page.locator(".user-row")).to_have_text("shoes")
    expect(page.locator(".card")).to_have_count(2)
    expect(page.get_by_role("button", name="Remove: under $100")).to_be_visible()
    say(page, "more")
    expect(page.locator(".user-row")).to_have_count(2)
    expect(page.locator(".said")).to_have_count(2)
    assert len(shop.assistant.turns) == len({id(turns) for turns in shop.assistant.turns.values()})
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".user-row")).to_have_count(0)
    expect(page.get_by_text("What are you looking for?")).to_be_visible()
    page.reload()
    expect(page.get_by_text("What are you looking for?")).to_be_visible()


def test_a_reload_in_the_middle_of_a_reply_loses_nothing_shown(
    shop: Shop, visit: Callable[..., Page]
) -> None:
    shop.assistant.pause = 0.2
    shop.assistant.queue.append(reply(". ".join(f"Sentence {n}" for n in range(60)) + "."))
    page = visit()
    say(page, "shoes")
    expect(page.locator(".said")).to_contain_text("Sentence 2.")
    page.reload()
    expect(page.locator(".said")).to_contain_text("Sentence 2.", timeout=15_000)
    assert shop.assistant.closed_early.is_set()
    assert len(shop.assistant.said) < 40


def test_a_flood_of_letters_is_heard_and_shown_in_part(
    shop: Shop, visit: Callable[..., Page]
) -> None:
    page = visit()
    say(page, "x" * 100_000)
    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator(".heard")).to_have_text("x" * 2000 + " …")
    assert [len(message) for message in shop.assistant.heard] == [100_000]


def test_a_forged_handle_begins_anew(shop: Shop, visit: Callable[..., Page]) -> None:
    page = visit()
    say(page, "shoes")
    expect(page.locator(".said")).to_contain_text("lightest")
    page.evaluate("localStorage.setItem('aisle.conversation', '\"forged\"')")
    page.reload()
    expect(page.get_by_text("What are you looking for?")).to_be_visible()
    say(page, "hello")
    expect(page.locator(".card")).to_have_count(2)


def test_a_failed_reply_is_told_and_the_page_goes_on(
    shop: Shop, visit: Callable[..., Page]
) -> None:
    shop.assistant.queue.extend([AssistantError("The model is gone; start it."), ValueError("x")])
    page = visit()
    say(page, "shoes")
    expect(page.locator(".said")).to_contain_text("The model is gone; start it.")
    say(page, "shoes")
    expect(page.locator(".said").last).to_contain_text("Something went wrong on our side.")
    say(page, "shoes")
    expect(page.locator(".card")).to_have_count(2)


def test_hostile_markup_stays_text_and_asks_nobody(shop: Shop, visit: Callable[..., Page]) -> None:
    bad = card(1, title=HOSTILE, brand=HOSTILE, image="//evil.example/g.png", reasons=(HOSTILE,))
    shop.assistant.queue.append(
        reply(HOSTILE, cards=(bad,), chips=(Chip(HOSTILE, HOSTILE),), suggestions=(HOSTILE,))
    )
    page = visit()
    say(page, HOSTILE)
    expect(page.locator(".said")).to_contain_text("${fetch(1)}{{{value}}} $x$")
    expect(page.locator(".card .title")).to_have_text(HOSTILE)
    expect(page.locator(".user-row")).to_contain_text("evil.example/a.png")
    page.wait_for_timeout(500)
    assert page.locator("#transcript img, #tray img, #transcript iframe").count() == 0
    assert no_sideways_scroll(page)


@pytest.mark.parametrize("width", [360, 390, 768])
def test_no_sideways_scroll(shop: Shop, visit: Callable[..., Page], width: int) -> None:
    shop.assistant.queue.append(
        reply(
            "w" * 400, cards=tuple(card(n, image=None, title="Longword" * 20) for n in range(1, 5))
        )
    )
    page = visit(width, 844)
    assert no_sideways_scroll(page)
    say(page, "x" * 500)
    expect(page.locator(".card")).to_have_count(4)
    expect(page.locator(".thinking")).to_have_count(0)
    assert no_sideways_scroll(page)
    box = page.locator("#composer").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 844, "the input is below the screen"
    for row in page.locator(".user-row .message, .said").all():
        place = row.bounding_box()
        assert place is not None
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= width


CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_is_readable(shop: Shop, visit: Callable[..., Page], scheme: str) -> None:
    sold_out = card(2, in_stock=False, image=None)
    shop.assistant.queue.append(reply(cards=(card(1), sold_out), act=Act.SEARCH))
    page = visit(scheme=scheme)
    assert page.evaluate(CONTRAST) == []
    say(page, "shoes")
    expect(page.get_by_role("button", name="only blue ones")).to_be_visible()
    assert page.evaluate(CONTRAST) == []
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g)[0] < 60")
    assert dark == (scheme == "dark")


def test_the_page_can_be_used_without_a_mouse(shop: Shop, visit: Callable[..., Page]) -> None:
    page = visit()
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("heading", level=1)).to_have_text("Test & Co")
    expect(page.get_by_label("Your message")).to_be_visible()
    say(page, "shoes")
    chip = page.get_by_role("button", name="Remove: under $100")
    expect(chip).to_be_enabled()
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".user-row").nth(1)).to_have_text("any price")
    expect(page.locator("#box textarea")).to_be_focused()


def test_two_visitors_do_not_meet(shop: Shop, visit: Callable[..., Page]) -> None:
    first, second = visit(), visit()
    say(first, "shoes")
    expect(first.locator(".card")).to_have_count(2)
    second.reload()
    expect(second.get_by_text("What are you looking for?")).to_be_visible()


def test_a_taken_port_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(AssistantError, match="--port"):
            listen("127.0.0.1", taken.getsockname()[1])
