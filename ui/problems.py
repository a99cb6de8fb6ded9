"""Errors over HTTP as problem documents (RFC 9457): one shape, whatever went wrong.

Knows nothing of routes. A route raises `Problem`; `tell_problems` sees to the rest of an
application: refused values, unknown paths, what the assistant could not do, faults of ours.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, NotRequired, TypedDict

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastapi import FastAPI, Request
    from starlette.responses import Response

__all__ = ["Fault", "Problem", "ProblemObject", "problem_of", "tell_problems"]

_MEDIA_TYPE = "application/problem+json"
_OURS = "Something went wrong on our side. Please send that once more."


class Fault(TypedDict):
    """One refused value: where it stands, and why.

    `pointer` is a JSON pointer into the body ("#/page/product"), `parameter` the name of one of
    the query or a header; one of the two is there.
    """

    detail: str
    pointer: NotRequired[str]
    parameter: NotRequired[str]


class ProblemObject(TypedDict):
    """A problem document; its `type` is "about:blank": the status says what kind it is."""

    type: str
    title: str
    status: int
    detail: str
    errors: NotRequired[list[Fault]]


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """To be answered with `status`; `detail` names the bad value and what to do, for people."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = HTTPStatus(status)
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = headers

    def document(self) -> ProblemObject:
        """Put the problem into its JSON shape."""
        document = ProblemObject(
            type="about:blank",
            title=self.status.phrase,
            status=self.status.value,
            detail=self.detail,
        )
        if self.errors:
            document["errors"] = list(self.errors)
        return document

    def response(self) -> Response:
        """Answer with the problem."""
        return JSONResponse(
            self.document(), self.status, headers=self.headers, media_type=_MEDIA_TYPE
        )


def tell_problems(app: FastAPI) -> None:
    """Have an application answer every error with a problem document."""

    async def told(_: Request, error: Exception) -> Response:
        return problem_of(error).response()

    for kind in (Problem, RequestValidationError, HTTPException, AssistantError, Exception):
        app.add_exception_handler(kind, told)


def problem_of(error: Exception) -> Problem:
    """Make a problem of an error; of a fault of ours nothing is told but that it is one."""
    match error:
        case Problem():
            return error
        case RequestValidationError():
            return _refused(error)
        case HTTPException():
            return Problem(error.status_code, error.detail, headers=error.headers)
        case AssistantError():
            return Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
        case _:
            return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, _OURS)


def _refused(error: RequestValidationError) -> Problem:
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        why = next(item["ctx"]["error"] for item in found if item["type"] == "json_invalid")
        return Problem(HTTPStatus.BAD_REQUEST, f"the body is not JSON: {why}")
    faults = [_fault(item["loc"], item["msg"]) for item in found]
    said = "; ".join(f"{_place(fault)}: {fault['detail']}" for fault in faults)
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"refused: {said}", errors=faults)


def _fault(place: Sequence[str | int], why: str) -> Fault:
    where, *names = map(str, place)
    if where == "body":
        return Fault(pointer="#" + "".join(f"/{name}" for name in names), detail=why)
    return Fault(parameter=names[0] if names else where, detail=why)


def _place(fault: Fault) -> str:
    return fault.get("parameter") or fault.get("pointer") or ""
