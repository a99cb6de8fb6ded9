"""Every mutant by its name: an assistant that is broken on purpose, in one way each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from assistant.rehearsal.mutants import replies, requests, shelves
from assistant.rehearsal.mutants.views import (
    Misread,
    Rewrite,
    Seek,
    forgetting,
    misreading,
    replying,
    searching,
)
from assistant.reply import Reply
from assistant.service import Shop
from assistant.turn import Assistant

__all__ = ["MUTANTS", "Mutant"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: `apply` gives a broken assistant and leaves the one it is given whole."""

    name: str
    does: str
    apply: Callable[[Assistant], Assistant]


def _summary(function: Callable[..., object]) -> str:
    return (function.__doc__ or "").strip().split("\n")[0]


def _name(function: Callable[..., object]) -> str:
    return function.__name__.strip("_").replace("_", " ")


def _of_reply(rewrite: Rewrite) -> Mutant:
    return Mutant(_name(rewrite), _summary(rewrite), partial(replying, rewrite=rewrite))


def _of_request(misread: Misread) -> Mutant:
    return Mutant(_name(misread), _summary(misread), partial(misreading, misread=misread))


def _of_search(seek: Seek) -> Mutant:
    return Mutant(_name(seek), _summary(seek), partial(searching, seek=seek))


def _sold_out_as_in_stock(assistant: Assistant) -> Assistant:
    """Show sold-out products among the rest, as if they were in stock."""

    def in_stock(reply: Reply, _: Shop) -> Reply:
        return replace(reply, cards=tuple(replace(card, in_stock=True) for card in reply.cards))

    return replying(searching(assistant, shelves.sold_out_found), in_stock)


def _lost_turn(assistant: Assistant) -> Assistant:
    """Keep the messages and forget what they changed."""
    return forgetting(assistant)


MUTANTS: tuple[Mutant, ...] = (
    *map(
        _of_reply,
        (
            replies.wrong_reply_price,
            replies.wrong_card_price,
            replies.wrong_match_count,
            replies.foreign_product,
            replies.invented_product,
            replies.claimed_act,
            replies.unchecked_material,
            replies.unchecked_name,
            replies.unchecked_discount,
            replies.wrong_act,
            replies.wrong_not_found,
            replies.hidden_gap,
        ),
    ),
    *map(
        _of_request,
        (
            requests.dropped_constraint,
            requests.unheard_exclusion,
            requests.stale_constraint,
            requests.swapped_reference,
            requests.repeated_cards,
        ),
    ),
    *map(
        _of_search,
        (
            shelves.leaked_exclusion,
            shelves.leaked_price,
            shelves.silent_relaxation,
            shelves.sort_ignored,
        ),
    ),
    *(
        Mutant(_name(apply), _summary(apply), apply)
        for apply in (_sold_out_as_in_stock, _lost_turn)
    ),
)
"""All of them, those of replies first: they are noticed soonest."""
