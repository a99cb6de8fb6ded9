"""A shop's folder: feeds imported, the demo shop made once, the index followed as it is swapped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from assistant_samples import EMBEDDINGS, demo_products, say, silent_model

from assistant.build import build_assistant
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.shop import import_feeds, prepare
from assistant.store import ConversationStore, open_database
from assistant.storefront import Storefront
from assistant.turn import Assistant
from retrieval.errors import CatalogueError
from retrieval.storage import IndexFolder


def row(own: str, title: str, price: str = "10.00", **more: object) -> dict[str, object]:
    variant = {"id": f"{own}-1", "price": {"amount": price, "currency": "USD"}, "stock": 3}
    return {"id": own, "title": title, "variants": [variant], **more}


def feed(path: Path, *rows: dict[str, object] | str) -> Path:
    lines = [item if isinstance(item, str) else json.dumps(item) for item in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "shop", shown=3)


def test_feeds_are_imported_with_a_report_of_every_row(settings: Settings, tmp_path: Path) -> None:
    one = feed(tmp_path / "one.jsonl", row("a", "Oak Lamp"), "{not json", row("b", "Brass Lamp"))
    two = feed(tmp_path / "two.jsonl", row("b", "Brass Lamp, new"), {"id": "c"})
    steps: list[tuple[str, int, int]] = []
    report = import_feeds(
        settings, [one, two], EMBEDDINGS, progress=lambda *step: steps.append(step)
    )
    assert (report.built.products, report.rows) == (2, 5)
    assert [(path, bad.line) for path, bad in report.rejected] == [(one, 2), (two, 2)]
    assert all(bad.reason for _, bad in report.rejected)
    shop = Storefront(settings, EMBEDDINGS)()
    assert [item.title for item in shop.index.products] == ["Oak Lamp", "Brass Lamp, new"]
    assert shop.index.generation == report.built.generation
    assert shop.shown == 3
    assert steps
    assert all(done <= total for _, done, total in steps)


def test_nothing_that_can_be_taken_is_one_clear_error_and_the_index_serves_on(
    settings: Settings, tmp_path: Path
) -> None:
    good = feed(tmp_path / "good.jsonl", row("a", "Oak Lamp"))
    before = import_feeds(settings, [good], EMBEDDINGS).built.generation
    bad = feed(tmp_path / "bad.jsonl", "{", '{"id": "x"}')
    with pytest.raises(CatalogueError, match=r"no product could be taken from 2 rows; .*line 1"):
        import_feeds(settings, [bad], EMBEDDINGS)
    empty = feed(tmp_path / "empty.jsonl")
    with pytest.raises(CatalogueError, match="is empty"):
        import_feeds(settings, [empty], EMBEDDINGS)
    with pytest.raises(CatalogueError):
        import_feeds(settings, [tmp_path / "missing.jsonl"], EMBEDDINGS)
    assert IndexFolder(settings.index_folder).current() == before


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings = Settings(home=tmp_path / "file" / "shop")
    source = feed(tmp_path / "one.jsonl", row("a", "Oak Lamp"))
    with pytest.raises(AssistantError, match=r"cannot be made.*--shop"):
        import_feeds(settings, [source], EMBEDDINGS)


def test_a_shop_without_an_index_says_what_to_do(settings: Settings) -> None:
    with pytest.raises(CatalogueError, match="aisle index"):
        Storefront(settings, EMBEDDINGS)


def test_a_shop_of_its_own_is_left_alone(settings: Settings, tmp_path: Path) -> None:
    import_feeds(settings, [feed(tmp_path / "one.jsonl", row("a", "Oak Lamp"))], EMBEDDINGS)
    assert prepare(settings, EMBEDDINGS) is False
    assert len(Storefront(settings, EMBEDDINGS)().index.products) == 1
    assert not settings.pictures_folder.exists()


def test_the_demo_shop_is_made_once_with_pictures_and_terms(settings: Settings) -> None:
    steps: set[str] = set()
    assert prepare(settings, EMBEDDINGS, progress=lambda step, _done, _total: steps.add(step))
    assert len(steps) > 1
    shop = Storefront(settings, EMBEDDINGS)()
    assert [item.id for item in shop.index.products] == [item.id for item in demo_products()]
    assert list((settings.home / "policies").glob("*.md"))
    for item in shop.index.products[::100]:
        assert item.variants[0].image is not None
        assert (settings.home / item.variants[0].image.lstrip("/")).is_file()
    assert prepare(settings, EMBEDDINGS) is False


def test_a_demo_shop_of_an_older_release_is_made_again_but_an_owners_is_not(
    settings: Settings, tmp_path: Path
) -> None:
    prepare(settings, EMBEDDINGS)
    mark = settings.home / "demo.sha256"
    mark.write_text("0" * 64, encoding="ascii")
    assert prepare(settings, EMBEDDINGS)
    assert mark.read_text(encoding="ascii").strip() != "0" * 64
    import_feeds(settings, [feed(tmp_path / "own.jsonl", row("a", "Oak Lamp"))], EMBEDDINGS)
    assert prepare(settings, EMBEDDINGS) is False
    assert len(Storefront(settings, EMBEDDINGS)().index.products) == 1


def test_turns_follow_the_index_as_it_is_swapped(settings: Settings, tmp_path: Path) -> None:
    import_feeds(settings, [feed(tmp_path / "1.jsonl", row("a", "Oak Lamp", "20.00"))], EMBEDDINGS)
    storefront = Storefront(settings, EMBEDDINGS)
    store = ConversationStore(open_database(settings.database))
    assistant = Assistant(silent_model(), storefront, store)
    conversation = assistant.start()
    first = say(assistant, conversation, "lamp")
    assert "$20.00" in first.text
    same = storefront()
    assert storefront() is same
    dearer = [row("a", "Oak Lamp", "25.00"), row("b", "Oak Vase", "30.00")]
    import_feeds(settings, [feed(tmp_path / "2.jsonl", *dearer)], EMBEDDINGS)
    second = say(assistant, conversation, "how much is the first one?")
    assert "$25.00" in second.text
    assert "$20.00" not in second.text
    assert say(assistant, conversation, "vase").cards[0].title == "Oak Vase"
    assert assistant.history(conversation)[0].reply == first


def test_figures_follow_the_shops_manner(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "laden", currency="EUR", locale="de_DE")
    variant = {"id": "a-1", "price": {"amount": "1234.50", "currency": "EUR"}, "stock": 1}
    source = feed(tmp_path / "1.jsonl", {"id": "a", "title": "Oak Lamp", "variants": [variant]})
    import_feeds(settings, [source], EMBEDDINGS)
    store = ConversationStore(open_database(settings.database))
    assistant = Assistant(silent_model(), Storefront(settings, EMBEDDINGS), store)
    reply = say(assistant, assistant.start(), "lamp under 2000 euros")
    assert "1.234,50\xa0€" in reply.text
    assert [chip.label for chip in reply.chips] == ["under €2.000"]


def test_a_shops_own_words_mean_what_its_file_says(settings: Settings, tmp_path: Path) -> None:
    hats = row("h", "Wool Beanie", product_type="Fashion > beanies")
    import_feeds(settings, [feed(tmp_path / "f.jsonl", hats)], EMBEDDINGS)
    assert Storefront(settings, EMBEDDINGS)().index.vocabulary.match(None, "slouchy topper") is None
    words = settings.home / "synonyms.yaml"
    words.write_text("groups:\n  - [slouchy topper, beanies]\n", encoding="utf-8")
    meant = Storefront(settings, EMBEDDINGS)().index.vocabulary.match(None, "slouchy topper")
    assert meant is not None
    assert (meant.field, meant.value) == ("category", "beanies")
    words.write_text("groups: [[alone]]", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"synonyms\.yaml: groups.*'alone'.*two names"):
        Storefront(settings, EMBEDDINGS)()


def test_a_model_that_cannot_be_had_is_told_before_the_demo_shop_is_made(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "shop", model=str(tmp_path / "nowhere"))
    with pytest.raises(AssistantError, match="there is no model folder"):
        build_assistant(settings)
    assert not settings.home.exists()
