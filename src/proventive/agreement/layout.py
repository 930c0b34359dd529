"""How an agreement is laid out as a spreadsheet: which lists have a sheet, and what stands beside each key."""

import types
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Annotated, Any, Union, get_args, get_origin

from proventive.agreement.document import Agreement
from proventive.agreement.help import told
from proventive.agreement.nouns import keys_of
from proventive.agreement.written import AsMapping, Kinds, OneOrLevels, Phrase

Keys = tuple[str, ...]


def laid_out(noun: type, keys: Keys = ()) -> Iterator[tuple[Keys, str | None]]:
    """Every key of a noun with what it says; a list with a sheet of its own says None, and its keys follow."""
    for key, hint in keys_of(noun).items():
        inner = nouns_in(hint)
        if not inner:
            yield (*keys, key), told(noun, key)
            continue
        if is_list(hint):
            yield (*keys, key), None
        for deeper in inner:
            yield from laid_out(deeper, (*keys, key))


def nouns_in(hint: Any) -> tuple[type, ...]:
    """The nouns that a key holds, taken apart into keys of their own; none where it is written as one value."""
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *hooks = get_args(hint)
        for hook in hooks:
            if isinstance(hook, Phrase | OneOrLevels):
                return ()
            if isinstance(hook, AsMapping):
                return (hook.noun,)
            if isinstance(hook, Kinds):
                return tuple(hook.telling)
        return nouns_in(inner)
    if origin in (types.UnionType, Union, tuple):
        return tuple(noun for part in get_args(hint) for noun in nouns_in(part))
    return (hint,) if is_dataclass(hint) and isinstance(hint, type) else ()


def is_list(hint: Any) -> bool:
    return get_origin(hint) is tuple or any(is_list(part) for part in get_args(hint) if part is not hint)


LAID_OUT = tuple(laid_out(Agreement))
LISTS: tuple[Keys, ...] = tuple(keys for keys, said in LAID_OUT if said is None)
HELP_BY_KEY: dict[Keys, str] = {keys: said for keys, said in LAID_OUT if said is not None}
