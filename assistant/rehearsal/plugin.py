"""The pytest plugin: `*.chat.yaml` files are collected as tests, their tags as marks.

Nothing of the assistant is imported before a script is collected, nothing built before the
first case runs; then it is built once a session.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from assistant.rehearsal.results import CaseResult
    from assistant.rehearsal.script import Case, Script
    from assistant.rehearsal.sessions import SessionRehearsal
    from assistant.turn import Assistant

__all__ = ["CaseItem", "ScriptFile"]

_MARK = "rehearsal"
_REHEARSAL: pytest.StashKey[SessionRehearsal] = pytest.StashKey()


class CaseFailedError(Exception):
    """A case that did not go as its script says."""

    def __init__(self, result: CaseResult) -> None:
        super().__init__(result.case.name)
        self.result = result


class Hooks:
    """What a shop's `conftest.py` may say."""

    @pytest.hookspec(firstresult=True)
    def pytest_aisle_assistant(self, config: pytest.Config) -> Assistant | None:
        """Give the assistant to rehearse with, instead of the one that the options name."""


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Let a `conftest.py` bring its own assistant."""
    pluginmanager.add_hookspecs(Hooks)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("aisle", "scripted conversations")
    group.addoption("--aisle-model", metavar="NAME", help="as AISLE_MODEL, or: plain (no model)")
    group.addoption("--aisle-shop", metavar="DIR", type=Path, help="the shop's folder")


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark that every scripted conversation carries."""
    config.addinivalue_line("markers", f"{_MARK}: a scripted conversation (*.chat.yaml)")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take away the database of the rehearsal."""
    if (rehearsal := config.stash.get(_REHEARSAL, None)) is not None:
        rehearsal.close()


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> ScriptFile | None:
    """Collect scripts."""
    if file_path.name.endswith(".chat.yaml"):
        return ScriptFile.from_parent(parent, path=file_path)
    return None


class ScriptFile(pytest.File):
    """One script."""

    def collect(self) -> Iterator[CaseItem]:
        """Give its cases; a fault in the script is an error of the collection."""
        from assistant.errors import AssistantError
        from assistant.rehearsal.loading import load_script

        try:
            script = load_script(self.path)
        except AssistantError as error:
            raise self.CollectError(str(error)) from error
        for case in script.cases:
            yield CaseItem.from_parent(self, name=case.name, script=script, case=case)


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, script: Script, case: Case, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self._script = script
        self._case = case
        for tag in case.tags:
            self.config.addinivalue_line("markers", f"{tag}: a tag of scripted conversations")
        for mark in (_MARK, *case.tags):
            self.add_marker(mark)
        if case.expected_to_fail is not None:
            self.add_marker(pytest.mark.xfail(reason=case.expected_to_fail, strict=True))

    def runtest(self) -> None:
        """Play the case. Raises CaseFailedError where something does not hold."""
        result = self._rehearsal().play(self._script, self._case)
        if result.mismatches:
            raise CaseFailedError(result)

    def repr_failure(
        self,
        excinfo: pytest.ExceptionInfo[BaseException],
        style: Any = None,  # noqa: ANN401 - pytest's own signature
    ) -> Any:  # noqa: ANN401
        """Tell a failure as `aisle test` does."""
        from assistant.errors import AssistantError
        from assistant.rehearsal.telling import tell_failure
        from retrieval.errors import CatalogueError

        if isinstance(excinfo.value, CaseFailedError):
            result = excinfo.value.result
            return "\n".join([*map(str, result.mismatches), "", *tell_failure(result)])
        if isinstance(excinfo.value, AssistantError | CatalogueError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where the case stands."""
        return self.path, self._case.line - 1, self.name

    def _rehearsal(self) -> SessionRehearsal:
        from assistant.rehearsal.sessions import SessionRehearsal

        config = self.config
        if config.stash.get(_REHEARSAL, None) is None:
            config.stash[_REHEARSAL] = SessionRehearsal(
                lambda: config.hook.pytest_aisle_assistant(config=config),
                shop=config.getoption("--aisle-shop"),
                model=config.getoption("--aisle-model"),
            )
        return config.stash[_REHEARSAL]
