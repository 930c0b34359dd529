"""Nouns saved as JSON, read back equal, and named by the hash of their canonical form."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter

from proventive.quantities.figure import Figure, Table

Noun = TypeVar("Noun")


def to_json(noun: object) -> str:
    """A noun as readable JSON: the same noun gives the same text. Floats keep every digit."""
    plain = TypeAdapter(type(noun)).dump_python(noun, mode="json", by_alias=True)
    return json.dumps(plain, indent=1, ensure_ascii=False, sort_keys=True, allow_nan=False) + "\n"


def from_json(text: str, noun: type[Noun]) -> Noun:
    """The noun that :func:`to_json` wrote. Raises pydantic's ValidationError if the text is another's."""
    return TypeAdapter(noun).validate_json(text)


def canonical_hash(plain: Any) -> str:
    """SHA-256 of plain data (dicts, lists, text, numbers) in canonical JSON: sorted keys, no spaces."""
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def figures_in(noun: object) -> Iterator[Figure]:
    """Every figure that a noun holds, cells of its tables included, in the order of its fields."""
    if isinstance(noun, Figure):
        yield noun
    elif isinstance(noun, Table):
        yield from noun.figures()
    elif isinstance(noun, tuple):
        for part in noun:
            yield from figures_in(part)
    elif is_dataclass(noun):
        for field in fields(noun):
            yield from figures_in(getattr(noun, field.name))
