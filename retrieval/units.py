"""Units of measure: which belong to one dimension, and how they convert into each other.

A closed table on purpose: a unit that is not listed is its own dimension and is compared only
with itself. Knows nothing of products.
"""

from __future__ import annotations

from retrieval.text import fold

__all__ = ["dimension", "is_unit", "to_base"]

# unit -> (dimension, how many of the dimension's base unit it is)
_UNITS: dict[str, tuple[str, float]] = {
    "mg": ("mass", 0.001),
    "g": ("mass", 1.0),
    "kg": ("mass", 1000.0),
    "oz": ("mass", 28.349523125),
    "lb": ("mass", 453.59237),
    "mm": ("length", 1.0),
    "cm": ("length", 10.0),
    "m": ("length", 1000.0),
    "in": ("length", 25.4),
    "ft": ("length", 304.8),
    "ml": ("volume", 1.0),
    "cl": ("volume", 10.0),
    "l": ("volume", 1000.0),
    "fl oz": ("volume", 29.5735295625),
    "s": ("time", 1.0),
    "min": ("time", 60.0),
    "h": ("time", 3600.0),
    "d": ("time", 86400.0),
    "mb": ("storage", 1.0),
    "gb": ("storage", 1000.0),
    "tb": ("storage", 1_000_000.0),
    "w": ("power", 1.0),
    "kw": ("power", 1000.0),
    "mah": ("charge", 1.0),
    "ah": ("charge", 1000.0),
}
_SPELLINGS = {
    "gram": "g", "grams": "g", "gramme": "g", "grammes": "g", "kilo": "kg", "kilos": "kg",
    "kilogram": "kg", "kilograms": "kg", "kgs": "kg", "ounce": "oz", "ounces": "oz",
    "pound": "lb", "pounds": "lb", "lbs": "lb", "millimetre": "mm", "millimetres": "mm",
    "millimeter": "mm", "millimeters": "mm", "centimetre": "cm", "centimetres": "cm",
    "centimeter": "cm", "centimeters": "cm", "metre": "m", "metres": "m", "meter": "m",
    "meters": "m", "inch": "in", "inches": "in", '"': "in", "″": "in", "foot": "ft",
    "feet": "ft", "millilitre": "ml", "millilitres": "ml", "milliliter": "ml",
    "milliliters": "ml", "litre": "l", "litres": "l", "liter": "l", "liters": "l",
    "sec": "s", "second": "s", "seconds": "s", "mins": "min", "minute": "min",
    "minutes": "min", "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "day": "d",
    "days": "d", "percent": "%", "per cent": "%", "pct": "%",
    "watt": "w", "watts": "w", "gigabyte": "gb", "gigabytes": "gb",
    "terabyte": "tb", "terabytes": "tb",
}  # fmt: skip

_ALONE = frozenset({
    "%", "°c", "°f", "year", "years", "month", "months", "week", "weeks", "g/m2", "gsm", "mp", "v",
    "hz", "khz", "mhz", "ghz", "db", "lm", "lumen", "lumens", "rpm", "bar", "psi", "dpi", "ppi",
    "m2", "cm2", "wh", "kwh", "kcal", "kj",
})  # fmt: skip
"""Units, folded, that convert into no other of ours."""


def _key(unit: str) -> str:
    folded = fold(unit).rstrip(".")
    return _SPELLINGS.get(folded, folded)


def dimension(unit: str) -> str:
    """Name what a unit measures: "kg" is "mass"; an unlisted unit is its own dimension."""
    key = _key(unit)
    return _UNITS[key][0] if key in _UNITS else key


def is_unit(text: str) -> bool:
    """Say whether a text is a unit that we know: "kg" and "months" are, "pack" is none."""
    key = _key(text)
    return key in _UNITS or key in _ALONE


def to_base(value: float, unit: str) -> float:
    """Convert a value into the base unit of its dimension (grams, millimetres, seconds, ...)."""
    key = _key(unit)
    return value * _UNITS[key][1] if key in _UNITS else value
