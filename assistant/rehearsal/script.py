"""A script as the runner plays it: cases of steps, all parameters filled in.

Knows nothing of YAML or of how steps are judged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from assistant.rehearsal.assertions import Assertion
from assistant.visit import Page, Visit

__all__ = [
    "Asserted",
    "Case",
    "Event",
    "Fixtures",
    "Leave",
    "ModelFails",
    "ModelRecovers",
    "ModelSlow",
    "OpenPage",
    "Reload",
    "Retry",
    "Script",
    "SetPrice",
    "SetStock",
    "Step",
]


@dataclass(frozen=True, slots=True)
class SetStock:
    """Stock changes between turns: of one variant, or of all of a product's."""

    product: str
    stock: int
    variant: str | None = None


@dataclass(frozen=True, slots=True)
class SetPrice:
    """A price changes between turns, in the currency it has: of one variant, or of all."""

    product: str
    price: Decimal
    variant: str | None = None


@dataclass(frozen=True, slots=True)
class ModelFails:
    """From now on every call of the model fails."""


@dataclass(frozen=True, slots=True)
class ModelSlow:
    """From now on every call of the model takes this many seconds longer."""

    seconds: float


@dataclass(frozen=True, slots=True)
class ModelRecovers:
    """The model answers as before."""


@dataclass(frozen=True, slots=True)
class OpenPage:
    """The shopper opens a page of the shop; the next message is written there."""

    page: Page


@dataclass(frozen=True, slots=True)
class Reload:
    """The page is loaded again: the conversation must be as it was."""


@dataclass(frozen=True, slots=True)
class Retry:
    """The last message is sent again under the same id: the same reply, and no second effect."""


@dataclass(frozen=True, slots=True)
class Leave:
    """The shopper goes; nothing can follow."""


Event = (
    SetStock | SetPrice | ModelFails | ModelSlow | ModelRecovers | OpenPage | Reload | Retry | Leave
)


@dataclass(frozen=True, slots=True)
class Asserted:
    """One assertion under its key, and the line where it stands."""

    name: str
    assertion: Assertion
    line: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One message of the shopper, or one event between two; exactly one of the two is set."""

    user: str | None = None
    event: Event | None = None
    assertions: tuple[Asserted, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Fixtures:
    """Under what circumstances a case is played; None where it does not matter.

    `visit` is who talks, and on which page; `clock` the moment at which all of it happens.
    """

    visit: Visit = field(default_factory=Visit)
    clock: datetime | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation; `expected_to_fail` is the reason why it is known to."""

    name: str
    steps: tuple[Step, ...]
    tags: tuple[str, ...] = ()
    fixtures: Fixtures = field(default_factory=Fixtures)
    expected_to_fail: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """One file: the shop it is written for ("demo", or a folder beside it) and its cases."""

    path: Path
    shop: str
    cases: tuple[Case, ...]
