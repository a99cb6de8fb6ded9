"""Whether a file or folder that a command is to write can be written: told before the work.

Knows nothing of what is written there. Trying leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile

from assistant.errors import AssistantError

__all__ = ["check_file", "check_folder"]


def check_file(option: str, file: Path, *, endings: Sequence[str] = ()) -> None:
    """Raise AssistantError, naming the option, where no file can be written under this name.

    `endings` are those that the name may have, where it says what is written.
    """
    if endings and file.suffix.lower() not in endings:
        raise AssistantError(f"{option} {file} must end in {', '.join(endings)}")
    if file.is_dir():
        raise AssistantError(f"{option} {file} is a folder: name a file, as {file / 'report'}")
    try:
        if file.exists():
            with file.open("ab"):
                return
        _try_within(file.parent)
    except OSError as error:
        raise _unwritable(option, file, error) from error


def check_folder(option: str, folder: Path) -> None:
    """Raise AssistantError, naming the option, where no files can be written into this folder."""
    try:
        _try_within(folder)
    except OSError as error:
        raise _unwritable(option, folder, error) from error


def _try_within(folder: Path) -> None:
    """Write into the folder, or into the nearest one above it that is there."""
    there = next(
        above for above in (folder.absolute(), *folder.absolute().parents) if above.exists()
    )
    with TemporaryFile(dir=there):
        return


def _unwritable(option: str, path: Path, error: OSError) -> AssistantError:
    why = error.strerror or str(error)
    return AssistantError(f"{option} {path} cannot be written: {why}; name another")
