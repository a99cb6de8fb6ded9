"""The customer's page, in Gradio: the only file that knows Gradio.

The page holds a signed handle; the conversation itself is the store's. Nothing that a browser
sends is trusted but the words of the message.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr  # noqa: TID253 - this file is itself imported late, by the server alone

from assistant.errors import AssistantError
from ui.transcript import WELCOME, Exchange, tray_html
from ui.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI

    from ui.handles import Handles
    from ui.replies import Conversing, Replies

__all__ = ["Chat", "build_page", "mount_page"]

_STATIC = Path(__file__).parent / "static"
_KEPT_ON_PAGE = 40
_STORAGE_KEY = "aisle"
"""Scrambles what the browser stores, no more: the handle is safe by our signature."""
_BUSY = "(...given) => { document.body.dataset.busy = ''; return given; }"
_IDLE = "() => { delete document.body.dataset.busy; }"
"""While a listener runs Gradio drops further calls of it: the page shows so, and for as long."""
logger = logging.getLogger(__name__)

Part = dict[str, object]
Update = dict[str, object] | str | list[dict[str, object]]
"""What a listener gives one component of the page."""


@dataclass(frozen=True, slots=True)
class Chat:
    """The page's listeners: what happens on a message, a stop, a reload, a new beginning."""

    assistant: Conversing
    replies: Replies
    handles: Handles
    locale: str

    async def say(
        self, text: str | None, token: str | None, event: gr.EventData
    ) -> AsyncIterator[tuple[Update, ...]]:
        """Answer the words in the box, or those of the chip or card that was clicked."""
        clicked = event._data.get("say") if isinstance(event._data, dict) else None
        message = clicked if isinstance(clicked, str) else text or ""
        left_in_box = gr.skip() if isinstance(clicked, str) else ""
        conversation_id, past = await self._open(token)
        now = Exchange(message, chips=past[-1].chips if past else ())
        yield (self.handles.sign(conversation_id), left_in_box, *self._screen([*past, now]))
        try:
            async for step in self.replies.stream(conversation_id, message):
                now = now.after(step)
                yield (gr.skip(), gr.skip(), *self._screen([*past, now]))
        except AssistantError as error:
            logger.warning("a reply failed: %s", error)
            now = now.failed(str(error))
        except Exception:
            logger.exception("a reply failed")
            now = now.failed("Something went wrong on our side. Please send that once more.")
        yield (gr.skip(), gr.skip(), *self._screen([*past, now.stop()]))

    async def stop(self, token: str | None) -> None:
        """Stop the reply being made; its listener then shows how far it came."""
        conversation_id = self.handles.read(token)
        if conversation_id is not None:
            self.replies.stop(conversation_id)

    async def resume(self, token: str | None) -> tuple[Update, ...]:
        """Show the conversation that the browser remembers, or an empty one."""
        conversation_id = self.handles.read(token)
        past = await self._past(conversation_id)
        return (token if past is not None and token else "", "", *self._screen(past or []))

    async def begin(self, token: str | None) -> tuple[Update, ...]:
        """Leave this conversation and show an empty one."""
        await self.stop(token)
        return ("", "", *self._screen([]))

    async def _open(self, token: str | None) -> tuple[str, list[Exchange]]:
        conversation_id = self.handles.read(token)
        past = await self._past(conversation_id)
        if conversation_id is None or past is None:
            return await asyncio.to_thread(self.assistant.start), []
        return conversation_id, past

    async def _past(self, conversation_id: str | None) -> list[Exchange] | None:
        if conversation_id is None:
            return None
        await self.replies.settled(conversation_id)
        try:
            turns = await asyncio.to_thread(self.assistant.history, conversation_id)
        except AssistantError as error:
            logger.info("a remembered conversation cannot be resumed: %s", error)
            return None
        return [Exchange.of(turn) for turn in turns[-_KEPT_ON_PAGE:]]

    def _screen(self, shown: Sequence[Exchange]) -> tuple[Update, ...]:
        """Give transcript and tray their new values."""
        last = shown[-1] if shown else None
        busy = last is not None and not last.ended
        chips = last.chips or () if last else ()
        offers = last.suggestions if last else self.assistant.starters()
        messages = [message for exchange in shown for message in self._messages(exchange)]
        words = last.words(self.locale) if last else Words(self.locale)
        tray = tray_html(chips, offers, words, busy=busy)
        return messages, tray

    def _messages(self, exchange: Exchange) -> list[dict[str, object]]:
        parts = [_part(html) for html in exchange.reply_html(self.locale)]
        return [
            {"role": "user", "content": [_part(exchange.message_html())]},
            {"role": "assistant", "content": parts},
        ]


def build_page(chat: Chat, shop: str) -> gr.Blocks:
    """Lay the page out and connect it; the result is to be mounted, not launched."""
    _part_form()  # now: inside a listener Gradio only pretends to build a component
    with gr.Blocks(title=shop, analytics_enabled=False, fill_height=True) as page:
        with gr.Row(elem_id="bar"):
            gr.Markdown(f"# {shop}", elem_id="shop")
            fresh = gr.Button("New conversation", elem_id="fresh", size="sm")
        transcript = gr.Chatbot(
            elem_id="transcript",
            show_label=False,
            container=False,
            scale=1,
            height="100%",
            buttons=[],
            latex_delimiters=[],  # "$" is a price here
            render_markdown=False,
            feedback_options=None,
            group_consecutive_messages=False,
            placeholder=WELCOME,
        )
        tray = gr.HTML(
            elem_id="tray",
            apply_default_css=False,
            js_on_load=(_STATIC / "say.js").read_text(encoding="utf-8"),
        )
        with gr.Row(elem_id="composer"):
            box = gr.Textbox(
                elem_id="box",
                label="Your message",
                show_label=False,
                container=False,
                placeholder="Ask for anything …",
                lines=1,
                max_lines=6,
                scale=1,
                autofocus=True,
            )
            send = gr.Button("Send", elem_id="send", variant="primary", scale=0)
            stop = gr.Button("Stop", elem_id="stop", scale=0)
        handle = gr.BrowserState("", storage_key="aisle.conversation", secret=_STORAGE_KEY)
        screen = [handle, box, transcript, tray]
        quiet = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": None}
        said = [box.submit, send.click, tray.select]
        answer = gr.on(said, chat.say, [box, handle], screen, js=_BUSY, **quiet)
        answer.then(None, js=_IDLE, show_progress="hidden")
        stop.click(chat.stop, handle, None, **quiet)
        fresh.click(chat.begin, handle, screen, **quiet)
        page.load(chat.resume, handle, screen, **quiet)
    page.queue(max_size=256, default_concurrency_limit=None)
    return page


def mount_page(app: FastAPI, page: gr.Blocks) -> None:
    """Serve the page at "/", in our own colours and system fonts, with nothing from elsewhere."""
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=gr.themes.Base(font=fonts, font_mono=["ui-monospace", "monospace"]),
        css_paths=_STATIC / "chat.css",
        head_paths=_STATIC / "head.html",
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        show_error=False,
        max_file_size=0,
    )


def _part(html: str) -> Part:
    """Make one part of a message, in the form that the transcript sends to the browser.

    Building a component for each part of each message at each step is most of a turn's work.
    """
    args, props = _part_form()
    return {
        "type": "component",
        "component": "html",
        "value": html,
        "constructor_args": args,
        "props": props,
    }


@cache
def _part_form() -> tuple[dict[str, object], dict[str, object]]:
    form = gr.HTML("", apply_default_css=False, js_on_load=None, render=False)
    args = {name: value for name, value in form.constructor_args.items() if name != "value"}
    props = {name: value for name, value in form.get_config().items() if name != "value"}
    return {**args, "render": False}, props
