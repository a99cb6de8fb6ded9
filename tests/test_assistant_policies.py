"""Questions about the shop itself: read from Markdown, quoted with their source, or declined."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from assistant_samples import EMBEDDINGS, assistant_over, demo_shop, talk

from assistant.errors import AssistantError
from assistant.policies import Policies, read_documents
from assistant.policies.topics import load_topics
from assistant.reply import Source
from assistant.types import Act
from retrieval import demo
from retrieval.embedding import load_embeddings
from retrieval.passages import Passage, PassageIndex

SPLITS = ("dev", "test", "blind")
QUESTIONS = Path(__file__).parent / "policies"


def questions(split: str) -> list[tuple[str, list[str]]]:
    lines = (QUESTIONS / f"questions_{split}.jsonl").read_text("utf-8").splitlines()
    return [(row["question"], row["passages"]) for row in map(json.loads, lines)]


def test_markdown_is_cut_at_its_headings_and_loses_its_markup(tmp_path: Path) -> None:
    (tmp_path / "returns.md").write_text(
        '---\ntitle: "Sending back"\n---\n# Returns\nAll of **it**.\n\n## The `window`\n'
        "You have *30 days*,\nsee [here](https://x.example).\n\n- one\n- two\n\n"
        "<script>alert(1)</script>\n\n## Empty\n\n```\n## no heading\n```\n",
        encoding="utf-8",
    )
    (tmp_path / "other.txt").write_text("no document")
    assert read_documents(tmp_path) == (
        Passage("returns#returns", "Sending back", "Returns", "All of it."),
        Passage(
            "returns#the-window",
            "Sending back",
            "The window",
            "You have 30 days, see here. one. two.",
        ),
    )
    assert read_documents(tmp_path / "none") == ()


def test_a_document_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("# Größe".encode("latin-1"))
    with pytest.raises(AssistantError, match=r"a\.md cannot be read"):
        read_documents(tmp_path)


def test_the_demo_shops_documents_have_one_passage_a_heading() -> None:
    passages = read_documents(demo.policies_path())
    assert len(passages) == len({passage.id for passage in passages}) >= 50
    assert "returns#return-window" in {passage.id for passage in passages}


def test_an_index_compares_texts_and_headings() -> None:
    passages = (Passage("a#a", "A", "Wrapping", "We wrap."), Passage("b#b", "B", "Post", "Boxes."))
    index = PassageIndex(passages, EMBEDDINGS)
    near = index.nearness(index.embed(["wrapping", "boxes"]))
    assert near.shape == (2, 2)
    assert near[0, 0] > near[0, 1]
    assert near[1, 1] > near[1, 0]
    assert PassageIndex((), EMBEDDINGS).nearness(index.embed(["x"])).shape == (1, 0)


def test_documents_are_read_again_when_they_change(tmp_path: Path) -> None:
    policies = Policies(tmp_path, EMBEDDINGS)
    assert policies.passages() == ()
    assert policies.answer("how much is gift wrapping?") is None
    (tmp_path / "a.md").write_text("# Gift wrapping\nGift wrapping costs 2 USD.\n")
    (passage,) = policies.passages()
    assert passage.text == "Gift wrapping costs 2 USD."


def test_the_questions_of_the_test_are_not_those_of_the_topics() -> None:
    known = {asked.casefold().rstrip("?") for topic in load_topics() for asked in topic.asked}
    own = {q.casefold().rstrip("?") for split in SPLITS for q, _ in questions(split)}
    assert not known & own
    for split in ("test", "blind"):
        assert sum(bool(right) for _, right in questions(split)) >= 60
        assert sum(not right for _, right in questions(split)) >= 60


@pytest.mark.model
@pytest.mark.parametrize(("split", "least", "silent"), [("test", 0.94, 0.9), ("blind", 0.62, 0.84)])
def test_questions_are_answered_with_the_right_passage_or_declined(
    split: str, least: float, silent: float
) -> None:
    policies = Policies(demo.policies_path(), load_embeddings())
    ids = {passage.id for passage in policies.passages()}
    right, declined, answerable, unanswerable = 0, 0, 0, 0
    for question, passages in questions(split):
        assert set(passages) <= ids
        found = policies.answer(question)
        if passages:
            answerable += 1
            right += found is not None and found.id in passages
        else:
            unanswerable += 1
            declined += found is None
    assert right / answerable >= least, f"{right} of {answerable}"
    assert declined / unanswerable >= silent, f"{declined} of {unanswerable}"


class OneAnswer(Policies):
    """Documents that answer every question with one passage, or none."""

    def __init__(self, found: Passage | None, contact: Passage | None = None) -> None:
        super().__init__(Path("nowhere"), EMBEDDINGS)
        self._found, self._contact = found, contact
        self.questions: list[str] = []

    def answer(self, question: str) -> Passage | None:
        self.questions.append(question)
        return self._found

    def contact(self) -> Passage | None:
        return self._contact

    def is_silent(self, question: str) -> bool:
        return False


@pytest.mark.model
def test_a_topic_that_no_document_covers_is_known_as_such() -> None:
    policies = Policies(demo.policies_path(), load_embeddings())
    assert policies.is_silent("do you have a loyalty programme?")
    assert not policies.is_silent("how do I return it?")
    assert not policies.is_silent("what is the weather like tomorrow?")
    assert not policies.is_silent("red running shoes")
    found = policies.answer("how do I return it?")
    assert found is not None
    assert found.id == "returns#how-to-return-something"


WINDOW = Passage("returns#window", "Returns", "Return window", "You have 30 days. Any reason.")
PERSON = Passage("faq#person", "FAQ", "A person", "Call us on weekdays.")


def test_an_answer_is_quoted_with_its_source() -> None:
    shop = replace(demo_shop(), policies=OneAnswer(WINDOW))
    (reply,) = talk(assistant_over(shop), "what is your return policy?")
    assert reply.act is Act.POLICY
    assert "“You have 30 days. Any reason.”" in reply.text
    assert "“Return window”" in reply.text
    assert reply.sources == (Source("policy", "returns#window"),)


def test_what_the_documents_do_not_say_is_declined_with_the_way_to_a_person() -> None:
    shop = replace(demo_shop(), policies=OneAnswer(None, PERSON))
    (reply,) = talk(assistant_over(shop), "what is your return policy?")
    assert reply.act is Act.POLICY
    assert "“Call us on weekdays.”" in reply.text
    assert "documents" in reply.text
    (alone,) = talk(
        assistant_over(replace(shop, policies=OneAnswer(None))), "what is the warranty?"
    )
    assert "“" not in alone.text


def test_a_question_about_the_shop_in_other_words_is_known_by_the_documents() -> None:
    shop = replace(demo_shop(), policies=OneAnswer(WINDOW))
    vases, told, again = talk(
        assistant_over(shop), "vases under $30", "who answers my letters?", "only blue ones"
    )
    assert told.act is Act.POLICY
    assert told.constraints == vases.constraints
    assert again.act is Act.REFINE


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("return my shoes", "return my item"),
        ("how do I return my new running shoes?", "how do I return my new item?"),
        ("the mug arrived broken", "the item arrived broken"),
        ("are shipping costs for rugs higher?", "are shipping costs for rugs higher?"),
    ],
)
def test_what_was_bought_is_an_item_to_the_documents(message: str, asked: str) -> None:
    documents = OneAnswer(WINDOW)
    talk(assistant_over(replace(demo_shop(), policies=documents)), message)
    assert documents.questions[0] == asked
