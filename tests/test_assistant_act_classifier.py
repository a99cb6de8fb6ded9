"""The classifier of acts: what it says, how it is made, and how it is weighed against the rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from assistant_samples import EMBEDDINGS, demo_index, demo_products, demo_shop, silent_model

from assistant.adapting import BUNDLED, CLASSIFIER, adapters_in_force, classifier_in_force
from assistant.build import build_classifier
from assistant.dialogue import State
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.training.acts import train_acts
from assistant.training.learning.classifier import Recipe
from assistant.types import Act, Showing
from assistant.understanding import ActClassifier, Listener, understand
from assistant.understanding.act_classifier import features
from assistant.understanding.settling import Ground, settled
from retrieval.embedding import load_embeddings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SMALL = Recipe(examples=600, hidden=16, epochs=3, rate=2e-2)
FINDING = (Act.SEARCH, Act.REFINE)


def finding() -> tuple[Act, ...]:
    return FINDING


def likely(**shares: float) -> Mapping[Act, float]:
    """Shares of all acts; what is not named has none."""
    return {act: shares.get(act.value, 0.0) for act in Act}


def of(acts: tuple[Act, ...], ground: Ground, **shares: float) -> tuple[Act, ...]:
    return settled(acts, ground, likely(**shares), lambda: (Act.SEARCH,), shown=True).acts


def test_where_both_agree_nothing_is_asked() -> None:
    agreed = settled(FINDING, Ground.GUESS, likely(search=0.5, refine=0.4), finding, shown=False)
    assert agreed.acts == FINDING
    assert agreed.agreed


def test_a_sure_classifier_replaces_what_the_rules_only_guess() -> None:
    assert of((Act.SEARCH,), Ground.GUESS, handoff=0.6, search=0.05) == (Act.HANDOFF,)
    assert of((Act.CART_ADD,), Ground.GUESS, search=0.5, refine=0.4) == (Act.SEARCH,)


def test_phrases_of_an_act_want_a_surer_classifier_than_a_guess() -> None:
    shares = {"handoff": 0.7, "search": 0.05}
    assert of((Act.SEARCH,), Ground.GUESS, **shares) == (Act.HANDOFF,)
    assert of((Act.SEARCH,), Ground.WORDS, **shares) == (Act.SEARCH, Act.HANDOFF)


def deaf(message: str, *, shown: bool) -> Mapping[Act, float]:
    """A classifier that must not be asked."""
    raise AssertionError(message)


@pytest.mark.parametrize(
    ("message", "act"), [("honey", Act.SEARCH), ("is it over 2 kg?", Act.DETAILS)]
)
def test_what_only_the_catalogue_can_tell_is_not_put_to_the_classifier(
    message: str, act: Act
) -> None:
    first = next(iter(demo_products()))
    shown = Showing(1, 1, first.id, first.variants[0].id)
    state = State(shown=(shown,), focus=shown, turns=1) if act is Act.DETAILS else State()
    heard = understand(
        Listener(silent_model(), 1, deaf), message, state, demo_index(), demo_shop().manner
    )
    assert heard.request.act is act
    assert heard.acts[0] is act


def test_between_the_two_both_acts_stay_possible() -> None:
    doubtful = settled(
        (Act.SEARCH,), Ground.GUESS, likely(policy=0.5, search=0.3), finding, shown=False
    )
    assert doubtful.acts == (Act.SEARCH, Act.POLICY)
    assert not doubtful.agreed


def test_nothing_shown_can_be_bought_or_asked_about() -> None:
    shares = likely(cart_add=0.9, details=0.05, cart_remove=0.05)
    assert settled((Act.SEARCH,), Ground.GUESS, shares, finding, shown=False).acts == (Act.SEARCH,)


def test_acts_that_the_message_is_hardly_meant_for_are_not_heard() -> None:
    found = settled(
        (Act.SEARCH,),
        Ground.GUESS,
        likely(out_of_scope=0.9, search=0.1),
        finding,
        shown=False,
        silent=(Act.OUT_OF_SCOPE,),
    )
    assert found.acts == (Act.SEARCH,)


def test_features_keep_the_vector_and_mark_what_was_shown() -> None:
    vectors = np.eye(2, 4, dtype=np.float32)
    rows = features(vectors, [True, False])
    assert rows.shape == (2, 5)
    assert rows[0, 4] > 0 == rows[1, 4]


def test_one_seed_makes_one_classifier_and_it_learns(tmp_path: Path) -> None:
    trained = [
        train_acts(demo_products(), EMBEDDINGS, tmp_path / name, seed=3, recipe=SMALL)
        for name in ("a", "b")
    ]
    files = [folder / CLASSIFIER for folder in (tmp_path / "a", tmp_path / "b")]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert trained[0].right == trained[1].right
    assert trained[0].right["catalogue"] > 3 / len(Act)  # far above chance, on words alone
    report = json.loads((files[0].parent / "report.json").read_text())
    assert report["losses"]["all"][-1] < report["losses"]["all"][0]
    assert report["command"] == "aisle train acts --out DIR --seed 3"
    assert f"{trained[0].right['wordings']:.1%}" in (files[0].parent / "README.md").read_text()
    assert (files[0].parent / "curves.png").stat().st_size > 1_000
    shares = ActClassifier(files[0], EMBEDDINGS)("a mug please", shown=False)
    assert set(shares) == set(Act)
    assert sum(shares.values()) == pytest.approx(1)


def test_a_damaged_file_says_how_to_make_it_again(tmp_path: Path) -> None:
    file = tmp_path / "classifier.safetensors"
    file.write_bytes(b"nothing of the kind")
    with pytest.raises(AssistantError, match="aisle train acts"):
        ActClassifier(file, EMBEDDINGS)
    with pytest.raises(AssistantError, match="aisle train acts"):
        ActClassifier(tmp_path / "none", EMBEDDINGS)


def test_which_classifier_is_in_force(tmp_path: Path) -> None:
    mine = Settings(home=tmp_path, adapters=str(tmp_path))
    bundled = BUNDLED / CLASSIFIER
    assert classifier_in_force(Settings(home=tmp_path)) == bundled
    assert classifier_in_force(Settings(home=tmp_path, adapters="off")) is None
    assert classifier_in_force(mine) == bundled  # the folder has none of its own
    own = tmp_path / CLASSIFIER
    own.parent.mkdir()
    own.write_bytes(bundled.read_bytes())
    assert classifier_in_force(mine) == own
    assert set(adapters_in_force(mine)) == {"understanding"}  # and of this it has none


@pytest.mark.parametrize(
    ("message", "act"),
    [
        ("NO MORE ROBOT. GET ME STAFF.", Act.HANDOFF),
        ("do you issue invoices for business customers", Act.POLICY),
        ("it was due on tuesday and nobody has rung the bell", Act.ORDER_STATUS),
        ("whats in there so far", Act.CART_VIEW),
        ("what's in there so far", Act.CART_VIEW),
        ("a red dress", Act.SEARCH),
    ],
)
def test_the_bundled_one_hears_what_no_phrase_of_the_rules_says(
    message: str, act: Act, tmp_path: Path
) -> None:
    classify = build_classifier(Settings(home=tmp_path), load_embeddings())
    shop = demo_shop()
    listener = Listener(silent_model(), 1, classify)
    heard = understand(listener, message, State(), demo_index(), shop.manner)
    assert heard.request.act is act
