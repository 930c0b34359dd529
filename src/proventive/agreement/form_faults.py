"""Faults of form in plain words: what is wrong, why it matters, and what right looks like."""

from difflib import get_close_matches
from typing import Any

from proventive.agreement.help import example_of, help_of, noun_in_words
from proventive.agreement.nouns import Described, keys_of
from proventive.reading.faults import Fault
from proventive.reading.located import Located, Path


def not_a_document(located: Located) -> Fault:
    """The fault of a file that is empty, or holds a list or a single word."""
    empty = located.plain is None
    return Fault(
        code="empty-document" if empty else "not-a-document",
        what="The file is empty." if empty else "The file does not hold keys and values.",
        where=located.place(()),
        why="An agreement says on one line each what it is: its title, its parties, its objectives.",
        do="Start from the template that “proventive new” writes, or write: title: Our service",
    )


def one_of_several(
    located: Located, noun: Described, keys: tuple[str, ...], found: list[str], words: str
) -> Fault:
    """The fault of a mapping with none, or with several, of the keys of which it must hold one."""
    several = [f"“{key}”" for key in found]
    near = next((key for word in noun.plain for key in get_close_matches(word, keys, n=1, cutoff=0.8)), None)
    if found:
        what = f"This {words} holds {' and '.join(several)}, and can hold only one of them."
        do = f"Keep one of {', '.join(several)}. Make a second {words} of the other, with an id of its own."
    else:
        what = f"This {words} does not say what it is: it holds none of {in_words(keys)}."
        do = f"Did you mean “{near}”? Otherwise add" if near else "Add"
        do += f" one of {in_words(keys)}, for example: {keys[0]}: {example_of(noun.noun, keys[0])}"
    return Fault(
        code="several-kinds" if found else "no-kind",
        what=what,
        where=located.key((*noun.path, found[-1])) if found else located.place(noun.path),
        why=f"That key says what is promised or paid, and so how the {words} is judged.",
        do=do,
    )


def in_words(keys: tuple[str, ...]) -> str:
    """Keys as a list: “reduce”, “lower”, “raise”."""
    return ", ".join(f"“{key}”" for key in keys)


def missing_key(located: Located, noun: Described, key: str) -> Fault:
    words = noun_in_words(noun.noun)
    empty = (*noun.path, key) in located.keys
    return Fault(
        code="missing-key",
        what=f"The key “{key}” of this {words} is left empty." if empty else f"This {words} has no “{key}”.",
        where=located.key((*noun.path, key)) if empty else located.place(noun.path),
        why=f"“{key}” says {help_of(noun.noun, key)}; nothing else in the agreement says it.",
        do=f"Add it, for example: {key}: {example_of(noun.noun, key)}",
    )


def unknown_key(located: Located, noun: Described, key: str) -> Fault:
    known = list(keys_of(noun.noun)) if noun.noun else []
    near = get_close_matches(key, known, n=1)
    return Fault(
        code="unknown-key",
        what=f"“{key}” is not a key of {a(noun_in_words(noun.noun))}.",
        where=located.key((*noun.path, key)),
        why="A key that is not known would be passed over, and what it promises would not count.",
        do=f"Did you mean “{near[0]}”?" if near else f"Delete it, or use one of: {', '.join(known)}.",
    )


def no_kind(located: Located, noun: Described) -> Fault:
    assert noun.kinds is not None
    keys = tuple(key for keys in noun.kinds.telling.values() for key in keys)
    found = [key for key in keys if noun.plain.get(key) is not None]
    return one_of_several(located, noun, keys, found, noun.kinds.what)


def not_written(located: Located, path: Path, noun: Described | None, context: dict[str, Any]) -> Fault:
    key = path[-1] if path and isinstance(path[-1], str) else "value"
    parent = noun.noun if noun else None
    example = example_of(parent, str(key)) if parent and isinstance(path[-1], str) else context["example"]
    hint = f" {context['hint']}" if context["hint"] else ""
    return Fault(
        code=context["code"],
        what=f"“{name_of(path)}” is not written as {context['wanted']}.{hint}",
        where=located.place(path),
        why="Only what is written in one agreed way is read in one way by both parties.",
        do=f"Write it like this: {key}: {example}" if key != "value" else f"Write it like this: {example}",
    )


def not_a_word(located: Located, path: Path, expected: str, given: object) -> Fault:
    words = [word for word in expected.split("'") if word.strip() and word.strip() not in (",", "or")]
    near = get_close_matches(str(given), words, n=1) if isinstance(given, str) else []
    meant = f"Did you mean “{near[0]}”? " if near else ""
    return Fault(
        code="unknown-word",
        what=f"“{name_of(path)}” says a word that has no meaning here.",
        where=located.place(path),
        why="Each of the words that can stand here has consequences that are written down.",
        do=f"{meant}Write one of: {'; '.join(words)}.",
    )


def cannot_hold(located: Located, path: Path, said: str) -> Fault:
    ends_early = "ends" in said and "before it starts" in said
    return Fault(
        code="ends-before-it-starts" if ends_early else "cannot-hold",
        what=f"“{name_of(path)}” {'ends before it starts' if ends_early else 'cannot hold: ' + said}.",
        where=located.place(path),
        why="No day lies in it, so nothing can be promised or paid in it."
        if ends_early
        else "It contradicts itself.",
        do="Check the two dates: start: 2025-04-01, end: 2028-03-31" if ends_early else "Check the values in it.",
    )


SHAPES = {
    "dataclass_type": ("keys and values", "{id: ..., name: ...}, or one “key: value” on each line below it"),
    "dict_type": ("keys and values", "{id: ..., name: ...}, or one “key: value” on each line below it"),
    "mapping_type": ("keys and values", "{id: ..., name: ...}, or one “key: value” on each line below it"),
    "union_tag_not_found": ("keys and values", "{id: ..., name: ...}, or one “key: value” on each line below it"),
    "tuple_type": ("a list", "[first, second], or one line for each that begins with a dash"),
}


def another_shape(located: Located, path: Path, kind: str) -> Fault:
    wanted, example = SHAPES.get(kind, ("something else", "as in the template that “proventive new” writes"))
    return Fault(
        code="not-keys-and-values"
        if wanted == "keys and values"
        else "not-a-list"
        if wanted == "a list"
        else kind,
        what=f"“{name_of(path)}” holds something else where {wanted} should stand.",
        where=located.place(path),
        why="What stands here cannot be told apart into its parts.",
        do=f"Write {example}.",
    )


def name_of(path: Path) -> str:
    """How a message calls a value: its key, or the key of its list with its number, counted from 1."""
    if path and isinstance(path[-1], int):
        return f"{name_of(path[:-1])} {path[-1] + 1}"
    return str(path[-1]) if path else "agreement"


def a(words: str) -> str:
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"
