"""A rehearsal that lasts a whole session: one assistant, a database that is thrown away after.

Knows nothing of pytest or of the command line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.errors import AssistantError
from assistant.rehearsal.checking import check_script
from assistant.rehearsal.making import PLAIN, make_assistant
from assistant.rehearsal.nodes import line_of, read_yaml
from assistant.rehearsal.noting import without_model
from assistant.rehearsal.results import CaseResult
from assistant.rehearsal.runner import Rehearsal
from assistant.rehearsal.script import Case, Script
from assistant.settings import Settings, load_settings
from assistant.turn import Assistant

__all__ = ["SessionRehearsal", "home_of", "settings_of"]

_DEMO = "demo"


def home_of(script: Script) -> Path | None:
    """Give the folder of the shop a script is written for; None is the one that is set."""
    return None if script.shop == _DEMO else (script.path.parent / script.shop).resolve()


def settings_of(script: Script, shop: Path | None) -> Settings:
    """Load the settings of `shop`, else of the shop that a script names.

    Raises AssistantError where that is no folder.
    """
    if shop is not None:
        return load_settings(shop)
    home = home_of(script)
    if home is not None and not home.is_dir():
        raise AssistantError(
            f"{script.path}:{_line_of_shop(script.path)}: there is no shop's folder {home}: "
            "name the shop as seen from the script, or write `shop: demo` for the one that "
            "--shop or AISLE_HOME names"
        )
    return load_settings(home)


def _line_of_shop(path: Path) -> int:
    return line_of(read_yaml(path.read_text(encoding="utf-8"))[1], ("shop",))


class SessionRehearsal:
    """Plays single cases; `bring` may give the assistant, else shop and model say which it is.

    All scripts of a session are played in one shop.
    """

    def __init__(
        self, bring: Callable[[], Assistant | None], *, shop: Path | None, model: str | None
    ) -> None:
        self._bring = bring
        self._shop = shop
        self._model = model
        self._folder = TemporaryDirectory(prefix="aisle-rehearsal-", ignore_cleanup_errors=True)
        self._rehearsal: Rehearsal | None = None
        self._homes: set[Path | None] = set()
        self._checked: set[Path] = set()

    def play(self, script: Script, case: Case) -> CaseResult:
        """Play one case. Raises AssistantError where its script does not fit the catalogue."""
        rehearsal = self._over(script)
        if script.path not in self._checked:
            check_script(script, rehearsal.partner().index)
            self._checked.add(script.path)
        return rehearsal.run([replace(script, cases=(case,))]).results[0]

    def close(self) -> None:
        """Throw the database away."""
        self._folder.cleanup()

    def _over(self, script: Script) -> Rehearsal:
        self._homes.add(home_of(script) if self._shop is None else self._shop)
        if len(self._homes) > 1:
            raise AssistantError(
                f"{script.path} is written for another shop than the scripts before it: "
                "run them apart, or name one shop for all"
            )
        if self._rehearsal is None:
            self._rehearsal = Rehearsal(
                lambda: self._bring() or self._made(script),
                note=lambda _, case: without_model(case) if self._model == PLAIN else (),
            )
        return self._rehearsal

    def _made(self, script: Script) -> Assistant:
        settings = settings_of(script, self._shop)
        return make_assistant(settings, Path(self._folder.name), model=self._model)
