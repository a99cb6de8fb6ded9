"""Loading: where a model runs and why, and one clear error for everything that can go wrong."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from langchain_core.messages import HumanMessage
from model_samples import save_tiny_llama

from assistant.model import ModelConfig, ModelError, ModelReport, describe, load_chat_model
from assistant.model.device import Hardware, Placement, Traits, place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.abc import MetaPathFinder
    from importlib.machinery import ModuleSpec
    from pathlib import Path
    from types import ModuleType

LAPTOP = Hardware(cuda=None, cuda_bf16=False, cpu_bf16=None, bitsandbytes=True)
SERVER = Hardware(cuda=None, cuda_bf16=False, cpu_bf16="AVX512-BF16", bitsandbytes=True)
GPU = Hardware(cuda="NVIDIA L4", cuda_bf16=True, cpu_bf16="AMX", bitsandbytes=True)
OLD_GPU = Hardware(cuda="NVIDIA T4", cuda_bf16=False, cpu_bf16=None, bitsandbytes=False)
LLAMA, BUNDLED, OTHER = Traits(lean=True), Traits(lean=True, four_bit=True), Traits()


def load(name: object, **changes: object) -> object:
    return load_chat_model(ModelConfig(cache_dir=name, name=str(name), device="cpu", **changes))


@pytest.mark.parametrize(
    ("hardware", "device", "asked", "traits", "expected"),
    [
        (GPU, "auto", "auto", BUNDLED, ("cuda", "bfloat16", "nf4", "bitsandbytes")),
        (GPU, "cuda", "int8", OTHER, ("cuda", "bfloat16", "int8", "bitsandbytes")),
        (GPU, "auto", "none", OTHER, ("cuda", "bfloat16", "none", "torch")),
        (GPU, "cpu", "auto", OTHER, ("cpu", "bfloat16", "none", "torch")),
        (OLD_GPU, "auto", "auto", OTHER, ("cuda", "float16", "none", "torch")),
        (SERVER, "auto", "auto", BUNDLED, ("cpu", "bfloat16", "q4", "torch")),
        (SERVER, "auto", "auto", LLAMA, ("cpu", "bfloat16", "none", "torch")),
        (SERVER, "auto", "int8", LLAMA, ("cpu", "bfloat16", "int8", "torch")),
        (SERVER, "auto", "int8", OTHER, ("cpu", "bfloat16", "int8", "bitsandbytes")),
        (LAPTOP, "cpu", "nf4", LLAMA, ("cpu", "float32", "nf4", "bitsandbytes")),
        (LAPTOP, "auto", "none", BUNDLED, ("cpu", "float32", "none", "torch")),
    ],
)
def test_where_a_model_runs(
    hardware: Hardware, device: str, asked: str, traits: Traits, expected: tuple[str, ...]
) -> None:
    placement = place(device, asked, hardware, traits)
    found = (placement.device, placement.dtype, placement.quantisation, placement.backend)
    assert found == expected
    assert "\n" not in placement.reason
    assert (hardware.cuda or "CPU") in placement.reason or device == "cpu"


def test_cuda_that_is_not_there() -> None:
    with pytest.raises(ModelError, match="no CUDA GPU: choose device 'auto' or 'cpu'"):
        place("cuda", "auto", SERVER, BUNDLED)


@pytest.mark.parametrize(("hardware", "asked"), [(OLD_GPU, "nf4"), (OLD_GPU, "int8")])
def test_quantisation_without_bitsandbytes(hardware: Hardware, asked: str) -> None:
    with pytest.raises(ModelError, match="pip install bitsandbytes"):
        place("auto", asked, hardware, OTHER)


class Blind:
    """A meta-path finder that finds what another one finds, except one package."""

    def __init__(self, finder: MetaPathFinder, package: str) -> None:
        self.finder = finder
        self.package = package

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] == self.package:
            return None
        return self.finder.find_spec(name, path, target)

    def __getattr__(self, name: str) -> object:
        """Else it is that one, as for what is installed: transformers asks while it loads."""
        return getattr(self.finder, name)


@pytest.fixture
def without_bitsandbytes() -> Iterator[None]:
    gone = {name: sys.modules.pop(name) for name in list(sys.modules) if "bitsandbytes" in name}
    finders = list(sys.meta_path)
    sys.meta_path[:] = [Blind(finder, "bitsandbytes") for finder in finders]
    try:
        yield
    finally:
        sys.meta_path[:] = finders
        sys.modules.update(gone)


@pytest.mark.usefixtures("without_bitsandbytes")
def test_bitsandbytes_that_is_not_installed(tmp_path: Path) -> None:
    save_tiny_llama(tmp_path)
    with pytest.raises(ModelError, match="pip install bitsandbytes"):
        load(tmp_path, quantisation="nf4")
    assert describe(load(tmp_path)).quantisation == "none"


@pytest.mark.parametrize("attention_bias", [False, True])
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_nf4_on_the_processor(tmp_path: Path, attention_bias: bool) -> None:
    save_tiny_llama(tmp_path, attention_bias=attention_bias)
    model = load(tmp_path, quantisation="nf4")
    report = describe(model)
    assert (report.device, report.quantisation) == ("cpu", "nf4")
    assert report.memory < describe(load(tmp_path, quantisation="none")).memory
    schema = {"type": "object", "properties": {"n": {"type": "integer", "maximum": 9}},
              "required": ["n"], "additionalProperties": False}  # fmt: skip
    assert json.loads(model.invoke([HumanMessage("hello")], json_schema=schema).text)["n"] <= 9


def test_a_report_tells_what_is_in_force(tmp_path: Path) -> None:
    from transformers import LlamaForCausalLM

    report = describe(load(save_tiny_llama(tmp_path)))
    weights = LlamaForCausalLM.from_pretrained(tmp_path).parameters()
    assert report.name == str(tmp_path)
    assert report.device == "cpu"
    assert report.dtype in report.reason
    assert report.parameters == sum(weight.numel() for weight in weights)
    assert report.memory >= 2 * report.parameters


def test_a_model_of_the_callers_is_described_by_its_class() -> None:
    from langchain_core.language_models import FakeListChatModel

    report = describe(FakeListChatModel(responses=["hi"]))
    assert isinstance(report, ModelReport)
    assert report.name == "FakeListChatModel"


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"there is no model folder .*nowhere"):
        load(tmp_path / "nowhere")


def test_a_folder_that_holds_no_model(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("nothing here")
    with pytest.raises(ModelError, match=r"no config\.json"):
        load(tmp_path)


def test_a_configuration_that_is_broken(tmp_path: Path) -> None:
    save_tiny_llama(tmp_path)
    (tmp_path / "config.json").write_text("{broken")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load(tmp_path)


@pytest.mark.parametrize("damage", ["cut", "noise", "gone"])
def test_weights_that_are_broken(tmp_path: Path, damage: str) -> None:
    weights = save_tiny_llama(tmp_path) / "model.safetensors"
    whole = weights.read_bytes()
    if damage == "gone":
        weights.unlink()
    else:
        weights.write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"\x00" * 64)
    with pytest.raises(ModelError, match="cannot be loaded"):
        load(tmp_path)


def test_weights_in_pickle_are_refused(tmp_path: Path) -> None:
    weights = save_tiny_llama(tmp_path) / "model.safetensors"
    weights.rename(tmp_path / "pytorch_model.bin")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load(tmp_path)


def test_a_model_that_wants_its_own_code_is_refused(tmp_path: Path) -> None:
    save_tiny_llama(tmp_path)
    config = json.loads((tmp_path / "config.json").read_text())
    config |= {"model_type": "homemade", "auto_map": {"AutoConfig": "mine.Config"}}
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "mine.py").write_text("raise SystemExit('this code was run')")
    with pytest.raises(ModelError, match="runs code of its own repository"):
        load(tmp_path)


def test_a_model_without_a_chat_template(tmp_path: Path) -> None:
    save_tiny_llama(tmp_path, template=None)
    with pytest.raises(ModelError, match="no chat template"):
        load(tmp_path)


def test_a_model_that_does_not_fit(tmp_path: Path) -> None:
    save_tiny_llama(tmp_path)
    with (tmp_path / "more.safetensors").open("wb") as file:
        file.truncate(2**43)  # a hole: it takes no room on the disk
    with pytest.raises(ModelError, match="not enough memory"):
        load(tmp_path)


def test_a_hub_name_while_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelError, match=r"someone/no-such-model cannot be had"):
        load("someone/no-such-model")


def test_a_placement_is_a_value() -> None:
    one = place("cpu", "none", SERVER, LLAMA)
    assert one == Placement("cpu", "bfloat16", "none", "torch", one.reason)
