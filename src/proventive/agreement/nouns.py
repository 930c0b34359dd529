"""Which noun of the agreement describes which mapping of a document, found from the declared types alone."""

import types
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Union, get_args, get_origin, get_type_hints

from proventive.agreement.document import Agreement
from proventive.agreement.written import AsMapping, Kinds, OneOrLevels, Phrase
from proventive.reading.located import Path, Plain

# Fields of an Agreement that the reader fills in; a document does not say them.
NOT_WRITTEN = ("in_force_from", "places", "earlier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A mapping of a document and what describes it: a noun, or nouns of several kinds of which none is told."""

    path: Path
    plain: dict[str, Plain]
    noun: type | None
    kinds: Kinds | None = None


@cache
def keys_of(noun: type) -> dict[str, Any]:
    """The keys of a noun as a document writes them, with the annotation of each."""
    hints = get_type_hints(noun, include_extras=True)
    return {
        field.name.rstrip("_"): hints[field.name]
        for field in fields(noun)
        if not (noun is Agreement and field.name in NOT_WRITTEN) and get_origin(hints[field.name]) is not ClassVar
    }


def described(plain: Plain, hint: Any = Agreement, path: Path = ()) -> Iterator[Described]:
    """Every mapping of a document that a noun describes, from the whole document inwards."""
    hint, kinds = resolved(hint, plain)
    if isinstance(plain, list):
        inner = get_args(hint)[0] if get_origin(hint) is tuple else None
        for number, item in enumerate(plain):
            yield from described(item, inner, (*path, number))
    elif isinstance(plain, dict) and (kinds or is_dataclass(hint)):
        noun = hint if isinstance(hint, type) else None
        yield Described(path=path, plain=plain, noun=noun, kinds=kinds)
        for key, value in plain.items():
            yield from described(value, keys_of(noun).get(key) if noun else None, (*path, key))
    elif isinstance(plain, dict) and get_args(hint):  # Mapping[str, ...]
        for key, value in plain.items():
            yield from described(value, get_args(hint)[1], (*path, key))


def resolved(hint: Any, plain: Plain) -> tuple[Any, Kinds | None]:
    """An annotation without its wrapping, for this value; and the kinds, where the value tells none."""
    if get_origin(hint) is Annotated:
        inner, *hooks = get_args(hint)
        for hook in hooks:
            if isinstance(hook, Phrase):
                return None, None
            if isinstance(hook, AsMapping):
                return hook.noun, None
            if isinstance(hook, OneOrLevels):
                return hook.levels.noun, None
            if isinstance(hook, Kinds):
                return told(hook, plain)
        return resolved(inner, plain)
    if get_origin(hint) in (types.UnionType, Union):
        return resolved(next(part for part in get_args(hint) if part is not types.NoneType), plain)
    return hint, None


def told(kinds: Kinds, plain: Plain) -> tuple[type | None, Kinds | None]:
    """The kind of noun that a mapping says it is."""
    tag = kinds.kind_of(plain) if isinstance(plain, dict) else None
    kind = next((kind for kind in kinds.telling if f"<{kind.__name__}>" == tag), None)
    return kind, None if kind else kinds
