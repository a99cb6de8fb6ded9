"""Chinese: told from other scripts, put into the English that is read, and spoken."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib.resources import files

import pytest
from assistant_samples import assistant_over, demo_shop, say, talk

from assistant.answering.sentences import slots_in
from assistant.formats import Manner
from assistant.languages import detect, gloss, spoken, spoken_list, spoken_names
from assistant.languages.numerals import read_numeral
from assistant.model import ScriptedChatModel
from assistant.types import Act


@pytest.mark.parametrize(
    ("text", "before", "language"),
    [
        ("有什么推荐的鞋子吗？", "en", "zh"),
        ("Kumotech的手机", "en", "zh"),
        ("do you have mugs with 福 on them", "en", "en"),
        ("blue mugs please", "zh", "en"),
        ("OK", "zh", "zh"),
        ("42", "zh", "zh"),
        ("OK", "en", "en"),
        ("スニーカーはありますか", "en", "en"),
        ("운동화 있어요?", "en", "en"),
    ],
)
def test_the_script_tells_the_language(text: str, before: str, language: str) -> None:
    assert detect(text, before) == language


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("两百", "200"), ("两百五", "250"), ("一千二", "1200"), ("一百零五", "105"), ("十五", "15"),
        ("二十", "20"), ("三万", "30000"), ("1,299", "1299"), ("1.5", "1.5"), ("3千", "3000"),
        ("半", "0.5"), ("三点五", "3.5"), ("一万两千", "12000"), ("两千零八", "2008"),
    ],
)  # fmt: skip
def test_numerals(said: str, value: str) -> None:
    assert read_numeral(said) == Decimal(value)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("不要皮的，两百元以内", "not leather, under 200"),
        ("一百美元以下的耳机", "under 100 dollars headphones"),
        ("五十到一百美元之间的台灯", "between 50 and 100 dollars table lamps"),
        ("大概50块", "around 50"),
        ("US$80以内", "under 80 dollars"),
        ("200元人民币以内", "under 200 CNY"),
        ("至少30小时续航的耳机", "at least 30 hours battery life headphones"),
        ("四星以上", "at least 4 stars"),
        ("不含坚果的巧克力", "chocolate without nuts"),
        ("不要红色或者粉色的毛衣，M码", "sweaters not red or pink, size M"),
        ("蓝色的运动鞋，42码", "blue sneakers, size 42"),
        ("换成连衣裙", "dresses instead"),
        ("把第一个加入购物车", "add the first one to my cart"),
        ("第二双有42码吗？", "the second one size 42?"),
        ("去掉“黑色”", 'remove "黑色"'),
        ("钢琴", "钢琴"),
        ("我想要一个冲浪板", "I want 冲浪板"),
        ("Kumotech的手机有吗", "Kumotech smartphones?"),
    ],
)
def test_chinese_is_put_into_the_words_that_are_read(chinese: str, english: str) -> None:
    assert gloss(chinese) == english


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("under US$100", "US$100以内"),
        ("not wool, linen or silk", "不要羊毛、亚麻或丝绸"),
        ("battery life at least 30 h", "续航至少30小时"),
        ("23 running shoes", "23款跑步鞋"),
        ("size 42", "42码"),
        ("chocolate products", "巧克力类商品"),
        ("Tern & Thyme", "Tern & Thyme"),
    ],
)
def test_what_the_code_says_is_put_into_chinese(english: str, chinese: str) -> None:
    assert spoken(english, "zh") == chinese
    assert spoken(english, "en") == english


def test_lists_of_names_and_statements() -> None:
    names = "Salt and Pepper Mill (US$9.00), sold out, A (US$5.00) and B (US$4.00)"
    assert spoken_names(names, "zh").startswith("Salt and Pepper Mill (US$9.00)")
    assert spoken_names(names, "zh").endswith("A (US$5.00) 和 B (US$4.00)")
    assert spoken_list("suede and US$18 under your limit", "zh").startswith("麂皮")
    assert "比预算低US$18" in spoken_list("suede and US$18 under your limit", "zh")


def test_everything_the_demo_shop_can_be_asked_by_has_chinese() -> None:
    vocabulary = demo_shop().index.vocabulary
    silent = {"size", "connectivity", "capacity", "pack", "memory", "format"}  # figures and codes
    words = [category.name for category in vocabulary.categories]
    words += [*vocabulary.facets]
    for name, facet in vocabulary.facets.items():
        if facet.kind == "words" and name not in silent:
            words += [value for value in facet.values if value.isascii() and value[0].isalpha()]
    assert [word for word in words if spoken(word, "zh") == word] == []


def test_every_sentence_has_chinese_with_the_same_slots() -> None:
    words = files("assistant.answering") / "words"
    english, chinese = (
        tomllib.loads((words / f"sentences.{name}.toml").read_text(encoding="utf-8"))
        for name in ("en", "zh")
    )
    for group, sentences in english.items():
        for name, variants in sentences.items():
            said = chinese.get(group, {}).get(name)
            assert said, f"[{group}] {name} has no Chinese"
            wanted = {slot for variant in variants for slot in slots_in(variant)}
            assert {slot for variant in said for slot in slots_in(variant)} <= wanted


def test_chips_go_and_come_in_chinese() -> None:
    assistant = assistant_over(demo_shop())
    first, second, third = talk(assistant, "黑色的鞋子", "两百元以内", "去掉“黑色”")
    removals = {chip.label: chip.removal for chip in second.chips}
    assert set(removals) == {"鞋子", "黑色", "US$200以内"}
    assert removals["黑色"] == "去掉“黑色”"
    assert {chip.label for chip in third.chips} == {"鞋子", "US$200以内"}
    assert first.language == third.language == "zh"
    assert "美元" in second.text
    assert "美元" not in third.text
    assert not any(reply.degraded for reply in (first, second, third))


def test_suggestions_are_understood_when_they_are_tapped() -> None:
    assistant = assistant_over(demo_shop())
    conversation = assistant.start()
    reply = say(assistant, conversation, "有什么推荐的鞋子吗？")
    assert len(reply.suggestions) >= 3
    for suggestion in reply.suggestions:
        answer = say(assistant, conversation, suggestion)
        assert answer.act in {Act.REFINE, Act.DETAILS}, suggestion
        assert answer.language == "zh"


def test_another_currency_is_not_taken_for_the_shops() -> None:
    (reply,) = talk(assistant_over(demo_shop()), "200元人民币以内的地毯")
    assert not [c for c in reply.constraints if c.field == "price"]
    assert reply.not_found is not None
    assert reply.not_found.kind == "not_filterable"


def test_the_language_changes_with_the_shopper() -> None:
    assistant = assistant_over(demo_shop())
    replies = talk(assistant, "地毯", "OK", "blue rugs please", "谢谢")
    assert [reply.language for reply in replies] == ["zh", "zh", "en", "zh"]
    assert {chip.label for chip in replies[2].chips} == {"blue", "rugs"}
    assert replies[3].text.isascii() is False


def test_a_manner_speaks_the_language_of_the_message() -> None:
    assert Manner().speaking("zh").locale == "zh_CN"
    assert Manner("EUR", "de_DE").speaking("en").locale == "de_DE"
    assert Manner("CNY", "zh_CN").speaking("en").locale == "en_US"


def test_no_model_words_a_chinese_reply() -> None:
    """Not a large one either: what it writes could not be checked."""
    writer = ScriptedChatModel(answers=("Here are {count} rugs for you.",), repeat_last=True)
    (reply,) = talk(assistant_over(demo_shop(), writer, guided=False), "地毯")
    assert not reply.degraded
    assert "Here are" not in reply.text
    assert "地毯" in reply.text
