"""YAML with its line numbers: where a value stands, and keys that are written twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

__all__ = ["Place", "line_of", "read_yaml", "repeated_keys"]

Place = Sequence[int | str]
"""The way to a value: keys and positions from the top."""


def read_yaml(text: str) -> tuple[object, Node | None]:
    """Give the data of a YAML text and its nodes. Raises yaml.YAMLError."""
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        return (loader.construct_document(node) if node else None), node
    finally:
        loader.dispose()


def line_of(node: Node | None, place: Place) -> int:
    """Give the line (from 1) of the value at `place`, or of what comes nearest above it."""
    line = 1
    for part in place:
        found = _child(node, part)
        if found is None:
            break
        key, node = found
        line = (key or node).start_mark.line + 1
    return line


def _child(node: Node | None, part: int | str) -> tuple[Node | None, Node] | None:
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode) and key.value == str(part):
                return key, value
    return None


def repeated_keys(node: Node | None) -> Iterator[tuple[int, str]]:
    """Give every key that its mapping has already, with its line: YAML would drop the first."""
    if isinstance(node, SequenceNode):
        for item in node.value:
            yield from repeated_keys(item)
    if isinstance(node, MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                yield key.start_mark.line + 1, name
            seen.add(name)
            yield from repeated_keys(value)
