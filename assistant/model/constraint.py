"""Grammars that an answer must obey: JSON schemas and Lark, by llguidance.

Knows nothing of the network; it says which tokens may come next and which must.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np

from assistant.model.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from llguidance import LLMatcher

    from assistant.model.options import CallOptions

__all__ = ["Constraint", "Grammars"]


class Constraint:
    """One answer's way through a grammar. Made by `Grammars`; used by one decoding only."""

    def __init__(self, matcher: LLMatcher, vocabulary: int) -> None:
        self._matcher = matcher
        self._vocabulary = vocabulary

    @property
    def finished(self) -> bool:
        """Whether nothing may follow any more."""
        return bool(self._matcher.is_stopped())

    def take_forced(self) -> list[int]:
        """The tokens that the grammar leaves no choice about, already accepted; often none."""
        forced: list[int] = self._matcher.compute_ff_tokens()
        if forced:
            self._accept(forced)
        return forced

    def allowed(self) -> npt.NDArray[np.int64] | None:
        """Ids of the tokens that may come next, ascending; None where every token may."""
        bits = np.frombuffer(self._matcher.compute_bitmask(), np.uint8)
        flags = np.unpackbits(bits, bitorder="little")[: self._vocabulary]
        ids = np.flatnonzero(flags)
        return None if len(ids) == self._vocabulary else ids

    def accept(self, token: int) -> None:
        """Go on by a token out of `allowed`."""
        self._accept([token])

    def _accept(self, tokens: Sequence[int]) -> None:
        if not self._matcher.consume_tokens(list(tokens)):
            raise ModelError(
                f"the grammar of this call stopped: {self._matcher.get_error()}; simplify it"
            )


class Grammars:
    """Compiles the grammars of calls and keeps the last `keep` compiled ones.

    `tokenizer_json` is a fast tokenizer as the `tokenizers` library writes it; `vocabulary`
    is the number of the network's scores, `end_tokens` those that end an answer.
    """

    def __init__(
        self, tokenizer_json: str, *, vocabulary: int, end_tokens: Sequence[int], keep: int = 64
    ) -> None:
        import llguidance

        self._library = llguidance
        self._tokenizer = llguidance.LLTokenizer(
            tokenizer_json, n_vocab=vocabulary, eos_token=list(end_tokens)
        )
        self._vocabulary = vocabulary
        self._keep = keep
        self._compiled: OrderedDict[str, LLMatcher] = OrderedDict()

    def constraint(self, options: CallOptions) -> Constraint | None:
        """A fresh constraint for this call, None where the call asks for none.

        JSON is written without white space. Raises ModelError where the grammar is wrong.
        """
        if options.json_schema is not None:
            source = "json:" + json.dumps(options.json_schema)
        elif options.lark is not None:
            source = "lark:" + options.lark
        else:
            return None
        matcher = self._compiled.get(source) or self._compile(source)
        self._compiled[source] = matcher
        self._compiled.move_to_end(source)
        while len(self._compiled) > self._keep:
            self._compiled.popitem(last=False)
        return Constraint(matcher.deep_copy(), self._vocabulary)

    def _compile(self, source: str) -> LLMatcher:
        kind, _, text = source.partition(":")
        matcher_class = self._library.LLMatcher
        if kind == "json":
            grammar = matcher_class.grammar_from_json_schema(
                text, overrides={"whitespace_flexible": False}
            )
        else:
            grammar = matcher_class.grammar_from_lark(text)
        matcher = matcher_class(self._tokenizer, grammar, log_level=0)
        if matcher.is_error():
            raise ModelError(f"the {kind} grammar of this call is wrong: {matcher.get_error()}")
        return matcher
