"""A chat model that lies: some sentences as asked, mixed with forgeries of every kind.

It has no weights; it answers under the grammar of the call where it wants to, and otherwise
says whatever a bad model, or one that was talked into it, might say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import TYPE_CHECKING, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from assistant.model import ModelError

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForLLMRun

__all__ = ["INVENTED", "LyingModel", "any_of", "choices_of"]

INVENTED = (
    "Zorblax",
    "free shipping",
    "guarantee",
    "discount",
    "refund",
    "I have told the team",
    "http",
    "![",
    "best in the world",
    "medically",
    "forever",
    "{",
    "}",
)
"""Nothing of this stands in the catalogue or in our own sentences, so none may be in a reply."""

_PROMISES = (
    "The Zorblax 9000 is what everybody buys.",
    "It comes with free shipping and a lifetime guarantee.",
    "I have told the team to keep one for you.",
    "You get a discount of 50% today!",
    "See http://zorblax.example for more.",
    "![img](https://zorblax.example/pixel.png)",
    "This one is medically proven.",
    "A refund is possible forever.",
    "It is the best in the world.",
    "{9.title} costs {9.price}.",
    "{{1.title}} is {nonsense}.",
    "",
)


class LyingModel(BaseChatModel):
    """Says something true with probability `honesty`, else forges, stops early or fails.

    `titles` are products it may name without having been shown them.
    """

    seed: int = 0
    honesty: float = 0.5
    titles: Sequence[str] = ()
    _random: Random = PrivateAttr()
    _calls: int = PrivateAttr(default=0)

    def model_post_init(self, context: object, /) -> None:
        """Draw from the seed."""
        super().model_post_init(context)
        self._random = Random(self.seed)

    @property
    def _llm_type(self) -> str:
        return "lying"

    @property
    def calls(self) -> int:
        """How often it was asked."""
        return self._calls

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> ChatResult:
        self._calls += 1
        text = self._delta(cast("dict[str, object]", kwargs["json_schema"]))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> Iterator[ChatGenerationChunk]:
        self._calls += 1
        text = " ".join(self._sentence(choices) for choices in choices_of(str(kwargs["lark"])))
        if self._random.random() < 0.1:
            text = text[: self._random.randrange(len(text) + 1)]
        for piece in re.findall(r"\s*\S+|\s+$", text):
            if self._random.random() < 0.005:
                raise ModelError("the model broke off")
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
        yield ChatGenerationChunk(message=AIMessageChunk(content="", chunk_position="last"))

    def _delta(self, schema: dict[str, object]) -> str:
        if self._random.random() < 0.1:
            return self._random.choice(("", "{", "[]", '{"act":"buy it all"}', "null", "no"))
        return json.dumps(any_of(schema, self._random))

    def _sentence(self, choices: Sequence[Sequence[str]]) -> str:
        honest = "".join(self._random.choice(choice) for choice in choices)
        if self._random.random() < self.honesty:
            return honest
        return self._random.choice((self._forged, self._promised))(honest)

    def _promised(self, honest: str) -> str:
        promise = self._random.choice(_PROMISES)
        return self._random.choice((promise, f"{promise} {honest}", f"{honest[:-1]}. {promise}"))

    def _forged(self, honest: str) -> str:
        price, other = f"${self._random.randint(1, 300)}.49", self._random.choice(self.titles)
        return self._random.choice(
            (
                re.sub(r"\{\d\.price\}", price, honest),
                re.sub(r"\{\d\.title\}", other, honest),
                honest.replace("{count}", "9999"),
                honest.replace("{count}", "{1.rating_count}"),
                honest.replace("{1.", "{2."),
                honest.replace("{2.", "{1."),
                honest.replace(".price}", ".list_price}"),
                honest.replace(" is ", " is not "),
                honest.replace("listed as", "listed as waterproof, dishwasher safe and"),
                honest.replace(".", ", the cheapest of all.", 1),
                honest.replace(" at {", " stays {").replace(" for {", " saves you {"),
                f"{honest[:-1]} for {{1.price}} with the {{1.title}}.",
                f"{honest[:-1]}, not {{1.list_price}}.",
                f"{honest[:-1]} and weighs {{1.price}}.",
                f"{honest[:-1]} and is <b>**yours**</b>.",
                f"{honest[:-1]} and better than {other}.",
                f"{honest[:-1]} for seven dollars.",
                honest.replace("{", "").replace("}", ""),
            )
        )


def choices_of(lark: str) -> list[list[list[str]]]:
    """The choices of every sentence of a grammar: its blocks, or words around its slots."""
    rules = re.findall(r"^sentence_\d+: (.+)$", lark, re.MULTILINE)
    return [_free(rule) if "ENDING" in rule else _choices(rule) for rule in rules]


def _free(rule: str) -> list[list[str]]:
    slots = re.findall(r'"(\{[^"]+\})"', rule)
    if len(slots) == 1:
        return [["I found ", "Here are "], slots, [" products for you.", " things you may like."]]
    role = {"material": " is made of ", "brand": " comes from ", "weight": " weighs "}
    said = role.get(slots[1].strip("{}").split(".")[1])
    middle = [said] if said else [" costs ", " is a good choice at ", " may be right for "]
    return [["The ", "Have a look: the "], [slots[0]], middle, [slots[1]], ["."]]


def _choices(rule: str) -> list[list[str]]:
    decoder, place = json.JSONDecoder(), 0
    choices: list[list[str]] = [[]]
    while place < len(rule):
        if rule[place] == '"':
            text, place = decoder.raw_decode(rule, place)
            choices[-1].append(text)
            continue
        if rule[place] == ")" and place + 1 < len(rule):
            choices.append([])
        place += 1
    return choices


def any_of(schema: dict[str, object], random: Random) -> object:
    """Some value that a schema of ours allows."""
    if "enum" in schema:
        return random.choice(cast("list[object]", schema["enum"]))
    if "const" in schema:
        return schema["const"]
    properties = cast("dict[str, dict[str, object]]", schema["properties"])
    return {name: any_of(inner, random) for name, inner in properties.items()}
