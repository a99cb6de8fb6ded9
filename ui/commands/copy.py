"""`aisle copy`: marketing copy for a channel, every claim with what bears it out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import AsJson, Shop, notice, settings_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.copywriting import Brief, Piece
    from assistant.service import Shop as OpenShop
    from assistant.settings import Settings

__all__ = ["copy"]

_Ids = Annotated[list[str] | None, typer.Argument(metavar="PRODUCT...", help="Product ids.")]
_Channel = Annotated[
    str, typer.Option(help="product_page, email, social, ad or sms.", show_default=True)
]
_Audience = Annotated[str, typer.Option(help="Whom it speaks to.")]
_Season = Annotated[str, typer.Option(help="Told only where the listing has it.")]
_Tone = Annotated[str, typer.Option(help="warm or plain; default: as copy.toml has it.")]
_Language = Annotated[str, typer.Option(help="en or zh.", show_default=True)]
_Variants = Annotated[int, typer.Option(min=1, max=9, help="So many variants, for an A/B test.")]
_All = Annotated[bool, typer.Option("--all", help="A piece for every product, into --output.")]
_Output = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="JSON lines, a piece for each product; a run that was stopped goes on.",
    ),
]
_Improve = Annotated[
    bool, typer.Option("--improve", help="What the listing lacks, and a rewritten description.")
]


def copy(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    *,
    products: _Ids = None,
    channel: _Channel = "product_page",
    audience: _Audience = "",
    season: _Season = "",
    tone: _Tone = "",
    language: _Language = "en",
    variants: _Variants = 1,
    every: _All = False,
    output: _Output = None,
    better: _Improve = False,
    as_json: AsJson = False,
    shop: Shop = None,
) -> None:
    """Write copy for products, several in one piece; nothing is claimed that no listing says."""
    from assistant.copywriting import Brief, piece_object
    from ui.told_copy import piece_lines

    settings = settings_for(context, shop)
    if not (products or every):
        raise typer.BadParameter("name a product id, or say --all", param_hint="PRODUCT")
    if every and output is None:
        raise typer.BadParameter("name a file with --output", param_hint="--all")
    opened = _open(settings)
    briefs = [
        Brief(channel, audience, season, variant, tone, language) for variant in range(variants)
    ]
    if output is not None:
        active = (product.id for product in opened.index.products if product.status == "active")
        ids = list(active) if every else list(products or ())
        _write_into(output, opened, settings, ids, briefs, as_json=as_json)
    elif better:
        _improve(opened, settings, products or (), as_json=as_json)
    else:
        pieces = [_write(opened, settings, products or (), brief) for brief in briefs]
        told = [piece_object(piece) for piece in pieces]
        lines = [line for piece in pieces for line in piece_lines(piece)]
        typer.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(lines))


def _open(settings: Settings) -> OpenShop:
    from assistant.build import build_embeddings
    from assistant.shop import prepare
    from assistant.storefront import Storefront
    from ui.progress import progress_bar

    embeddings = build_embeddings(settings)
    with progress_bar() as progress:
        prepare(settings, embeddings, progress=progress)
    return Storefront(settings, embeddings)()


def _write(opened: OpenShop, settings: Settings, ids: Sequence[str], brief: Brief) -> Piece:
    from assistant.copywriting import read_house, write
    from assistant.errors import AssistantError
    from assistant.grounding import terms_of

    found = [opened.index.product(product_id) for product_id in ids]
    missing = [product_id for product_id, one in zip(ids, found, strict=True) if one is None]
    if missing:
        raise AssistantError(f"there is no product {missing[0]!r}: `aisle search` shows the ids")
    shown = [(opened.card(one, one.variants[0]), one) for one in found if one]
    terms = terms_of(opened.index.vocabulary)
    house = read_house(settings.home)
    return write(shown, brief, house, terms, locale=settings.locale)


def _write_into(
    file: Path,
    opened: OpenShop,
    settings: Settings,
    ids: Sequence[str],
    briefs: Sequence[Brief],
    *,
    as_json: bool,
) -> None:
    """A piece for each product and brief, and a report on them."""
    from assistant.copywriting import write_all
    from ui.progress import progress_bar
    from ui.told_copy import report_lines, report_object

    with progress_bar() as progress:
        report = write_all(
            ids,
            briefs,
            lambda product_id, brief: _write(opened, settings, [product_id], brief),
            file,
            progress=lambda done, total: progress("writing copy", done, total),
        )
    if as_json:
        typer.echo(json.dumps(report_object(report), ensure_ascii=False))
    else:
        notice("\n".join(report_lines(report, file)))


def _improve(opened: OpenShop, settings: Settings, ids: Sequence[str], *, as_json: bool) -> None:
    from assistant.copywriting import Brief, improve, piece_object
    from ui.told_copy import advice_lines

    for product_id in ids:
        piece = _write(opened, settings, [product_id], Brief("product_page"))
        product = opened.index.product(product_id)
        if product is None:
            continue
        alike = [other for other in opened.index.products if other.category == product.category]
        reviews = opened.reviews.of(product_id) if opened.reviews else ()
        found = improve(product, alike, reviews)
        if as_json:
            lacks = {"missing": found.missing, "raised": found.raised, "remarks": found.remarks}
            typer.echo(json.dumps({**lacks, "rewritten": piece_object(piece)}, ensure_ascii=False))
        else:
            typer.echo("\n".join(advice_lines(found, piece)))
