"""Copy for a whole catalogue, one JSON object a line; what is there is not written again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

from assistant.copywriting.pieces import Piece
from assistant.errors import AssistantError

__all__ = ["piece_object", "write_all"]

PieceObject = dict[str, object]


def write_all(
    ids: Iterable[str],
    write_one: Callable[[str], Piece],
    file: Path,
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[int, int]:
    """Write a piece for each product id, appending to a file; gives how many, and how many failed.

    Ids that the file has are skipped, so that a run that was stopped goes on where it was. A
    piece that cannot be written is a line with its `error`.
    """
    wanted = list(ids)
    have = _written(file)
    failed = 0
    with file.open("a", encoding="utf-8") as out:
        for done, product_id in enumerate(wanted, start=1):
            if product_id not in have:
                try:
                    line = piece_object(write_one(product_id))
                except AssistantError as error:
                    failed += 1
                    line = {"products": [product_id], "error": str(error)}
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
                out.flush()
            progress(done, len(wanted))
    return len(wanted), failed


def piece_object(piece: Piece) -> PieceObject:
    """Put a piece into its JSON shape."""
    return {
        "products": list(piece.products),
        "channel": piece.brief.channel,
        "variant": piece.brief.variant,
        "fields": {field.name: field.text for field in piece.fields},
        "claims": [asdict(claim) for claim in piece.claims],
        "left_out": [list(pair) for pair in piece.left_out],
        "reading_ease": piece.reading_ease,
    }


def _written(file: Path) -> set[str]:
    """The ids that a file has; a last line that breaks off is cut away."""
    if not file.is_file():
        return set()
    text = file.read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        file.write_text(whole, encoding="utf-8")
    try:
        rows = [json.loads(line) for line in whole.splitlines()]
        return {str(row["products"][0]) for row in rows}
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise AssistantError(
            f"{file} holds something else than copy: {error!r}. Name another file"
        ) from error
