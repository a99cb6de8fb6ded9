"""`aisle search`: retrieval alone, without a chat model."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from retrieval.sorts import Sort
from ui.found import found, found_product
from ui.options import AsJson, Shop, notice, settings_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from retrieval.catalogue import Variant
    from retrieval.search import Index, Results
    from ui.asked import Asked

__all__ = ["search"]


def search(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What to look for.")] = "",
    *,
    where: Annotated[
        str, typer.Option(help='Conditions: "price<=50,brand!=Acme,colour=blue|red".')
    ] = "",
    limit: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many.")] = 10,
    sort: Annotated[Sort, typer.Option(help="The order of the products.")] = Sort.RELEVANCE,
    similar_to: Annotated[
        str | None, typer.Option(metavar="ID", help="Instead of words: a product to be like.")
    ] = None,
    diverse: Annotated[bool, typer.Option("--diverse", help="Ideas that differ.")] = False,
    available: Annotated[bool, typer.Option("--available", help="Only what is in stock.")] = False,
    on_sale: Annotated[bool, typer.Option("--on-sale", help="Only what is reduced.")] = False,
    from_stdin: Annotated[
        bool, typer.Option("--stdin", help="One query a line in, one JSON array a line out.")
    ] = False,
    as_json: AsJson = False,
    shop: Shop = None,
) -> None:
    """Find products by words and conditions, or those like a given one."""
    from assistant.build import open_shop
    from ui.asked import Asked
    from ui.missed import notes_on
    from ui.progress import progress_bar
    from ui.terminal import decoded, read_lines, use_utf8
    from ui.words import printable

    use_utf8()
    asked = Asked(
        decoded(text), decoded(where), limit, sort, similar_to, diverse, available, on_sale
    )
    asked.check()
    with progress_bar() as progress:
        index = open_shop(settings_for(context, shop), progress=progress)
    if from_stdin:
        _lines(asked, index, read_lines())
        return
    results = asked.run(index)
    if as_json:
        products = [found_product(hit) for hit in results.hits]
        typer.echo(json.dumps(products, ensure_ascii=False, indent=2))
    else:
        _print(results)
    for note in notes_on(asked, index, results.match_count):
        notice(f"Note: {printable(note)}")


def _lines(asked: Asked, index: Index, queries: Iterable[str]) -> None:
    """Answer each query with one JSON array; what is odd about the conditions is told once."""
    from ui.missed import unknown_lines
    from ui.words import printable

    for note in unknown_lines(asked, index):
        notice(f"Note: {printable(note)}")
    for query in queries:
        hits = replace(asked, query=query).run(index).hits
        typer.echo(json.dumps([found(hit) for hit in hits]))


def _price(variant: Variant) -> str:
    """A price, and the former one of what is on sale."""
    was = f" (was {variant.list_price.amount})" if variant.list_price else ""
    return f"{variant.price}{was}" if variant.price else "on request"


def _print(results: Results) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from ui.words import printable

    count = results.match_count
    table = Table("Product", "Id", "Price", "Stock", "Score", box=None, title_justify="left")
    for hit in results.hits:
        table.add_row(
            Text(printable(hit.product.title)),
            Text(printable(hit.product.id)),
            _price(hit.variant),
            "in stock" if hit.product.in_stock else "sold out",
            f"{hit.score:.3f}",
        )
    console = Console(highlight=False)
    console.print(table)
    told = f"{count} {'product matches' if count == 1 else 'products match'}"
    near = sum(not hit.matches for hit in results.hits)
    last = "those listed only come" if near == len(results.hits) else f"the last {near} only come"
    console.print(f"{told}; {last} near." if near else f"{told}.")
