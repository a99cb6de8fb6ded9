"""Many simulated shoppers against one assistant, each drawn from a seed of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random

from assistant.formats import Manner
from assistant.rehearsal.partner import Partner
from assistant.rehearsal.shoppers.conversation import Conversation, hold
from assistant.rehearsal.shoppers.goal import make_goal
from assistant.rehearsal.shoppers.measures import measure
from assistant.rehearsal.shoppers.report import ImprovReport, Visit
from assistant.rehearsal.shoppers.shopper import Shopper
from assistant.rehearsal.shoppers.stock import Stock
from assistant.rehearsal.shoppers.talk import Reword, Talk
from assistant.rehearsal.shoppers.temper import make_temper
from assistant.rehearsal.shoppers.wording import load_wording
from retrieval.search import Index

__all__ = ["improvise", "make_shopper"]


def improvise(
    make_partner: Callable[[], Partner],
    index: Index,
    *,
    count: int,
    seed: int,
    workers: int = 1,
    reword: Reword | None = None,
) -> ImprovReport:
    """Let `count` shoppers talk, each with a partner of its own, `workers` at a time.

    The same seed over the same catalogue gives the same shoppers. `reword` words what they say
    otherwise (see `rewording`). Raises AssistantError where the catalogue offers no goals; an
    assistant that fails to answer is part of the report.
    """
    began = time.perf_counter()
    stock = Stock(index.products)

    def visit(number: int) -> Visit:
        shopper = make_shopper(stock, seed, number, reword=reword)
        held: Conversation = hold(make_partner(), shopper, number, seed)
        return Visit(held, measure(held, stock))

    if workers == 1:
        visits = tuple(map(visit, range(count)))
    else:
        with ThreadPoolExecutor(max_workers=workers) as pool:
            visits = tuple(pool.map(visit, range(count)))
    return ImprovReport(seed, visits, time.perf_counter() - began)


def make_shopper(stock: Stock, seed: int, number: int, *, reword: Reword | None = None) -> Shopper:
    """Draw one shopper: its goal, its temper and its voice."""
    random = Random(f"{seed}/{number}")
    goal, temper = make_goal(stock, random), make_temper(random)
    manner = Manner(currency=stock.currency)
    talk = Talk(load_wording(), temper, random, manner=manner, reword=reword)
    return Shopper(goal, temper, talk, stock, random)
