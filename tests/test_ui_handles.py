"""Handles: only our own signature is believed; the secret is private and made once."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from assistant.errors import AssistantError
from ui.handles import Handles, read_secret

if TYPE_CHECKING:
    from pathlib import Path


def test_a_handle_comes_back() -> None:
    handles = Handles("s" * 43)
    assert handles.read(handles.sign("conversation-1")) == "conversation-1"


@pytest.mark.parametrize("token", ["", "conversation-1", "a.b", None, 7, ["x"], "\x00", "é" * 9])
def test_nothing_else_is_believed(token: object) -> None:
    assert Handles("s" * 43).read(token) is None


def test_another_secret_or_a_changed_letter_is_refused() -> None:
    token = Handles("s" * 43).sign("conversation-1")
    assert Handles("t" * 43).read(token) is None
    other = "A" if token[0] != "A" else "B"
    assert Handles("s" * 43).read(other + token[1:]) is None


def test_the_secret_is_made_once_and_for_us_alone(tmp_path: Path) -> None:
    file = tmp_path / "shop" / "secret"
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: read_secret(file), range(32)))
    assert len(secrets) == 1
    assert len(secrets.pop()) >= 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret"]


def test_a_secret_too_short_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("short")
    with pytest.raises(AssistantError, match="Delete it"):
        read_secret(tmp_path / "secret")


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AssistantError, match="writable"):
        read_secret(tmp_path / "file" / "secret")
