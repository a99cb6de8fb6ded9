"""Claims of a sentence: of what kind, and what bears each out or why nothing does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Claim", "Ground", "Kind", "Source", "Verdict"]

Kind = Literal[
    "form",
    "link",
    "quote",
    "name",
    "brand",
    "wish",
    "price",
    "discount",
    "percentage",
    "count",
    "rating",
    "measure",
    "number",
    "date",
    "property",
    "comparison",
    "stock",
    "delivery",
    "policy",
    "act",
    "word",
]
Source = Literal["product", "policy", "review", "request", "result"]


@dataclass(frozen=True, slots=True)
class Ground:
    """What bears a claim out: a field of a product, a passage, the request or what was found.

    `id` is the product's or the passage's, `field` the property, `value` what it holds.
    """

    source: Source
    id: str
    field: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim as its sentence words it; it holds where `grounds` bear it out.

    `reason` says why it does not.
    """

    kind: Kind
    text: str
    grounds: tuple[Ground, ...] = ()
    reason: str = ""

    @property
    def holds(self) -> bool:
        """Whether the claim is borne out."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """All claims of one sentence, in the order in which they were looked for."""

    claims: tuple[Claim, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the sentence may be shown."""
        return all(claim.holds for claim in self.claims)

    @property
    def failed(self) -> Claim | None:
        """The first claim that nothing bears out."""
        return next((claim for claim in self.claims if not claim.holds), None)

    @property
    def reason(self) -> str:
        """What failed and why, in one line; "" where everything holds."""
        failed = self.failed
        return f"{failed.kind}: {failed.reason}" if failed else ""
