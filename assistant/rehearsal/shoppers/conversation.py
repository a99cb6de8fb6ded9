"""One simulated conversation, held and written down. Knows nothing of how it is judged."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.errors import AssistantError
from assistant.rehearsal.partner import Partner
from assistant.rehearsal.script import Fixtures
from assistant.rehearsal.shoppers.goal import Goal
from assistant.rehearsal.shoppers.shopper import Ending, Shopper
from assistant.rehearsal.shoppers.temper import Temper
from assistant.rehearsal.shoppers.wish import Wish
from assistant.reply import Reply
from retrieval.errors import CatalogueError

__all__ = ["Conversation", "Exchange", "hold"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message and its reply; `wishes` are in force by the shopper's words after it."""

    message: str
    move: str
    wishes: tuple[Wish, ...]
    reply: Reply


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one shopper wanted and said, and what came of it.

    `goal` is what was wanted in the end, `conceded` what was given up because the shop found
    nothing; `error` is why the assistant did not answer, if it did not, and `unanswered` what.
    """

    number: int
    seed: int
    goal: Goal
    temper: Temper
    exchanges: tuple[Exchange, ...]
    ending: Ending | None
    conceded: tuple[Wish, ...] = ()
    error: str = ""
    unanswered: str = ""


def hold(partner: Partner, shopper: Shopper, number: int, seed: int) -> Conversation:
    """Let a shopper talk until it leaves; an error of the assistant ends the conversation."""
    exchanges: list[Exchange] = []
    error = unanswered = ""
    try:
        partner.start(Fixtures())
        while said := shopper.speak():
            unanswered = said.text
            reply = partner.say(said.text).reply
            exchanges.append(Exchange(said.text, said.move, tuple(shopper.memory.said), reply))
            shopper.hear(reply)
    except (AssistantError, CatalogueError) as failure:
        error = str(failure)
    return Conversation(
        number=number,
        seed=seed,
        goal=shopper.goal,
        temper=shopper.temper,
        exchanges=tuple(exchanges),
        ending=shopper.ending,
        conceded=tuple(shopper.memory.conceded),
        error=error,
        unanswered=unanswered if error else "",
    )
