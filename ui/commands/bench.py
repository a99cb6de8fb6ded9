"""`aisle bench`: how fast this shop answers on this machine, ratios first."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import AsJson, Shop, notice, settings_for

if TYPE_CHECKING:
    from assistant.model import ModelReport, ModelSpeed
    from ui.speeds import Spread, TurnSpeed

__all__ = ["Figures", "bench"]

_PLAIN_TOKENS = 64
"""What a plain program lets the model write to understand one message, in free JSON."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything measured in one run; all but the model's rates in milliseconds."""

    turns: TurnSpeed
    retrieval: Spread
    model: ModelSpeed
    plain: ModelSpeed
    in_force: ModelReport
    machine: str
    versions: dict[str, str]

    def ratios(self) -> dict[str, float]:
        """Compare with the plain baseline of the same run; above 1 is better than it."""
        plain_understanding = (
            self.plain.first_token_ms + 1000 * (_PLAIN_TOKENS - 1) / self.plain.tokens_per_second
        )
        return {
            "model, tokens a second: ours / plain": round(
                self.model.tokens_per_second / self.plain.tokens_per_second, 2
            ),
            "model, first token of a known prompt: plain / ours": round(
                self.plain.first_token_ms / self.model.first_token_ms, 2
            ),
            "turn: a plain understanding alone / our cards on screen": round(
                plain_understanding / self.turns.cards.median, 2
            ),
            "turn: a plain understanding alone / our first sentence": round(
                plain_understanding / self.turns.first_sentence.median, 2
            ),
        }


def bench(
    context: typer.Context,
    *,
    limit: Annotated[int | None, typer.Option("--turns", min=2, help="Fewer messages.")] = None,
    as_json: AsJson = False,
    shop: Shop = None,
) -> None:
    """Measure turns, retrieval and the model beside a plain baseline of the same run.

    The messages are a fixed list and nothing is sampled, so that no seed is needed.
    """
    from assistant.build import build_assistant, open_shop
    from assistant.model import describe, measure
    from assistant.model.plain import measure_plain
    from ui.checkup import package_versions
    from ui.speeds import messages, time_searches, time_turns

    settings = settings_for(context, shop)
    assistant = build_assistant(settings, say=notice)
    said = messages()[:limit]
    notice(f"{len(said)} turns, then retrieval, the model, and the plain baseline")
    figures = Figures(
        turns=time_turns(assistant, said),
        retrieval=time_searches(open_shop(settings), said),
        model=measure(assistant.model),
        plain=measure_plain(settings.cache_dir),
        in_force=describe(assistant.model),
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        versions=package_versions(),
    )
    if as_json:
        typer.echo(json.dumps({"ratios": figures.ratios(), **asdict(figures)}, indent=2))
    else:
        typer.echo(_text(figures))


def _text(figures: Figures) -> str:
    turns, model, plain = figures.turns, figures.model, figures.plain
    rows = [
        *((name, f"{ratio:.2f}") for name, ratio in figures.ratios().items()),
        ("", ""),
        (f"cards on screen, {turns.turns} turns", _spread(turns.cards)),
        ("first sentence", _spread(turns.first_sentence)),
        ("whole turn", _spread(turns.total)),
        ("one search", _spread(figures.retrieval)),
        (f"model: {figures.in_force.name}", _rate(model)),
        ("plain: the same in float32, generate", _rate(plain)),
        ("", ""),
        ("model in force", figures.in_force.reason),
        ("machine", figures.machine),
        ("versions", ", ".join(f"{name} {n}" for name, n in figures.versions.items())),
        ("seeds", "none: fixed messages, greedy decoding"),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {value}".rstrip() for name, value in rows)


def _spread(spread: Spread) -> str:
    return f"median {spread.median:.0f} ms, nine in ten under {spread.ninety:.0f} ms"


def _rate(speed: ModelSpeed) -> str:
    return (
        f"{speed.tokens_per_second:.0f} tokens/s, first after {speed.first_token_ms:.0f} ms "
        f"({speed.prompt_tokens} tokens read)"
    )
