"""The colours of the demo shop as paint: a plain word becomes a small set of matching tones.

Knows nothing of shapes or products.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["PAINTS", "tones"]

PAINTS: Mapping[str, str] = MappingProxyType(
    {
        "black": "#3a3d45",
        "white": "#f5f3ee",
        "grey": "#9aa1aa",
        "brown": "#8d5b3c",
        "beige": "#d9c3a1",
        "red": "#d1483f",
        "pink": "#ee9bb0",
        "orange": "#ea8a3a",
        "yellow": "#f2c53d",
        "green": "#4f9a63",
        "blue": "#3f7fc9",
        "purple": "#8562b5",
        "silver": "#c9d0d6",
        "gold": "#d9ab4a",
        "navy": "#2c4270",
        "olive": "#7d8244",
        "burgundy": "#832f43",
        "cream": "#f0e4c8",
        "teal": "#2f938f",
    }
)
_INK = "#30343d"
_PAPER = "#fbf8f1"
_ACCENTS = ("#e9dcc3", "#d9dee3")


def tones(colour: str) -> dict[str, str]:
    """The tones of one colour by the letters that the shapes use, and "bg", the backdrop.

    f fill, s shade, d darker, l light, p paper, k ink, a accent, m metal, v vivid.
    """
    fill = PAINTS.get(colour, PAINTS["grey"])
    accent = _ACCENTS[1] if colour in {"beige", "cream", "yellow", "gold", "brown"} else _ACCENTS[0]
    return {
        "f": fill,
        "s": _mixed(fill, "#1c2030", 0.16),
        "d": _mixed(fill, "#1c2030", 0.34),
        "l": _mixed(fill, "#ffffff", 0.42),
        "p": _mixed(_PAPER, fill, 0.04),
        "k": _INK,
        "a": accent,
        "m": "#b7bec6",
        "v": "#5cc28a",
        "bg": _backdrop(fill),
    }


def _backdrop(fill: str) -> str:
    """A soft tint of the fill; a cool grey where the fill is itself nearly white."""
    if min(_channels(fill)) > 185:
        return "#cdd8e2"
    return _mixed("#f4f5f7", fill, 0.17)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mixed(first: str, second: str, share: float) -> str:
    """`first` with a `share` (0 to 1) of `second` in it."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
