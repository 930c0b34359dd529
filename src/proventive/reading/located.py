"""What a document says, with the place of every value and every key."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from proventive.quantities import Place

Scalar: TypeAlias = str | Decimal | bool | None
Plain: TypeAlias = "Scalar | list[Plain] | dict[str, Plain]"
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A document as plain text, numbers, lists and mappings; the places stand beside it, by path.

    A path goes from the whole document, ``()``, to a value: ``("objectives", 0, "plan", "design")``.
    """

    file: str
    plain: Plain
    values: Mapping[Path, Place]
    keys: Mapping[Path, Place]  # of every key of a mapping, by the path of its value

    def place(self, path: Path) -> Place:
        """Where a value stands; where it is absent, the nearest mapping or list that should hold it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.values:
                return self.values[path[:length]]
        return Place(file=self.file)

    def key(self, path: Path) -> Place:
        """Where the key of a value stands; an item of a list has none, and stands for itself."""
        return self.keys.get(path) or self.place(path)

    def by_path(self) -> dict[str, Place]:
        """The place of every value, by its path as written: ``objectives/0/plan/design``."""
        return {as_written(path): place for path, place in self.values.items()}


def as_written(path: Path) -> str:
    """A path as text: ``objectives/0/plan/design``."""
    return "/".join(str(step) for step in path)


def without_empty(plain: Plain) -> Plain:
    """The document without its keys that are left empty: to leave a key empty is to leave it out."""
    if isinstance(plain, dict):
        return {key: without_empty(value) for key, value in plain.items() if value is not None}
    if isinstance(plain, list):
        return [without_empty(item) for item in plain]
    return plain
