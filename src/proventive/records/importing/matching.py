"""Which of our columns is a sender's heading? By name, by declared synonym, then by closeness."""

import re
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files

from proventive.engine import DeclaredColumn, DeclaredTable
from proventive.records.importing.mapping import alike
from proventive.records.importing.mapping_file import yaml_of

CLOSE = 0.86  # of two headings: “Date of brith” and “date of birth”
UNIT = (" (gbp)", " (£)", " (yyyy-mm-dd)", " (dd/mm/yyyy)", " dd/mm/yyyy")


@cache
def synonyms() -> dict[tuple[str, str], frozenset[str]]:
    """What senders call our columns, by table and column. People's columns are called so in every table."""
    text = files("proventive.records.importing").joinpath("synonyms.yaml").read_text(encoding="utf-8")
    return {
        (table, column): frozenset(bare(str(name)) for name in names)
        for table, columns in yaml_of(text).items()
        for column, names in columns.items()
    }


def names_of(table: DeclaredTable, column: DeclaredColumn) -> frozenset[str]:
    own = frozenset((alike(column.name), alike(column.heading)))
    own_id = column.name == "person_id" and not column.required  # an “ID” may then be that of something else
    shared = frozenset[str]() if own_id else synonyms().get(("people", column.name), frozenset())
    return own | shared | synonyms().get((table.name, column.name), frozenset())


def bare(heading: str) -> str:
    """A heading without the unit or format behind it; “No.” at its end is a number."""
    plain = alike(heading)
    for unit in UNIT:
        plain = plain.removesuffix(unit)
    return re.sub(r"(?<=[a-z] )(no|num|nr)$", "number", plain.rstrip(".?: "))


def fit(table: DeclaredTable, column: DeclaredColumn, heading: str) -> float:
    """How well a heading names a column, from 0 to 1: 1 its own name, 0.95 a synonym, else how close it comes."""
    plain = bare(heading)
    if plain in (alike(column.name), alike(column.heading)):
        return 1.0
    names = names_of(table, column)
    if plain in names:
        return 0.95
    words = plain.split()
    if any(" ".join(words[after:]) in names for after in range(1, len(words) - 1)):
        return 0.9  # below a heading of its own: “Visit Date of visit”
    closest = max((SequenceMatcher(None, plain, name).ratio() for name in names if len(name) > 4), default=0.0)
    return 0.9 * closest if closest >= CLOSE else 0.0


def candidates(table: DeclaredTable, headings: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """For each of our columns the headings that name it best: several where they do so equally well.

    A heading that names another column better is no candidate.
    """
    fits = {column.name: {h: f for h in headings if (f := fit(table, column, h)) > 0} for column in table.columns}
    best = {heading: max(of.get(heading, 0.0) for of in fits.values()) for heading in headings}
    found = {}
    for column, of in fits.items():
        own = {heading: value for heading, value in of.items() if value == best[heading]}
        top = max(own.values(), default=0.0)
        if top:
            found[column] = tuple(heading for heading, value in own.items() if value == top)
    return found
