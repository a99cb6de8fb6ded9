"""The model card that lies beside trained weights. Its words are in `card.md`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import Template

from retrieval.errors import CatalogueError

__all__ = ["Card", "write_card"]

_TEMPLATE = Path(__file__).with_name("card.md")


@dataclass(frozen=True, slots=True)
class Card:
    """What a person should know before using the weights. `figures` is Markdown."""

    name: str
    purpose: str
    base: str
    licence: str
    library: str
    method: str
    data: str
    command: str
    figures: str
    verdict: str
    limits: str


def write_card(folder: Path, card: Card) -> None:
    """Write `README.md` into a model's folder.

    Raises:
        CatalogueError: it cannot be written.
    """
    values = {**asdict(card), "date": f"{datetime.now(UTC):%Y-%m-%d}"}
    text = Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(values)
    try:
        (folder / "README.md").write_text(text, encoding="utf-8")
    except OSError as error:
        raise CatalogueError(f"the model card cannot be written into {folder}: {error}") from error
