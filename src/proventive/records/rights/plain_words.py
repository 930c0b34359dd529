"""What a store holds about a person, as people read it: days in words, codes by their labels."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from proventive.engine import DeclaredColumn, DeclaredTable
from proventive.quantities.words import MONTHS, day_in_words
from proventive.records.declarations import declarations
from proventive.records.known_codes import shipped

KEPT_APART = {
    "local_id": "Id in our records",
    "kind": "Kind of number",
    "identifier": "Number",
    "given_name": "Given name",
    "family_name": "Family name",
    "birth_date": "Date of birth",
    "sex": "Sex",
    "postcode": "Postcode",
}
OWN = "A number of our own"
ISO_DAY = re.compile(r"^(\d{4}-\d{2}-\d{2})( 00:00:00)?$")

Rows = Sequence[Mapping[str, str]]  # heading → value, as it is kept


def in_plain_words(table: DeclaredTable, rows: Rows) -> list[dict[str, str]]:
    """The rows of a table, every value as a person reads it."""
    columns = {column.heading: column for column in table.columns}
    return [
        {
            heading: plainly(columns[heading], value) if heading in columns else value
            for heading, value in row.items()
        }
        for row in rows
    ]


def plainly(column: DeclaredColumn, value: str) -> str:
    """``4 May 2025``, ``May 1948``, ``A visit at home``; what has no other words stands as it is kept."""
    if not value:
        return ""
    if column.type == "date":
        return day_in_words(date.fromisoformat(value))
    if column.type == "month":
        first = date.fromisoformat(value)
        return f"{MONTHS[first.month - 1]} {first.year}"
    return labels_of(column).get(value, value)


def labels_of(column: DeclaredColumn) -> dict[str, str]:
    """Code → label, where the column has codes."""
    if column.codes_from == "events":
        return {id: event.label for id, event in shipped().events.items()}
    if column.codes_from == "instruments":
        return {id: instrument.label for id, instrument in shipped().instruments.items()}
    return dict(column.codes)


def who_in_words(kept: Rows) -> list[dict[str, str]]:
    """What is kept apart of a person, as a person reads it."""
    born, sex, kind = KEPT_APART["birth_date"], KEPT_APART["sex"], KEPT_APART["kind"]
    sexes = labels_of(declarations()["people"].column("sex"))
    return [
        dict(row)
        | {
            born: ISO_DAY.sub(lambda day: day_in_words(date.fromisoformat(day[1])), row[born]),  # as it was sent
            sex: sexes.get(row[sex], row[sex]),
            kind: OWN if row[kind] == "own" else row[kind],
        }
        for row in kept
    ]
