"""LangChain messages to the tokens of a prompt, by the model's own chat template.

Knows nothing of networks. Text that spells a special token (such as the end of a message)
never becomes one: a shopper cannot speak as the system.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from assistant.model.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transformers import PreTrainedTokenizerFast

__all__ = ["PromptTemplate"]

_ROLES: dict[type[BaseMessage], str] = {
    SystemMessage: "system",
    HumanMessage: "user",
    AIMessage: "assistant",
}


class PromptTemplate:
    """Turns messages into tokens with a tokenizer of transformers."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        self._tokenizer = tokenizer
        special = {token.content for token in tokenizer.added_tokens_decoder.values()}
        self._special = re.compile("|".join(map(re.escape, sorted(special))) or r"(?!)")

    def tokens(self, messages: Sequence[BaseMessage], *, complete: bool = True) -> list[int]:
        """Tokens of the prompt; where not `complete`, the model is not asked to answer yet.

        Raises ModelError for a message of another kind than system, user or assistant, and
        where the template refuses the order of the messages.
        """
        turns = [{"role": _role(message), "content": self._clean(message)} for message in messages]
        try:
            tokens = self._tokenizer.apply_chat_template(
                turns, add_generation_prompt=complete, return_dict=False
            )
        except Exception as error:  # jinja2's own errors, and whatever a template raises
            message = f"the model's chat template refuses these messages: {error}"
            raise ModelError(message) from error
        return list(tokens)

    def _clean(self, message: BaseMessage) -> str:
        text, count = str(message.text), 1
        while count:  # what is left after a removal may spell a special token again
            text, count = self._special.subn("", text)
        return text


def _role(message: BaseMessage) -> str:
    for kind, role in _ROLES.items():
        if isinstance(message, kind):
            return role
    raise ModelError(
        f"the chat model takes system, human and ai messages, not {message.type!r}: "
        "put its content into one of those"
    )
