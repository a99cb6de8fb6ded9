"""`aisle copy`: marketing copy for a channel, every claim with what bears it out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import AsJson, Shop, notice, settings_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.copywriting import Improvement, Piece
    from assistant.service import Shop as OpenShop
    from assistant.settings import Settings

__all__ = ["copy"]

_Ids = Annotated[list[str] | None, typer.Argument(metavar="PRODUCT...", help="Product ids.")]
_Channel = Annotated[
    str, typer.Option(help="product_page, email, social, ad or sms.", show_default=True)
]
_Variants = Annotated[int, typer.Option(min=1, max=9, help="So many variants, for an A/B test.")]
_All = Annotated[bool, typer.Option("--all", help="A piece for every product, into --output.")]
_Output = Annotated[
    Path | None, typer.Option(metavar="FILE", help="JSON lines; a run that was stopped goes on.")
]
_Improve = Annotated[
    bool, typer.Option("--improve", help="What the listing lacks, and a rewritten description.")
]


def copy(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    *,
    products: _Ids = None,
    channel: _Channel = "product_page",
    audience: Annotated[str, typer.Option(help="Whom it speaks to.")] = "",
    season: Annotated[str, typer.Option(help="Told only where the listing has it.")] = "",
    variants: _Variants = 1,
    every: _All = False,
    output: _Output = None,
    better: _Improve = False,
    as_json: AsJson = False,
    shop: Shop = None,
) -> None:
    """Write copy for products, several in one piece; nothing is claimed that no listing says."""
    settings = settings_for(context, shop)
    opened = _open(settings)
    if every:
        _write_every(opened, settings, channel, output)
        return
    if not products:
        raise typer.BadParameter("name a product id, or say --all", param_hint="PRODUCT")
    if better:
        _improve(opened, settings, products, as_json=as_json)
        return
    from assistant.copywriting import Brief

    briefs = [Brief(channel, audience, season, variant) for variant in range(variants)]
    pieces = [_write(opened, settings, products, brief) for brief in briefs]
    if as_json:
        from assistant.copywriting.batch import piece_object

        typer.echo(json.dumps([piece_object(piece) for piece in pieces], ensure_ascii=False))
        return
    for piece in pieces:
        typer.echo("\n".join(_told(piece)))


def _open(settings: Settings) -> OpenShop:
    from assistant.build import build_embeddings
    from assistant.shop import prepare
    from assistant.storefront import Storefront
    from ui.progress import progress_bar

    embeddings = build_embeddings(settings)
    with progress_bar() as progress:
        prepare(settings, embeddings, progress=progress)
    return Storefront(settings, embeddings)()


def _write(opened: OpenShop, settings: Settings, ids: Sequence[str], brief: object) -> Piece:
    from assistant.copywriting import Brief, read_house, write
    from assistant.errors import AssistantError
    from assistant.grounding import terms_of

    assert isinstance(brief, Brief)  # noqa: S101 - imported late, so no annotation
    found = [opened.index.product(product_id) for product_id in ids]
    missing = [product_id for product_id, one in zip(ids, found, strict=True) if one is None]
    if missing:
        raise AssistantError(f"there is no product {missing[0]!r}: `aisle search` shows the ids")
    shown = [(opened.card(one, one.variants[0]), one) for one in found if one]
    terms = terms_of(opened.index.vocabulary)
    house = read_house(settings.home)
    return write(shown, brief, house, terms, locale=settings.locale)


def _write_every(opened: OpenShop, settings: Settings, channel: str, output: Path | None) -> None:
    from assistant.copywriting import Brief, write_all
    from ui.progress import progress_bar

    if output is None:
        raise typer.BadParameter("name a file with --output", param_hint="--all")
    ids = [product.id for product in opened.index.products if product.status == "active"]
    with progress_bar() as progress:
        written, failed = write_all(
            ids,
            lambda product_id: _write(opened, settings, [product_id], Brief(channel)),
            output,
            progress=lambda done, total: progress("writing copy", done, total),
        )
    notice(f"{output}: {written} products, {failed} without a piece")


def _improve(opened: OpenShop, settings: Settings, ids: Sequence[str], *, as_json: bool) -> None:
    from assistant.copywriting import Brief, improve
    from assistant.copywriting.batch import piece_object

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
            typer.echo("\n".join(_advice(found, piece)))


def _told(piece: Piece) -> list[str]:
    head = f"{piece.brief.channel}, variant {piece.brief.variant + 1}"
    lines = [f"{head}: {', '.join(piece.products)} (reading ease {piece.reading_ease:g})"]
    lines += [f"  {f.name} ({len(f.text)}/{f.limit}): {f.text}" for f in piece.fields]
    for claim in piece.claims:
        borne_out = "; ".join(f"{g.id} {g.field} {g.value}".strip() for g in claim.grounds)
        lines.append(f"    {claim.kind} {claim.text!r}: {borne_out}")
    lines += [f"    left out {text!r}: {why}" for text, why in piece.left_out]
    return lines


def _advice(found: Improvement, piece: Piece) -> list[str]:
    lines = [f"{found.product_id}:"]
    lines += [f"  not given, though usual for its kind: {name}" for name in found.missing]
    lines += [f"  {n} reviews speak of {word!r}, the listing does not" for word, n in found.raised]
    lines += [f"  {remark}" for remark in found.remarks]
    return [*lines, f"  rewritten: {piece.fields[-1].text}"]
