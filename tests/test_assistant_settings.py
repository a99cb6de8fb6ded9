"""Settings: who wins, what a malformed value is told, where the shop's folder is."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.errors import AssistantError
from assistant.settings import Settings, load_settings, unknown_variables


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("AISLE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


def write(home: Path, text: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.toml").write_text(text, encoding="utf-8")


def test_without_anything_set_the_demo_shop_is_meant(tmp_path: Path) -> None:
    found = load_settings()
    assert found.home == tmp_path / "data" / "aisle" / "demo"
    assert found.cache_dir == tmp_path / "cache" / "aisle"
    assert (found.currency, found.locale, found.host, found.port) == (
        "USD",
        "en_US",
        "127.0.0.1",
        7860,
    )
    assert found.database == f"sqlite:///{found.home / 'aisle.db'}"
    assert found.index_folder == found.home / "index"
    assert found.pictures_folder == found.home / "pictures"


def test_code_wins_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "shop", 'currency = "EUR"\nport = 1000\nshown = 2\n')
    monkeypatch.setenv("AISLE_HOME", str(tmp_path / "shop"))
    assert load_settings().port == 1000
    monkeypatch.setenv("AISLE_PORT", "2000")
    found = Settings(shown=6)
    assert (found.currency, found.port, found.shown) == ("EUR", 2000, 6)
    assert Settings(port=3000).port == 3000


def test_the_named_shops_file_is_read_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "one", "port = 1001\n")
    write(tmp_path / "two", "port = 1002\n")
    monkeypatch.setenv("AISLE_HOME", str(tmp_path / "one"))
    assert load_settings().port == 1001
    assert load_settings(tmp_path / "two").port == 1002
    assert load_settings(Path("two")).home == tmp_path / "two"
    assert load_settings(tmp_path / "three").port == 7860


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISLE_PORT", "")
    assert load_settings().port == 7860


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "many"),
        ("port", "70000"),
        ("port", "-1"),
        ("currency", "dollars"),
        ("currency", "usd"),
        ("locale", "english"),
        ("device", "tpu"),
        ("quantisation", "int3"),
        ("deadline", "0"),
        ("deadline", "soon"),
        ("threads", "0"),
        ("shown", "0"),
        ("shown", "99"),
        ("prose", "purple"),
    ],
)
def test_a_malformed_value_is_named_with_where_to_mend_it(
    name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"AISLE_{name.upper()}", value)
    with pytest.raises(AssistantError, match=rf"{name} = '{value}'.*settings.toml.*AISLE_"):
        load_settings()
    monkeypatch.delenv(f"AISLE_{name.upper()}")
    write(tmp_path / "shop", f'{name} = "{value}"\n')
    with pytest.raises(AssistantError, match=rf"{name} = '{value}'"):
        load_settings(tmp_path / "shop")


def test_every_malformed_value_is_in_the_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISLE_PORT", "many")
    monkeypatch.setenv("AISLE_SHOWN", "none")
    with pytest.raises(AssistantError, match=r"port = 'many'.*shown = 'none'"):
        load_settings()


def test_a_name_that_is_no_setting_is_told(tmp_path: Path) -> None:
    write(tmp_path / "shop", "prot = 1\n")
    with pytest.raises(AssistantError, match="prot"):
        load_settings(tmp_path / "shop")


@pytest.mark.parametrize("text", ["port = = 1", "[", "\x00", "port"])
def test_a_broken_file_is_told(tmp_path: Path, text: str) -> None:
    write(tmp_path / "shop", text)
    with pytest.raises(AssistantError, match=r"settings.toml cannot be read.*Mend its syntax"):
        load_settings(tmp_path / "shop")


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "settings.toml").write_bytes(b'shop_name = "caf\xe9"')
    with pytest.raises(AssistantError, match=r"settings\.toml cannot be read"):
        load_settings(tmp_path / "shop")


def test_secrets_are_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISLE_API_KEY", "sk-secret")
    monkeypatch.setenv("AISLE_DATABASE_URL", "postgresql://me:secret@db/shop")
    found = load_settings()
    assert "sk-secret" not in repr(found)
    assert "me:secret" not in repr(found)
    assert found.api_key == SecretStr("sk-secret")
    assert found.database == "postgresql://me:secret@db/shop"


def test_a_secret_that_is_malformed_is_not_printed_either(tmp_path: Path) -> None:
    write(tmp_path / "shop", "api_key = 12345678\n")
    with pytest.raises(AssistantError, match="api_key") as error:
        load_settings(tmp_path / "shop")
    assert "12345678" not in str(error.value)


def test_settings_do_not_change() -> None:
    from pydantic import ValidationError

    with pytest.raises(ValidationError):
        load_settings().port = 1  # type: ignore[misc]


def test_variables_that_are_no_setting_are_named_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("AISLE_EMBEDER", "AISLE_ZZZ", "AISLE_PORT", "OTHER_PORT"):
        monkeypatch.setenv(name, "1")
    assert unknown_variables() == {"AISLE_EMBEDER": "AISLE_EMBEDDER", "AISLE_ZZZ": ""}
