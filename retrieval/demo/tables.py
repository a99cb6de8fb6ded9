"""The word tables of the demo shop: one YAML file a department, validated when it is read.

Knows nothing of how products are made of them. A shop owner who wants another demo edits
the files under `tables/` and runs ``python -m retrieval.demo``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from retrieval.errors import CatalogueError

__all__ = ["ORDER", "Department", "Kind", "departments", "read_table"]


def _is_sentence(text: str) -> str:
    if not text.endswith((".", "!", "?")):
        raise ValueError(f"{text!r} is no whole sentence; end it with a full stop or quote it")
    return text


Words = tuple[str, ...]
Sentences = tuple[Annotated[str, AfterValidator(_is_sentence)], ...]
Choices = Mapping[str, float]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(_Table):
    """One leaf of the category tree and the words its products are made of.

    `nouns` are the last words of a title with the attributes they settle ("Trail Running
    Shoe": {terrain: trail}). `price` is the range in dollars,
    `factors` make a noun dearer or cheaper than that. `colours` come most usual
    first. `options` map an option's values to their price factor. `sizes` hold the sizes of
    men, women, unisex, or "all". `says` adds to the department's.
    """

    nouns: Mapping[str, Mapping[str, str]]
    price: tuple[float, float]
    factors: Mapping[str, float] = Field(default_factory=dict)
    count: int = 19
    colours: Words = ()
    options: Mapping[str, Choices] = Field(default_factory=dict)
    sizes: Mapping[str, Words] = Field(default_factory=dict)
    attributes: Mapping[str, str] = Field(default_factory=dict)
    brands: Words = ()
    models: Words = ()
    says: Mapping[str, Sentences] = Field(default_factory=dict)
    openings: Annotated[Sentences, Field(min_length=4)]
    details: Annotated[Sentences, Field(min_length=4)]


class Department(_Table):
    """One department: its brands with their price level (0 plain, 1 dear), words and kinds.

    `attributes` are recipes (`retrieval.demo.recipes`) that every kind uses or overrides;
    `says` is what a description may say of an attribute that a product has.
    """

    department: str
    brands: Mapping[str, Annotated[float, Field(ge=0, le=1)]]
    models: Words = ()
    suffixes: Words = ("",)
    sizes: Mapping[str, Words] = Field(default_factory=dict)
    attributes: Annotated[Mapping[str, str], Field(min_length=6)]
    says: Mapping[str, Sentences]
    closings: Sentences
    kinds: Mapping[str, Kind]


ORDER = (
    *("fashion", "shoes", "electronics", "home", "kitchen", "garden"),
    *("sports", "beauty", "toys", "grocery", "pets", "office"),
)

_Model = TypeVar("_Model", bound=BaseModel)


def read_table(source: Traversable, model: type[_Model]) -> _Model:
    """A YAML file as `model`; `CatalogueError` names the file and what is wrong in it."""
    try:
        return model.model_validate(yaml.safe_load(source.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise CatalogueError(f"the word table {source.name} cannot be used: {error}") from error


@cache
def departments() -> tuple[Department, ...]:
    """Every department, in the order of the shop's menu."""
    folder = files(__package__) / "tables"
    return tuple(read_table(folder / f"{name}.yaml", Department) for name in ORDER)
