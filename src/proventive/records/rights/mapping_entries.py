"""Mappings in which a person stands: their number is masked in answers and comments. All else stands.

A masked answer is one that no cell holds, so that the entry means nothing from then on.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from proventive.quantities import RecordsError
from proventive.reading.faults import FaultsFound
from proventive.records.erasure.sent_rows import PERSON
from proventive.records.identity import KINDS, Identities, admit
from proventive.records.importing.mapping import SheetMapping, alike
from proventive.records.importing.mapping_file import MAPPINGS, read_mapping

MASK = "erased"
NUMBER = re.compile(r"(?<![0-9A-Za-z])(?=(\d(?:[ -]?\d){8,9})(?![0-9A-Za-z]))")  # one may begin within another
MADE = re.compile(r"(?<![0-9A-Za-z])(?=([0-9a-f]{16})(?![0-9A-Za-z]))")  # a local id that a key made

Path_ = tuple[str | int, ...]
Span = tuple[int, int]


class NotToBeMasked(Exception):
    """A person stands in a mapping where nothing can be put in their place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A word of a mapping: where it stands in the document, and in the text."""

    path: Path_
    text: str
    span: Span
    key: bool  # what stands before a colon


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whoever is looked for, under every id that is theirs."""

    identities: Identities
    local_ids: Collection[str]

    def is_named(self, text: str) -> bool:
        """Whether a text is an id or number of theirs and nothing else."""
        made = [admit(self.identities, kind, [text], restore_zeros=True).ids[0] for kind in KINDS]
        return text.strip() in self.local_ids or any(id in self.local_ids for id in made)

    def spans(self, text: str) -> list[Span]:
        """Where a number of the health service that is theirs stands in a text, or a local id that a key made.

        A body's own id may be as short as any other number: within a text nobody could tell it apart.
        """
        numbers = [match.span(1) for match in NUMBER.finditer(text) if self.is_numbered(match[1])]
        return numbers + [match.span(1) for match in MADE.finditer(text) if match[1] in self.local_ids]

    def is_numbered(self, digits: str) -> bool:
        made = [admit(self.identities, kind, [digits], restore_zeros=True).ids[0] for kind in KINDS[:2]]
        return any(id in self.local_ids for id in made)


def mapping_files(store: Path) -> list[Path]:
    return sorted((store / MAPPINGS).glob("*.yaml"))


def masked_mapping(file: Path, person: Person) -> str | None:
    """The text of a mapping without a person; None where they do not stand in it.

    Raises NotToBeMasked where they stand in a heading, a name or a value of all rows, or the file is no mapping.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None  # no mapping; whoever reads it tells so
    try:
        mapping = read_mapping(file)
    except (FaultsFound, RecordsError) as error:
        if person.spans(text):
            raise NotToBeMasked from error
        return None
    if person.spans(file.stem):
        raise NotToBeMasked
    entries = list(entries_of(YAML(typ="safe", pure=True).compose(text)))
    headings = person_headings(mapping)
    answers = {entry for entry in entries if is_answer(entry) and stands_in(entry, headings, person)}
    answers |= {other for other in entries for entry in answers if not entry.key and goes_with(other, entry)}
    others = [entry for entry in entries if entry not in answers]
    if any(person.spans(entry.text) or is_fixed(entry, person) for entry in others):
        raise NotToBeMasked
    comments = [
        span
        for span in person.spans(text)
        if not any(span[0] < entry.span[1] and entry.span[0] < span[1] for entry in entries)
    ]
    if not answers and not comments:
        return None
    return with_masks(text, answers, comments)


def keeps_all_else(was: Path, now: Path, person: Person) -> bool:
    """Whether a masked mapping is one, reads the same columns in the same way, and holds the person no more."""
    try:
        same = without_answers(read_mapping(was)) == without_answers(read_mapping(now))
    except (FaultsFound, RecordsError):
        return False
    return same and not person.spans(now.read_text(encoding="utf-8"))


def entries_of(node: Any, path: Path_ = ()) -> Iterator[Entry]:
    """Every word of a document, with its path. The key of a value has the path of the value."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield entry_of(key, (*path, str(key.value)), key=True)
            yield from entries_of(value, (*path, str(key.value)))
    elif isinstance(node, SequenceNode):
        for number, item in enumerate(node.value):
            yield from entries_of(item, (*path, number))
    elif isinstance(node, ScalarNode):
        yield entry_of(node, path, key=False)


def entry_of(node: ScalarNode, path: Path_, *, key: bool) -> Entry:
    span = (node.start_mark.index, node.end_mark.index)
    return Entry(path=path, text=str(node.value), span=span, key=key)


def is_answer(entry: Entry) -> bool:
    """Whether an entry is what a cell of the sheet may say, or what an answer becomes."""
    match entry.path:
        case ("tables", _, "columns", _, "codes", _):
            return True
        case ("tables", _, "columns", _, "missing", _) | ("tables", _, "only" | "left_out", _, _):
            return not entry.key
    return False


def goes_with(other: Entry, entry: Entry) -> bool:
    """Whether an entry is the answer that becomes another: it may be a name."""
    return other.key and other.path == entry.path


def stands_in(entry: Entry, headings: frozenset[str], person: Person) -> bool:
    of_person = entry.path[3] == PERSON if entry.path[2] == "columns" else alike(str(entry.path[3])) in headings
    return bool(person.spans(entry.text)) or (of_person and person.is_named(entry.text))


def is_fixed(entry: Entry, person: Person) -> bool:
    """Whether an entry states the person for all rows of a sheet."""
    match entry.path:
        case ("tables", _, "columns", column, "value"):
            return column == PERSON and not entry.key and person.is_named(entry.text)
    return False


def person_headings(mapping: SheetMapping) -> frozenset[str]:
    """The sender's columns that say whose a row is."""
    columns = [table.columns[PERSON] for table in mapping.tables if PERSON in table.columns]
    return frozenset(alike(heading) for column in columns for heading in column.headings)


def without_answers(mapping: SheetMapping) -> SheetMapping:
    """A mapping without what cells may say, to be compared."""
    return replace(
        mapping,
        tables=tuple(
            replace(
                table,
                columns={
                    name: replace(column, codes={}, missing=("",) * len(column.missing))
                    for name, column in table.columns.items()
                },
                only={heading: ("",) * len(values) for heading, values in table.only.items()},
                left_out={heading: ("",) * len(values) for heading, values in table.left_out.items()},
            )
            for table in mapping.tables
        ),
    )


def with_masks(text: str, answers: Collection[Entry], comments: Collection[Span]) -> str:
    """The text with a mask for each answer, the same for the same one, and for what comments say."""
    said = sorted({entry.text for entry in answers})
    free = (f"{MASK} {number}" for number in range(1, len(text)))
    unused = (mask for mask in free if mask not in text)
    masks = dict(zip(said, unused, strict=False))
    changes = [(*entry.span, f'"{masks[entry.text]}"') for entry in answers]
    changes += [(*span, MASK) for span in comments]
    for start, end, mask in sorted(changes, reverse=True):
        text = text[:start] + mask + text[end:]
    return text
