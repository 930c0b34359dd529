"""The form of an agreement document: is every key known, present and written as it should be?

What a document says is read into the nouns of :mod:`proventive.agreement.document`, and what cannot be read
becomes faults, all at once, each at its place.
"""

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from proventive.agreement.document import Agreement
from proventive.agreement.form_faults import (
    another_shape,
    cannot_hold,
    missing_key,
    no_kind,
    not_a_document,
    not_a_word,
    not_written,
    one_of_several,
    unknown_key,
)
from proventive.agreement.help import noun_in_words
from proventive.agreement.nouns import NOT_WRITTEN, Described, described, keys_of
from proventive.reading.faults import Fault
from proventive.reading.located import Located, Path, Plain, without_empty

READER = TypeAdapter(Agreement)


def read_form(located: Located) -> tuple[Agreement | None, list[Fault]]:
    """The agreement that a document says, or every fault of its form."""
    if not isinstance(located.plain, dict):
        return None, [not_a_document(located)]
    plain = without_empty(located.plain)
    assert isinstance(plain, dict)
    nouns = {noun.path: noun for noun in described(located.plain)}
    faults = [*empty_unknown_keys(located, nouns), *several_of_one(located, nouns)]
    for key in NOT_WRITTEN:
        if plain.pop(key, None) is not None:
            faults.append(unknown_key(located, nouns[()], key))
    try:
        agreement = READER.validate_python(plain, extra="forbid")
    except ValidationError as error:
        faults += [fault_of(details, located, plain, nouns) for details in error.errors(include_url=False)]
        return None, faults
    return (None if faults else agreement), faults


def empty_unknown_keys(located: Located, nouns: dict[Path, Described]) -> Iterator[Fault]:
    """Keys that no noun knows, with nothing after the colon."""
    for described_noun in nouns.values():
        for key, value in described_noun.plain.items():
            known = keys_of(described_noun.noun) if described_noun.noun else {key: None}
            if value is None and key not in known:
                yield unknown_key(located, described_noun, key)


def several_of_one(located: Located, nouns: dict[Path, Described]) -> Iterator[Fault]:
    """Mappings that must hold exactly one of a few keys, and hold none or several."""
    for noun in nouns.values():
        keys: tuple[str, ...] = getattr(noun.noun, "exactly_one", ())
        found = [key for key in keys if noun.plain.get(key) is not None]
        if keys and len(found) != 1:
            yield one_of_several(located, noun, keys, found, noun_in_words(noun.noun))


def fault_of(details: ErrorDetails, located: Located, plain: Plain, nouns: dict[Path, Described]) -> Fault:
    """What pydantic says of one value, in plain words, at its place in the document."""
    path = path_in(plain, details["loc"])
    context: dict[str, Any] = details.get("ctx", {})
    noun = nouns.get(path[:-1]) if path else None
    match details["type"]:
        case "missing":
            return missing_key(located, nouns[path], str(details["loc"][-1]))
        case "unexpected_keyword_argument" | "extra_forbidden":
            return unknown_key(located, nouns[path[:-1]], str(path[-1]))
        case "union_tag_not_found" if path in nouns:
            return no_kind(located, nouns[path])
        case "phrase":
            return not_written(located, path, noun, context)
        case "literal_error":
            return not_a_word(located, path, str(context["expected"]), details["input"])
        case "value_error":
            return cannot_hold(located, path, str(context["error"]))
        case _:
            return another_shape(located, path, details["type"])


def path_in(plain: Plain, loc: tuple[int | str, ...]) -> Path:
    """The path of an error in the document, as far as it is there, without pydantic's own steps."""
    path: Path = ()
    for step in loc:
        if (isinstance(plain, dict) and step in plain) or (isinstance(plain, list) and isinstance(step, int)):
            path = (*path, step)
            plain = plain[step]  # type: ignore[index]
    return path
