"""Conditions written as `retrieval.filters.parse_where` reads them: the way back."""

from __future__ import annotations

import re

from retrieval.conditions import AllOf, Condition, Expression

__all__ = ["written"]

_PLAIN = re.compile(r"(?!.*\b(?:and|or|not)\b)[\w .&'%/+#°-]+", re.IGNORECASE)
_SIGNS = {("max", False): "<=", ("max", True): "<", ("min", False): ">=", ("min", True): ">"}


def written(expression: Expression) -> str:
    """Write an expression as a person would type it, such as `price<=50 and colour=blue|red`."""
    if isinstance(expression, Condition):
        return _clause(expression)
    joint = " and " if isinstance(expression, AllOf) else " or "
    return joint.join(map(_part, expression.parts))


def _part(expression: Expression) -> str:
    text = written(expression)
    return text if isinstance(expression, Condition) else f"({text})"


def _clause(condition: Condition) -> str:
    field = _quoted(condition.field)
    if condition.bound is None:
        sign = "=" if condition.op == "in" else "!="
        return f"{field}{sign}{'|'.join(map(_quoted, condition.values))}"
    unit = f" {condition.unit}" if condition.unit else ""
    return f"{field}{_SIGNS[condition.op, condition.strict]}{condition.bound:f}{unit}"


def _quoted(text: str) -> str:
    """Put in quotes what would be read as something else without; no value holds quotes itself."""
    return text if _PLAIN.fullmatch(text) or '"' in text else f'"{text}"'
