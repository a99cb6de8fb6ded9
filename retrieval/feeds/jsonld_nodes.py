"""The nodes of a JSON-LD document: found by type wherever they stand, and by their `@id`.

Names are taken without their vocabulary: "https://schema.org/Product" and "schema:Product" are
"Product". Knows nothing of products.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from retrieval.errors import CatalogueError

__all__ = ["Node", "bared", "every", "index", "listed", "node_of", "text", "types"]

Node = dict[str, object]

_DEEPEST = 60
_OTHERS = {
    "hasVariant", "isVariantOf", "isRelatedTo", "isSimilarTo", "isAccessoryOrSparePartFor",
    "isConsumableFor", "itemReviewed", "review", "predecessorOf", "successorOf", "isPartOf",
}  # fmt: skip


def bared(document: object, depth: int = 0) -> object:
    """Return a document with all names bare, so that each node is one object from here on.

    Raises:
        CatalogueError: it is nested too deeply.
    """
    if depth > _DEEPEST:
        raise CatalogueError(f"the data are nested more than {_DEEPEST} levels deep")
    if isinstance(document, list):
        return [bared(item, depth + 1) for item in document]
    if isinstance(document, dict):
        return {_bare(str(key)): bared(value, depth + 1) for key, value in document.items()}
    return document


def types(node: Node) -> set[str]:
    """Return a node's types, without their vocabulary."""
    named = {_bare(item) for item in listed(node.get("@type")) if isinstance(item, str)}
    return named | ({"Product"} if named & {"IndividualProduct", "ProductModel"} else set())


def every(document: object, wanted: Collection[str]) -> Iterator[Node]:
    """Yield the nodes of a type, in their order; nothing that only relates to one of them.

    Variants of a node are told by it, not here, unless they stand elsewhere too.
    """
    if isinstance(document, list):
        for item in document:
            yield from every(item, wanted)
    elif isinstance(document, dict):
        if types(document) & set(wanted):
            yield document
            return
        for name, value in document.items():
            if name not in _OTHERS:
                yield from every(value, wanted)


def index(document: object) -> dict[str, Node]:
    """Return the nodes of a document that say more than their `@id`, by it."""
    known: dict[str, Node] = {}
    waiting = [document]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            own = item.get("@id")
            if isinstance(own, str) and len(item) > 1:
                known.setdefault(own, item)
            waiting += item.values()
    return known


def node_of(item: object, known: Mapping[str, Node]) -> Node:
    """Return the node that stands here or is only named here."""
    own = item.get("@id") if isinstance(item, dict) and len(item) == 1 else item
    if isinstance(own, str):
        return known.get(own, {"@id": own})
    return item if isinstance(item, dict) else {}


def listed(value: object) -> list[object]:
    """Return one value or many as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def text(value: object) -> str:
    """Return the words of a value: of a node its name, of a list its first."""
    if isinstance(value, list):
        return next(filter(None, map(text, value[:20])), "")
    if isinstance(value, dict):
        for name in ("name", "@value", "value", "text", "@id"):
            found = value.get(name)
            if isinstance(found, (str, int, float)) and not isinstance(found, bool):
                return str(found).strip()
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).strip()


def _bare(name: str) -> str:
    """Take the vocabulary off: nothing that begins with "@" has one."""
    for start in ("https://schema.org/", "http://schema.org/", "schema:", "s:"):
        if name.startswith(start):
            return name[len(start) :]
    return name
