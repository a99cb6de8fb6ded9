"""Training an adapter on a tiny model: it learns, goes on after an end, and leaves what it says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from model_samples import save_tiny_llama, tiny_tokenizer
from retrieval_samples import make_products

from assistant.errors import AssistantError
from assistant.model.lora import read_adapter
from assistant.training.examples import Example
from assistant.training.learning.batches import IGNORED, as_tensors, encode, passes
from assistant.training.order import Order, Trained
from assistant.training.presets import PRESETS, Plan, Preset
from assistant.training.understanding import train_understanding
from assistant.types import Act

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.training.learning.progress import Progress

PRODUCTS = make_products()
SMALL = Preset(
    device="cpu", rank=4, layers=1, batch=4, steps=4, rate=1e-2, examples=16, judge_every=2, held=6
)


def order(folder: Path, **changes: object) -> Order:
    source = folder / "tiny"
    if not source.is_dir():
        save_tiny_llama(source)
    values: dict[str, object] = {
        "source": str(source), "base": "tiny", "preset": SMALL, "seed": 3,
        "out": folder / "out", "command": "aisle train understanding", **changes,
    }  # fmt: skip
    return Order(**values)  # type: ignore[arg-type]  # checked by the dataclass's users


def trained(folder: Path, **changes: object) -> Trained:
    return train_understanding(PRODUCTS, order(folder, **changes))


def weights(folder: Path) -> bytes:
    return (folder / "understanding" / "adapter_model.safetensors").read_bytes()


def stop_after(steps: int) -> object:
    def tell(progress: Progress) -> None:
        if progress.step == steps:
            raise KeyboardInterrupt

    return tell


def test_it_learns_and_leaves_an_adapter_that_the_model_room_reads(tmp_path: Path) -> None:
    steps = SMALL.model_copy(update={"steps": 30, "judge_every": 10})
    done = trained(tmp_path, preset=steps)
    assert done.progress.done
    assert sum(done.progress.losses[-5:]) < sum(done.progress.losses[:5])
    assert {judgement.step for judgement in done.progress.judgements} == {10, 20, 30}
    pairs = read_adapter(done.folder).pairs
    assert {name.split(".")[1] for name in pairs} == {"1"}, "the upper layer alone"
    assert len(pairs) == 7
    assert all(low.up.abs().sum() > 0 for low in pairs.values())


def test_the_card_and_the_report_say_how_it_was_made(tmp_path: Path) -> None:
    done = trained(tmp_path)
    card = (done.folder / "README.md").read_text("utf-8")
    assert "    aisle train understanding\n" in card
    assert "4 steps of 4 examples with seed 3" in card
    assert "$" not in card
    score = done.best.scores["catalogue"]
    assert f"| catalogue | {score.loss:.3f} | {score.act:.1%} | {score.wish:.1%} |" in card
    report = json.loads((done.folder / "report.json").read_text("utf-8"))
    assert report["best"] == done.best.model_dump()
    assert len(report["losses"]) == report["steps"] == 4
    assert Plan.model_validate(report["plan"]) == done.progress.plan
    assert (done.folder / "curves.png").read_bytes().startswith(b"\x89PNG")
    config = json.loads((done.folder / "adapter_config.json").read_text("utf-8"))
    assert config["base_model_name_or_path"] == "tiny"
    assert str(tmp_path) not in card + json.dumps(report) + json.dumps(config)


def test_a_training_that_was_broken_off_ends_as_one_that_was_not(tmp_path: Path) -> None:
    whole = trained(tmp_path, out=tmp_path / "whole")
    broken = order(tmp_path, out=tmp_path / "broken")
    with pytest.raises(KeyboardInterrupt):
        train_understanding(PRODUCTS, broken, tell=stop_after(3))  # type: ignore[arg-type]
    told: list[int] = []
    again = train_understanding(PRODUCTS, broken, tell=lambda now: told.append(now.step))
    assert told == [3, 4], "it goes on after the checkpoint of step 2"
    assert again.progress.losses == whole.progress.losses
    assert again.progress.judgements == whole.progress.judgements
    assert weights(tmp_path / "broken") == weights(tmp_path / "whole")


def test_out_of_time_it_is_judged_and_written_and_can_go_on(tmp_path: Path) -> None:
    first = trained(tmp_path, minutes=0.0)
    assert (first.progress.step, first.progress.done) == (1, False)
    assert first.best.step == 1
    second = trained(tmp_path)
    assert second.progress.done
    assert second.progress.judgements[0] == first.best
    third = trained(tmp_path)
    assert third.progress == second.progress, "nothing is left to do"


def test_the_same_seed_gives_the_same_adapter_and_another_another(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        trained(tmp_path, out=tmp_path / name, seed=seed)
    assert weights(tmp_path / "a") == weights(tmp_path / "b") != weights(tmp_path / "c")


def test_a_folder_of_another_training_is_left_alone(tmp_path: Path) -> None:
    trained(tmp_path)
    with pytest.raises(AssistantError, match="begun with another model, catalogue, seed"):
        trained(tmp_path, seed=4)


def test_a_broken_checkpoint_is_named(tmp_path: Path) -> None:
    trained(tmp_path)
    checkpoint = tmp_path / "out" / "understanding.work" / "checkpoint"
    (checkpoint / "optimizer.safetensors").write_bytes(b"not tensors")
    with pytest.raises(AssistantError, match=r"optimizer\.safetensors cannot be read"):
        trained(tmp_path)
    (checkpoint / "progress.json").write_text("{}")
    with pytest.raises(AssistantError, match="to begin anew"):
        trained(tmp_path)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": "/no/such/model"}, "/no/such/model cannot be loaded"),
        ({"preset": SMALL.model_copy(update={"device": "cuda"})}, "needs a CUDA device"),
    ],
)
def test_what_cannot_be_trained_is_said(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(AssistantError, match=said):
        trained(tmp_path, **changes)


def test_only_the_answer_is_learnt_and_padding_is_not() -> None:
    prompt = (("system", "Act."), ("user", "Message: a much longer message than the other"))
    examples = [
        Example(prompt, '{"act":"search","query":"shoes"}', Act.SEARCH),
        Example((("user", "hi"),), '{"act":"smalltalk"}', Act.SMALLTALK),
    ]
    tokenizer = tiny_tokenizer()
    encoded = encode(examples, tokenizer)
    tensors = as_tensors(encoded, padding=0)
    for row, (item, example) in enumerate(zip(encoded, examples, strict=True)):
        labels = tensors["labels"][row]
        learnt = labels[labels != IGNORED].tolist()
        assert learnt[-1] == tokenizer.eos_token_id
        assert tokenizer.decode(learnt[:-1]) == example.answer
        of_act = item.tokens[item.answer_at : item.act_until]
        assert tokenizer.decode(of_act).startswith(f'{{"act":"{example.act}')
        assert int(tensors["attention_mask"][row].sum()) == len(item.tokens)


def test_a_pass_has_every_example_once_and_like_lengths_together() -> None:
    examples = [
        Example((("user", "word " * (number % 9)),), '{"act":"policy"}', Act.POLICY)
        for number in range(50)
    ]
    encoded = encode(examples, tiny_tokenizer())
    batches = list(passes(encoded, 4, seed=1))
    assert sorted(item.tokens for batch in batches for item in batch) == sorted(
        item.tokens for item in encoded
    )
    assert batches != list(passes(encoded, 4, seed=2))
    spreads = [
        max(map(len, tokens)) - min(map(len, tokens))
        for tokens in ([item.tokens for item in batch] for batch in batches)
    ]
    assert sum(spreads) / len(spreads) < 3


def test_the_rate_goes_up_and_then_down_to_nothing() -> None:
    plan = Plan(base="b", seed=0, material="m", preset=PRESETS["cpu"])
    steps = PRESETS["cpu"].steps
    rates = [plan.rate(step) for step in range(steps)]
    top = rates.index(max(rates))
    assert max(rates) == PRESETS["cpu"].rate
    assert rates[: top + 1] == sorted(rates[: top + 1])
    assert rates[top:] == sorted(rates[top:], reverse=True)
    assert 0 < rates[-1] < rates[0]
