"""Which options of `aisle test` go together: what would be ignored is refused, by name.

A way of testing is what the command does: it plays scripts unless an option says otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from assistant.errors import AssistantError

__all__ = ["A_PATH", "check_together"]

A_PATH = "a script's path"
_WAYS: Mapping[str, Collection[str]] = {
    "--diff": {"--json"},
    "--from-conversation": {"--record"},
    "--record": {"--model"},
    "--improvise": {
        "--seed", "--workers", "--json", "--model", "--url", "--reword", "--freeze",
    },
    "--mutate": {A_PATH, "-k", "--tag", "--json", "--model"},
}  # fmt: skip
"""The ways that an option names, and what each makes use of beside it."""

_NEEDED = {"--freeze": "--improvise", "--reword": "--improvise", "--reachable": "--url"}
_EVERYWHERE = {"--shop"}
_AS_IT_IS = {"--model", "--mutate", "--record"}


def check_together(given: Collection[str]) -> None:
    """Raise AssistantError for the first option given that would be ignored beside the others."""
    if "--url" in given:
        for option in sorted(_AS_IT_IS & set(given)):
            raise AssistantError(
                f"{option} and --url exclude each other: a running server is as it is"
            )
        if "--reword" in given:
            raise AssistantError(
                "--reword and --url exclude each other: the model that words is one here"
            )
    way = next((name for name in _WAYS if name in given), None)
    for option in given:
        if way not in {None, option} and option not in {*_WAYS[str(way)], *_EVERYWHERE}:
            raise AssistantError(
                f"{option} and {way} exclude each other: it would do nothing there"
            )
        needed = _NEEDED.get(option)
        if needed is not None and needed not in given:
            raise AssistantError(f"{option} needs {needed}: without it, it does nothing")
