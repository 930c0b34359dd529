"""A data file as text, with the place of every value."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from proventive.quantities import FactError, Place

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The mapping that a file holds, every scalar as text, and where each value stands."""

    name: str
    data: dict[str, Any]
    places: Mapping[Path_, Place]

    def place(self, *path: str | int) -> Place:
        """Where a value stands, or the nearest thing that holds it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return Place(file=self.name)


def read_document(path: Path, name: str) -> Document:
    """A YAML file as text with places; raises FactError where it is not YAML, or says a key twice."""
    places: dict[Path_, Place] = {}
    try:
        root = YAML().compose(path.read_text(encoding="utf-8"))
    except YAMLError as error:
        raise FactError(f"{name}: the file is not YAML that can be read. {error}. Mend it.") from None
    data = _text(root, (), places, name)
    if not isinstance(data, dict):
        raise FactError(f"{name}: the file holds no keys. Nothing can be read from it. Begin it with “kind:”.")
    return Document(name=name, data=data, places=places)


def _text(node: Node | None, path: Path_, places: dict[Path_, Place], name: str) -> Any:
    if node is None:
        return None
    places[path] = Place(file=name, line=node.start_mark.line + 1, column=node.start_mark.column + 1)
    if isinstance(node, MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if key.value in found:
                raise FactError(
                    f"{name}, line {key.start_mark.line + 1}: “{key.value}” is said twice. Remove one."
                )
            found[key.value] = _text(value, (*path, key.value), places, name)
        return found
    if isinstance(node, SequenceNode):
        return [_text(part, (*path, number), places, name) for number, part in enumerate(node.value)]
    return node.value or None
