"""Draws a product as a flat SVG picture: the shape by its kind, the colour by its variant.

The shapes are data under `shapes/`, one YAML file a department. Knows nothing of where the
pictures are served from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Annotated
from zlib import crc32

from pydantic import BaseModel, ConfigDict, Field, RootModel

from retrieval.catalogue import Product
from retrieval.demo.palette import tones
from retrieval.demo.tables import ORDER, read_table
from retrieval.demo.variants import slug

__all__ = ["draw", "write_pictures"]

_PAGE = Template(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" role="img">'
    "<title>$title</title>"
    '<defs><radialGradient id="bg" cx="50%" cy="38%" r="75%">'
    '<stop offset="0" stop-color="#ffffff"/><stop offset="1" stop-color="$bg"/>'
    '</radialGradient></defs><rect width="400" height="400" fill="url(#bg)"/>'
    '<ellipse cx="200" cy="328" rx="140" ry="13" fill="$k" opacity=".13"/>$shape</svg>'
)
_UNKNOWN = "coffeebag"


class _Drawing(BaseModel):
    """What stands for a kind: a shape, and colours for products that have none.

    `nouns` name another shape for titles that hold a certain word ("Rabbit").
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    shape: str
    colours: Annotated[tuple[str, ...], Field(min_length=1)]
    nouns: Mapping[str, str] = Field(default_factory=dict)

    def shape_for(self, title: str) -> str:
        """The shape for a product of this title."""
        return next((shape for noun, shape in self.nouns.items() if noun in title), self.shape)


class _Drawings(RootModel[Mapping[str, _Drawing]]):
    """The file `kinds.yaml`."""


class _Shapes(RootModel[Mapping[str, str]]):
    """One file of shapes: SVG markup with $-letters where a tone goes."""


def draw(product: Product, colour: str | None) -> str:
    """A self-contained SVG of `product` in `colour` (a plain word), 400 by 400, with a title.

    Without a colour, or with one that has no paint, the kind's own is taken. A kind that has
    no drawing becomes a plain bag.
    """
    kind = product.category[-1] if product.category else ""
    drawing = _drawings().get(kind) or _Drawing(shape=_UNKNOWN, colours=("grey",))
    own = drawing.colours[crc32(product.id.encode()) % len(drawing.colours)]
    paints = tones(colour or own)
    title = f"{product.title}, {colour}" if colour else product.title
    shape = Template(_shapes()[drawing.shape_for(product.title)]).substitute(paints)
    return _PAGE.substitute(paints, title=escape(title), shape=shape.replace("\n", ""))


def write_pictures(
    products: Iterable[Product], folder: Path, progress: Callable[[int], None] | None = None
) -> int:
    """Writes `<id>.svg` and `<id>-<colour>.svg` for each product; returns how many files.

    `progress` is told the number of products done so far.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for done, product in enumerate(products, start=1):
        for name, colour in _pictures_of(product).items():
            (folder / name).write_text(draw(product, colour), encoding="utf-8")
            written += 1
        if progress is not None:
            progress(done)
    return written


def _pictures_of(product: Product) -> dict[str, str | None]:
    """File names and the colour in each; the first variant's colour stands for the product."""
    colours = dict.fromkeys(variant.options.get("colour") for variant in product.variants)
    names: dict[str, str | None] = {f"{product.id}.svg": next(iter(colours))}
    for colour in filter(None, colours):
        names[f"{product.id}-{slug(colour)}.svg"] = colour
    return names


@cache
def _drawings() -> Mapping[str, _Drawing]:
    return read_table(files(__package__) / "shapes" / "kinds.yaml", _Drawings).root


@cache
def _shapes() -> Mapping[str, str]:
    folder = files(__package__) / "shapes"
    found: dict[str, str] = {}
    for name in ORDER:
        found |= read_table(folder / f"{name}.yaml", _Shapes).root
    return found
