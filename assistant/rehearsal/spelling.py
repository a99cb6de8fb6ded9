"""An event as a script has it: `model_fails`, `{page: {product: p-0196}}`. Knows no YAML."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.rehearsal.script import (
    Event,
    Leave,
    ModelFails,
    ModelRecovers,
    ModelSlow,
    OpenPage,
    Reload,
    Retry,
    SetPrice,
    SetStock,
)

__all__ = ["spelled"]

_WORDS: Mapping[type[Event], str] = {
    ModelFails: "model_fails",
    ModelRecovers: "model_recovers",
    Reload: "reload",
    Retry: "retry",
    Leave: "leave",
}
"""Events that one word says."""


def spelled(event: Event) -> str:
    """Write an event as it stands behind `event:`."""
    match event:
        case SetStock(product, stock, variant):
            return _nested("set_stock", product=product, variant=variant, stock=stock)
        case SetPrice(product, price, variant):
            return _nested("set_price", product=product, variant=variant, price=price)
        case OpenPage(page):
            return _nested("page", product=page.product, category=page.category)
        case ModelSlow(seconds):
            return f"{{model_slow: {seconds:g}}}"
        case _:
            return _WORDS[type(event)]


def _nested(name: str, **parts: object) -> str:
    said = ", ".join(f"{key}: {value}" for key, value in parts.items() if value is not None)
    return f"{{{name}: {{{said}}}}}"
