"""Chinese numerals: "两百五十" is 250, "一千二" 1200, "3万" 30000, "半" a half.

Positional reading after the usual rule: a digit counts times the unit behind it, and a last
digit by itself counts a tenth of the unit before it.
"""

from __future__ import annotations

import re
from decimal import Decimal

__all__ = ["NUMERAL", "read_numeral"]

_DIGITS = {char: at for at, char in enumerate("零一二三四五六七八九")} | {"\u3007": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
NUMERAL = re.compile(
    r"\d[\d,]*(?:\.\d+)?\s*[百千万]?|半|[零\u3007一二两三四五六七八九十百千万亿]+(?:点[零\u3007一二三四五六七八九]+)?"
)


def read_numeral(text: str) -> Decimal:
    """Read what `NUMERAL` matches."""
    if text == "半":
        return Decimal("0.5")
    if text[0].isdigit():
        return _written(text)
    whole, _, fraction = text.partition("点")
    value = Decimal(_whole(whole))
    return value + Decimal("0." + "".join(str(_DIGITS[char]) for char in fraction or "零"))


def _written(text: str) -> Decimal:
    last = text[-1]
    scale = (_UNITS | _LARGE).get(last, 1)
    return Decimal(text.rstrip("百千万").strip().replace(",", "")) * scale


def _whole(text: str) -> int:
    total = section = digit = 0
    last_unit = 1
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            last_unit = 1 if digit == 0 else last_unit
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit, last_unit = 0, _UNITS[char]
        else:
            total += (section + digit or 1) * _LARGE[char]
            section, digit, last_unit = 0, 0, _LARGE[char]
    return total + section + digit * (last_unit // 10 if last_unit > 10 else 1)
