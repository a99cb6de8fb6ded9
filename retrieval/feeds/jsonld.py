"""schema.org product data: a document of JSON-LD to rows.

Knows nothing of files; `jsonld_files` reads them, and the scripts of HTML pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from retrieval.feeds.jsonld_nodes import Node, bared, every, index, listed, node_of, text, types
from retrieval.feeds.jsonld_offers import offer_fields
from retrieval.feeds.jsonld_values import attributes, image, link, rating_fields
from retrieval.feeds.record import Row

__all__ = ["rows_of"]

_IDS = ("sku", "productID", "gtin13", "gtin", "gtin12", "gtin14", "gtin8", "mpn", "@id", "url")
_INHERITED = (
    "brand", "manufacturer", "description", "category", "image", "offers", "aggregateRating",
    "material", "pattern", "color", "size", "weight", "width", "height", "depth", "model",
    "audience", "itemCondition",
)  # fmt: skip


def rows_of(document: object) -> Iterator[Row]:
    """Yield a row for each product and each variant of a product group, in their order.

    Raises:
        CatalogueError: the document is nested too deeply.
    """
    document = bared(document)
    known = index(document)
    groups: dict[int, list[Node]] = {}
    told: set[int] = set()
    products = list(every(document, {"Product", "ProductGroup"}))
    for node in products:
        if "ProductGroup" in types(node) or "hasVariant" in node:
            groups[id(node)] = [node_of(item, known) for item in listed(node.get("hasVariant"))]
            told |= {id(variant) for variant in groups[id(node)]}
    for node in products:
        if id(node) in told:
            continue
        variants = groups.get(id(node))
        if variants:
            yield from (_variant(variant, node) for variant in variants)
        elif variants is None:
            yield _single(node, known)
        elif not any(_group_of(other, known) is node for other in products):
            yield _row(node)


def _single(node: Node, known: Mapping[str, Node]) -> Row:
    group = _group_of(node, known)
    if group:
        return _variant(node, group)
    shared = text(node.get("inProductGroupWithID"))
    return {**_row(node), "item_group_id": shared} if shared else _row(node)


def _group_of(node: Node, known: Mapping[str, Node]) -> Node | None:
    named = listed(node.get("isVariantOf"))
    return node_of(named[0], known) if named and isinstance(named[0], dict) else None


def _variant(node: Node, group: Node) -> Row:
    inherited = {name: group[name] for name in _INHERITED if name in group}
    of_all = listed(group.get("additionalProperty"))
    if of_all:  # a variant's own go first, and win
        inherited["additionalProperty"] = [*listed(node.get("additionalProperty")), *of_all]
        node = {name: value for name, value in node.items() if name != "additionalProperty"}
    row = dict(_row({**inherited, **node}))
    row["item_group_image"] = image(group.get("image"))
    row["link"] = link(text(group.get("url"))) or row["link"]
    named = text(group.get("name"))
    row["item_group_id"] = text(group.get("productGroupID")) or _id(group) or named
    row["item_group_title"] = named
    row["title"] = row["title"] or named
    return row


def _row(node: Node) -> Row:
    audience = node.get("audience")
    gender = text(audience.get("suggestedGender")) if isinstance(audience, dict) else ""
    found = attributes(node)
    if gender:
        found["gender"] = gender.rpartition("/")[2].lower()
    category = text(node.get("category"))
    return {
        "id": _id(node),
        "title": text(node.get("name")),
        "description": text(node.get("description")),
        "brand": text(node.get("brand")) or text(node.get("manufacturer")),
        "category": category.replace(" / ", " > "),
        "color": text(node.get("color")),
        "size": text(node.get("size")),
        "attributes": found,
        "image_link": image(node.get("image")),
        "link": link(text(node.get("url"))),
        **rating_fields(node.get("aggregateRating")),
        **offer_fields(node.get("offers")),
    }


def _id(node: Node) -> str:
    return next(filter(None, (text(node.get(name)) for name in _IDS)), "")
