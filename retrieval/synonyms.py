"""Other words for the same thing: our general table, and a shop's own file beside it.

Knows nothing of any catalogue: which of the words mean something is for the vocabulary to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from retrieval.errors import CatalogueError
from retrieval.text import stem, tokenise

__all__ = ["Synonyms", "general_words", "read_synonyms", "same_spelling", "stems_of"]

_FILE = Path(__file__).parent / "data" / "synonyms.yaml"
_LARGEST = 1_000_000  # bytes of a shop's file
Group = tuple[str, ...]
Stems = tuple[str, ...]


class _General(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    spellings: Mapping[str, str]
    groups: tuple[Group, ...]
    kinds: Mapping[str, Group]


class _Own(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    groups: tuple[Group, ...] = ()
    kinds: Mapping[str, Group] = {}

    @field_validator("groups")
    @classmethod
    def _two_names_each(cls, groups: tuple[Group, ...]) -> tuple[Group, ...]:
        for group in groups:
            if len({stems_of(name) for name in group}) < 2:
                raise ValueError(f"{list(group)} has fewer than two names that differ")
            if nameless := [name for name in group if not stems_of(name)]:
                raise ValueError(f"{nameless[0]!r} holds no word")
        return groups


@cache
def _general() -> _General:
    return _General.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def same_spelling(word: str) -> str:
    """Return the one spelling we keep of a folded word: "gray" is "grey"."""
    return _general().spellings.get(word, word)


def stems_of(text: str) -> Stems:
    """Cut a text into words, each in its kept spelling and without its plural."""
    return tuple(same_spelling(stem(same_spelling(token.text))) for token in tokenise(text))


@cache
def general_words() -> frozenset[str]:
    """Return the stems of all words of the general table."""
    table = _general()
    wide = (name for names in table.kinds.items() for name in (names[0], *names[1]))
    names = (*(name for group in table.groups for name in group), *wide)
    return frozenset(word for name in names for word in stems_of(name))


class Synonyms:
    """The general table, and what one shop adds: groups of names, and wide names of `kinds`."""

    def __init__(
        self, groups: Iterable[Group] = (), kinds: Mapping[str, Group] | None = None
    ) -> None:
        found: dict[Stems, set[Stems]] = defaultdict(set)
        for group in (*groups, *_general().groups):
            names = {stems_of(name) for name in group}
            for name in names:
                found[name] |= names - {name}
        self.equivalents: Mapping[Stems, frozenset[Stems]] = {
            name: frozenset(others) for name, others in found.items()
        }
        """Each name of a group, as stems, and the other names of its groups."""
        wide = {**_general().kinds, **(kinds or {})}
        self.narrower: Mapping[Stems, tuple[Stems, ...]] = {
            stems_of(name): tuple(map(stems_of, names)) for name, names in wide.items()
        }
        """Each wide name, as stems, and the narrower ones."""


def read_synonyms(path: Path) -> Synonyms:
    """Read a shop's own `synonyms.yaml`: `groups`, each a list of names for the same thing.

    Under `kinds` stand wide names and their narrower ones. A file that is not there adds nothing.

    Raises:
        CatalogueError: the file cannot be read; names the place and what belongs there.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise CatalogueError(f"{path} is larger than {_LARGEST} bytes")
        own = _Own.model_validate(yaml.safe_load(path.read_text(encoding="utf-8-sig")) or {})
    except FileNotFoundError:
        return Synonyms()
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CatalogueError(f"{path} cannot be read as YAML: {error}") from error
    except ValidationError as error:
        raise CatalogueError(f"{path}: {_first(error)}") from error
    return Synonyms(own.groups, own.kinds)


def _first(error: ValidationError) -> str:
    """Say what the first fault of a file is, where, and what belongs there."""
    fault = error.errors()[0]
    place = " ".join(str(part + 1 if isinstance(part, int) else part) for part in fault["loc"])
    return (
        f"{place}: {fault['msg'].removeprefix('Value error, ')}. "
        "It should read `groups:` and under it lines such as `- [sofa, couch]`"
    )
