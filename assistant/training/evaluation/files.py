"""Files of messages to measure with, recognised by what stands in them.

Our own labels, over the open shop or over a catalogue that their first line names, and the
published requests of ChatShop, ShoppingBench and WebShop.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from assistant.errors import AssistantError
from assistant.training.evaluation.labels import Label, read_labels
from assistant.training.evaluation.requests import Bounds, Wish

__all__ = ["Material", "read_material"]

_SHAPES = (
    '{"say": ..., "act": ...} (our own), {"instruction_text": ...} (ChatShop), '
    '{"query": ..., "reward": ...} (ShoppingBench), {"text": ...} (WebShop)'
)


@dataclass(frozen=True, slots=True)
class Material:
    """What one file holds: labels of our own, or requests for other catalogues.

    `catalogue` is the feed that its labels are about; None is the open shop.
    """

    name: str
    catalogue: Path | None = None
    labels: tuple[Label, ...] = ()
    wishes: tuple[Wish, ...] = ()


def read_material(path: Path) -> tuple[Material, ...]:
    """Read a file, or every `.jsonl` and `.jsonl.gz` below a folder.

    Raises:
        AssistantError: it cannot be read; the message names file, line and what would work.
    """
    files = sorted(path.rglob("*.jsonl*")) if path.is_dir() else [path]
    found = tuple(_material(file) for file in files)
    if not found:
        raise AssistantError(f"{path} holds no .jsonl file to measure with")
    return found


def _material(path: Path) -> Material:
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise AssistantError(f"{path} cannot be read: {error}") from error
    lines = text.splitlines()
    catalogue = _catalogue(lines, path)
    if catalogue is not None:
        lines[0] = ""
    first = next((line for line in lines if line.strip()), "")
    if catalogue is not None or '"say"' in first:
        return Material(path.name, catalogue, labels=read_labels(lines, path.name))
    return Material(path.name, wishes=tuple(_wishes(lines, path.name)))


def _catalogue(lines: Sequence[str], path: Path) -> Path | None:
    """The feed that a first line names: `{"catalogue": "shops/bikes.feed"}`, beside the file."""
    try:
        first = json.loads(lines[0]) if lines else None
    except ValueError:
        return None
    named = first.get("catalogue") if isinstance(first, dict) else None
    return None if named is None else path.parent / str(named)


def _wishes(lines: Sequence[str], name: str) -> Iterator[Wish]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _wish(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
            raise AssistantError(
                f"{name}:{number}: this is none of {_SHAPES}: {error!r}"
            ) from error


def _wish(row: Mapping[str, object]) -> Wish:
    if "instruction_text" in row:
        most = row.get("price_upper")
        bounds = None if most is None else (None, _figure(most))
        return Wish(str(row["instruction_text"]), bounds, _names(row.get("attributes")))
    if "reward" in row:
        return _bench_wish(str(row["query"]), row)
    return Wish(str(row["text"]))


def _bench_wish(text: str, row: Mapping[str, object]) -> Wish:
    """A ShoppingBench request; one for several products has several prices, which no one
    search can keep: there the price is not judged.
    """
    reward, voucher = row["reward"], row.get("voucher")
    goods = [
        one for one in (reward if isinstance(reward, list) else [reward]) if isinstance(one, dict)
    ]
    bounds: Bounds | None = None
    if isinstance(voucher, dict):
        bounds = (None, _figure(voucher["budget"]))
    elif isinstance(reward, dict):
        bounds = _bounds(reward.get("price", ()))
    named = [
        value
        for product in goods
        for attribute in product.get("attributes", ())
        for values in attribute.values()
        for value in values
    ]
    return Wish(text, bounds, tuple(named))


def _bounds(prices: Sequence[Mapping[str, Sequence[float | None]]]) -> Bounds:
    for price in prices:
        for low, high in price.values():
            return _figure(low), _figure(high)
    return None, None


def _figure(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value)).normalize()


def _names(raw: object) -> tuple[str, ...]:
    return tuple(map(str, raw)) if isinstance(raw, list) else ()
