"""The generations of the index, as `aisle doctor` tells them.

Which serves, which did before, what a build left behind, and the room they take. Knows
nothing of other checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.errors import CatalogueError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from retrieval.inventory import Holding, Inventory

__all__ = ["generations"]

_NONE = "none; `aisle index FEED` makes one"
_NO_PREVIOUS = "none; the next `aisle index` keeps the serving one for `--rollback`"


def generations(settings: Settings) -> list[tuple[str, str]]:
    """Tell which generation serves, when it was built, of how much, and what else is on disk.

    Raises:
        CatalogueError: the serving generation is missing, not whole, or of another release.
    """
    from retrieval.inventory import Part, take_inventory

    inventory = take_inventory(settings.index_folder)
    serving, previous = inventory.of(Part.SERVING), inventory.of(Part.PREVIOUS)
    if serving is not None and serving.manifest is None:
        raise CatalogueError(_mend(serving, previous))
    facts = [("serving", serving.generation if serving else _NONE)]
    if serving is not None and (manifest := serving.manifest) is not None:
        facts += [
            ("built", _built(serving)),
            ("products", f"{manifest.products:,}, {manifest.active:,} of them active"),
            ("embedder", manifest.embedder),
            ("size", _mib(serving.size)),
        ]
    return [
        *facts,
        ("previous", _previous(previous)),
        ("unfinished", _unfinished(inventory)),
        ("size of all", f"{_mib(inventory.size)} in {settings.index_folder}"),
    ]


def _built(holding: Holding) -> str:
    made = holding.manifest.created if holding.manifest else None
    return f"{made:%Y-%m-%d %H:%M} UTC" if made else "never finished"


def _previous(holding: Holding | None) -> str:
    if holding is None:
        return _NO_PREVIOUS
    if holding.manifest is None:
        return f"{holding.generation} cannot serve: {holding.fault}"
    return (
        f"{holding.generation}, built {_built(holding)}, {holding.manifest.products:,} products, "
        f"{_mib(holding.size)}; `aisle index --rollback` lets it serve"
    )


def _unfinished(inventory: Inventory) -> str:
    from retrieval.inventory import Part

    unused = [holding for holding in inventory.holdings if holding.part is Part.UNUSED]
    if not unused:
        return "being built now" if inventory.building else "none"
    why = (
        "being built now"
        if inventory.building
        else "left by a build that did not end; it is removed by itself"
    )
    return "; ".join(f"{one.generation}, {_mib(one.size)}, {why}" for one in unused)


def _mend(serving: Holding, previous: Holding | None) -> str:
    back = previous is not None and previous.manifest is not None
    return (
        f"the serving generation {serving.generation} cannot serve: {serving.fault}. Run "
        f"`aisle index FEED`{', or `aisle index --rollback`' if back else ''}"
    )


def _mib(size: int) -> str:
    return f"{size / 2**20:.1f} MiB"
