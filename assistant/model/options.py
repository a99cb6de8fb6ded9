"""What one call asks of a chat model, read from LangChain's keyword arguments.

Knows nothing of how a model meets it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from assistant.model.errors import ModelError

__all__ = ["CallOptions"]


class CallOptions(BaseModel):
    """The keyword arguments that every chat model of this room takes.

    `json_schema` or `lark` (a grammar in llguidance's Lark dialect) constrain the answer;
    `max_tokens` counts every token of the answer, forced ones included; `time_limit` is in
    seconds and includes the wait for the model's turn; `temperature` 0 is greedy. `adapter`
    names a trained adapter of a local model.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    json_schema: Mapping[str, JsonValue] | None = None
    lark: str | None = None
    max_tokens: Annotated[int, Field(ge=1)] = 256
    time_limit: Annotated[float, Field(gt=0)] | None = None
    temperature: Annotated[float, Field(ge=0)] = 0.0
    seed: int | None = None
    adapter: str | None = None
    stop: tuple[Annotated[str, Field(min_length=1)], ...] = ()

    @model_validator(mode="after")
    def _one_constraint(self) -> Self:
        if self.json_schema is not None and self.lark is not None:
            raise ValueError("json_schema and lark exclude each other: give one of them")
        return self

    @classmethod
    def from_call(cls, stop: list[str] | None, arguments: Mapping[str, object]) -> CallOptions:
        """Read LangChain's `stop` and `**kwargs`; arguments that are None keep their default.

        Raises ModelError naming every argument that is unknown or malformed.
        """
        given = {key: value for key, value in arguments.items() if value is not None}
        given.pop("stream", None)  # LangChain's own switch, not the model's
        try:
            return cls.model_validate({**given, "stop": tuple(stop or ())})
        except ValidationError as error:
            faults = "; ".join(
                f"{'.'.join(map(str, fault['loc'])) or 'call'}: {fault['msg']}"
                for fault in error.errors(include_url=False)
            )
            raise ModelError(
                f"the chat model cannot take this call ({faults}); it takes "
                f"{', '.join(sorted(cls.model_fields))}"
            ) from error
