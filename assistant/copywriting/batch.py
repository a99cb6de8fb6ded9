"""Copy for many products, one JSON object a line; what is there is not written again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.copywriting.pieces import Brief, Piece
from assistant.copywriting.reporting import Report, report_on
from assistant.errors import AssistantError

__all__ = ["piece_object", "write_all"]

PieceObject = dict[str, object]
_Key = tuple[object, ...]
_BRIEF = ("channel", "variant", "audience", "season", "tone", "language")


def write_all(
    ids: Iterable[str],
    briefs: Sequence[Brief],
    write_one: Callable[[str, Brief], Piece],
    file: Path,
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Report:
    """Write a piece for each product id and brief, appending to a file; gives what became of it.

    Pieces that the file has are skipped, so that a run that was stopped goes on where it was. A
    piece that cannot be written is a line with its `error`, and is tried again by the next run.
    """
    wanted = [(product_id, brief) for product_id in ids for brief in briefs]
    have = _written(file)
    with file.open("a", encoding="utf-8") as out:
        for done, (product_id, brief) in enumerate(wanted, start=1):
            key = _key(product_id, asdict(brief))
            if key not in have:
                try:
                    line = piece_object(write_one(product_id, brief))
                except AssistantError as error:
                    line = {"products": [product_id], **_brief_object(brief), "error": str(error)}
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
                out.flush()
                have[key] = line
            progress(done, len(wanted))
    return report_on([have[_key(product_id, asdict(brief))] for product_id, brief in wanted])


def piece_object(piece: Piece) -> PieceObject:
    """Put a piece into its JSON shape."""
    return {
        "products": list(piece.products),
        **_brief_object(piece.brief),
        "fields": {field.name: field.text for field in piece.fields},
        "claims": [asdict(claim) for claim in piece.claims],
        "left_out": [list(pair) for pair in piece.left_out],
        "reading_ease": piece.reading_ease,
        "remarks": list(piece.remarks),
    }


def _brief_object(brief: Brief) -> PieceObject:
    told = asdict(brief)
    return {name: told[name] for name in _BRIEF}


def _key(product_id: str, brief: Mapping[str, object]) -> _Key:
    plain = asdict(Brief(""))
    return (product_id, *(brief.get(name, plain[name]) for name in _BRIEF))


def _written(file: Path) -> dict[_Key, PieceObject]:
    """The pieces that a file has; a last line that breaks off, and failures, are cut away."""
    if not file.is_file():
        return {}
    text = file.read_text(encoding="utf-8")
    lines = text[: text.rfind("\n") + 1].splitlines()
    try:
        rows = {line: json.loads(line) for line in lines}
        good = [row for row in rows.values() if "error" not in row]
        have = {_key(str(row["products"][0]), row): row for row in good if len(row["fields"])}
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise AssistantError(
            f"{file} holds something else than copy: {error!r}. Name another file"
        ) from error
    whole = "".join(f"{line}\n" for line in lines if "error" not in rows[line])
    if whole != text:
        file.write_text(whole, encoding="utf-8")
    return have
