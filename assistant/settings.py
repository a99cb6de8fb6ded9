"""All settings, and the only reader of the environment.

A value given in code wins over an `AISLE_*` variable, which wins over `settings.toml` in the
shop's folder. Knows nothing of what the values are used for.
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from assistant.errors import AssistantError
from assistant.locales import CurrencyCode, LocaleName

__all__ = ["Settings", "load_settings", "unknown_variables"]


def _data_home() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "aisle"


def _cache_home() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aisle"


_PREFIX = "AISLE_"
_SECRETS = {"api_key", "database_url"}
"""Never printed, not even malformed."""


class Settings(BaseSettings):
    """What an owner may set. Times are seconds; `home` is the shop's folder."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_ignore_empty=True, extra="forbid", frozen=True
    )

    home: Path = Field(default_factory=lambda: _data_home() / "demo")
    cache_dir: Path = Field(default_factory=_cache_home)
    shop_name: str = ""
    currency: CurrencyCode = "USD"
    locale: LocaleName = "en_US"
    database_url: SecretStr | None = None

    model: str = "embedded"
    remote_model: str | None = None
    api_key: SecretStr | None = None
    device: Literal["auto", "cpu", "cuda"] = "auto"
    quantisation: Literal["auto", "nf4", "int8", "none"] = "auto"
    threads: Annotated[int, Field(ge=1, le=256)] | None = None
    adapters: str = "bundled"
    prose: Literal["auto", "guided", "free"] = "auto"
    embedder: str = "auto"
    reranker: str = "off"

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 7860
    deadline: Annotated[float, Field(gt=0, le=600)] = 20.0
    shown: Annotated[int, Field(ge=1, le=20)] = 4

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources; the file is found through the home the others name."""
        del dotenv_settings, file_secret_settings
        named = init_settings().get("home") or env_settings().get("home")
        home = Path(named) if named else _data_home() / "demo"
        file = TomlConfigSettingsSource(settings_cls, toml_file=home / "settings.toml")
        return init_settings, env_settings, file

    @property
    def database(self) -> str:
        """The database's SQLAlchemy URL: the one given, or SQLite in the shop's folder."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.home / 'aisle.db'}"

    @property
    def index_folder(self) -> Path:
        """Where the index generations lie."""
        return self.home / "index"

    @property
    def models_folder(self) -> Path:
        """Where the embedders and rerankers lie that the shop trained."""
        return self.home / "models"

    @property
    def pictures_folder(self) -> Path:
        """Where the product pictures that we serve ourselves lie."""
        return self.home / "pictures"


def unknown_variables() -> dict[str, str]:
    """Name the `AISLE_*` variables of the environment that are no setting, which are ignored.

    Each with the setting's variable that it comes nearest to, "" where none is near.
    """
    known = {f"{_PREFIX}{name.upper()}" for name in Settings.model_fields}
    given = {name.upper() for name in os.environ if name.upper().startswith(_PREFIX)}
    nearest = {name: get_close_matches(name, known, n=1, cutoff=0.75) for name in given - known}
    return {name: next(iter(nearest[name]), "") for name in sorted(nearest)}


def load_settings(shop: Path | None = None) -> Settings:
    """Read the settings of the shop in folder `shop` (default: AISLE_HOME, else the demo shop).

    Raises AssistantError, naming the value and where it may come from, when one is malformed.
    """
    try:
        return Settings(home=shop.expanduser().absolute()) if shop is not None else Settings()
    except ValidationError as error:
        raise AssistantError(_explain(error)) from error
    except ValueError as error:  # settings.toml is not TOML
        raise AssistantError(f"settings.toml cannot be read: {error}. Mend its syntax.") from error


def _explain(error: ValidationError) -> str:
    problems = []
    for item in error.errors():
        name = ".".join(map(str, item["loc"]))
        value = "(not shown)" if name in _SECRETS else repr(item["input"])
        problems.append(f"{name} = {value}: {item['msg']}")
    return (
        f"a setting is malformed: {'; '.join(problems)}. "
        "Mend it in settings.toml of the shop's folder, or in the AISLE_ variable of that name."
    )
