"""Whether a sentence uses its slots for what they say: a price as a price, a count as a count.

Looks only at the words around each slot; knows nothing of products. Fails closed: a slot that
has no role here may not be used.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from assistant.answering.sentences import SLOT
from assistant.wordfiles import kept, read_table
from retrieval.text import stem

__all__ = ["role_problem"]

_WORD_BEHIND = re.compile(r"[ ,]*([\w'’]+)")


@kept
def _roles(locale: str = "en") -> Mapping[str, Mapping[str, Sequence[str]]]:
    return read_table("answering", f"roles.{locale}.toml")


def role_problem(sentence: str, common: Collection[str]) -> str:
    """Say which slot of a template stands where it would say something else, "" for none.

    `common` are the stems of what was found is called. Slots of a product follow its title,
    and a count speaks of no single product.
    """
    titled = ""
    for slot in SLOT.finditer(sentence):
        place, _, name = slot[1].rpartition(".")
        if name == "title":
            titled = place
        if place != titled and (place or name == "count"):
            return f"the slot {slot[1]!r} stands beside another title, or none"
        if not _stands_right(name, sentence[: slot.start()], sentence[slot.end() :], common):
            return f"the slot {slot[1]!r} stands where it says something else"
    return ""


def _stands_right(name: str, before: str, behind: str, common: Collection[str]) -> bool:
    roles = _roles()
    if name not in roles["before"]:
        return False
    leads = roles["before"][name]
    said = before.rstrip().lower()
    led = not leads or said.endswith("(") or _ends_with(said, leads)
    if name == "count":
        return (led or not said) and _is_counted(behind, common)
    follower = _WORD_BEHIND.match(behind)
    return led and (follower is None or follower[1].lower() not in roles["behind"].get(name, ()))


def _ends_with(text: str, leads: Sequence[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(lead)}$", text) for lead in leads)


def _is_counted(behind: str, common: Collection[str]) -> bool:
    if behind.startswith(" {kind}"):
        return True
    follower = _WORD_BEHIND.match(behind)
    word = follower[1].lower() if follower else ""
    return word in _roles()["counted"]["words"] or stem(word) in common
