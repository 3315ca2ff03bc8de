"""YAML without its surprises: what files of the law and documents of offices are read with."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

SafeLoader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class StrictLoader(SafeLoader):  # type: ignore[misc]
    """The safe loader, where the same key twice does not lose the first and the key ``on`` is not read as true."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        for key, _ in node.value:
            if key.tag == "tag:yaml.org,2002:bool":
                key.tag = "tag:yaml.org,2002:str"
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} stands twice", node.start_mark)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


def read_yaml(text: str) -> object:
    """The content of a YAML text. Raises :class:`yaml.YAMLError`; for a key that stands twice, its ConstructorError."""
    content: object = yaml.load(text, Loader=StrictLoader)  # noqa: S506  (it is the safe loader)
    return content
