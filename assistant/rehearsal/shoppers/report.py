"""What many simulated conversations gave: a table for people, JSON for programs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from statistics import mean

from assistant.rehearsal.shoppers.conversation import Conversation
from assistant.rehearsal.shoppers.measures import Measures

__all__ = ["ImprovReport", "Visit", "transcript"]


@dataclass(frozen=True, slots=True)
class Visit:
    """One conversation and its figures."""

    conversation: Conversation
    measures: Measures

    @property
    def ok(self) -> bool:
        """Whether everything was found and nothing that breaks a wish was shown as fitting."""
        return self.measures.found and not self.measures.violations


@dataclass(frozen=True)
class ImprovReport:
    """Every visit, in order of its number."""

    seed: int
    visits: tuple[Visit, ...]
    seconds: float = 0.0

    @property
    def failures(self) -> tuple[Visit, ...]:
        """The visits that are worth a script."""
        return tuple(visit for visit in self.visits if not visit.ok)

    def figures(self) -> dict[str, float | int]:
        """Sum up; shares are of all visits, means are a visit."""
        visits, measures = self.visits, [visit.measures for visit in self.visits]
        count = max(len(visits), 1)
        found = [m.turns for m in measures if m.found]
        return {
            "shoppers": len(visits),
            "reached a product meeting all constraints": round(len(found) / count, 3),
            "settled for less": round(_share(visits, "settled"), 3),
            "gave up": round(_share(visits, "gave_up"), 3),
            "not answered": sum(bool(visit.conversation.error) for visit in visits),
            "turns": sum(m.turns for m in measures),
            "turns to success, mean": round(mean(found), 2) if found else 0.0,
            "violations shown as fitting": sum(len(m.violations) for m in measures),
            "visits with such a violation": sum(bool(m.violations) for m in measures),
            "misfits that the reply admits": sum(m.admitted for m in measures),
            "questions asked": sum(m.questions for m in measures),
            "repeated questions": sum(m.repeated_questions for m in measures),
            "empty-handed turns": sum(m.empty for m in measures),
            "repeated identical replies": sum(m.repeated_replies for m in measures),
        }

    def as_table(self) -> str:
        """Write the figures, one a line."""
        rows = [("seed", self.seed), *self.figures().items(), ("seconds", round(self.seconds, 1))]
        width = max(len(name) for name, _ in rows)
        return "\n".join(f"{name:<{width}}  {value}" for name, value in rows)

    def as_json(self) -> str:
        """Write the figures, and every visit with its transcript."""
        visits = [
            {
                "number": visit.conversation.number,
                "ending": visit.conversation.ending or "error",
                "target": visit.conversation.goal.product.id,
                "wishes": [str(wish) for wish in visit.conversation.goal.wishes],
                "conceded": [str(wish) for wish in visit.conversation.conceded],
                "style": visit.conversation.temper.style,
                "violations": [
                    {"turn": v.turn, "product": v.product_id, "wish": str(v.wish)}
                    for v in visit.measures.violations
                ],
                "error": visit.conversation.error,
                "transcript": transcript(visit.conversation),
            }
            for visit in self.visits
        ]
        whole = {"seed": self.seed, "figures": self.figures(), "visits": visits}
        return json.dumps(whole, ensure_ascii=False, indent=2)


def transcript(conversation: Conversation) -> list[str]:
    """Write a conversation: what was said, what is in force, how many cards, and the reply."""
    lines = []
    for exchange in conversation.exchanges:
        reply = exchange.reply
        chips = ", ".join(chip.label for chip in reply.chips)
        shown = f"{len(reply.cards)} of {reply.match_count}"
        lines += [
            f"> {exchange.message}",
            f"  {reply.act}: {shown} [{chips}] {reply.text}",
        ]
    return lines


def _share(visits: tuple[Visit, ...], ending: str) -> float:
    return sum(visit.conversation.ending == ending for visit in visits) / max(len(visits), 1)
