"""By which mapping is a sheet read? One saved before, else one proposed, with every open question asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from proventive.engine import DeclaredTable
from proventive.reading.sent import date_order
from proventive.records.declarations import TABLES, declarations
from proventive.records.importing.mapping import UNDECIDED, ColumnMapping, SheetMapping, alike
from proventive.records.importing.mapping_file import free_name, mapping_for, mappings_read_from
from proventive.records.importing.matching import candidates
from proventive.records.importing.proposing import Values, column_mapping, propose
from proventive.records.importing.questions import Ask, answered, answers_for, questions_of
from proventive.records.importing.sheets import SentSheet, mapping_name, table_named
from proventive.records.importing.splitting import with_shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the user said beforehand: answers by the id of their question, tables, a mapping, a way to ask more."""

    answers: Mapping[str, str]
    tables: tuple[str, ...] = ()
    mapping: SheetMapping | None = None
    ask: Ask | None = None
    agreement: str | None = None


def decided(
    folder: Path, sent: SentSheet, values: Values, said: Asked, earlier: Iterable[SheetMapping] = ()
) -> SheetMapping:
    """The mapping of a sheet, with what could be answered put in. It may still have open questions.

    ``earlier``: the mappings of sheets that came with it: the sheets of one workbook often have the same headings.
    """
    name = sent.named
    mapping = said.mapping or standing_mapping(folder, sent, values, said, earlier)
    if mapping is None:
        named = table_named(sent, TABLES)
        tables = said.tables or ((named,) if named else ())
        free = free_name(folder, mapping_name(sent), {each.name for each in earlier})
        mapping = propose(free, sent.headings, values, tables=tables, agreement=said.agreement)
    answers = answers_for(name, said.answers)
    while True:
        before = mapping
        mapping = filled(answered(mapping, answers), sent, values, said)
        if mapping != before:
            continue
        questions = questions_of(mapping)
        if not questions or said.ask is None:
            return mapping
        answers[questions[0].id] = said.ask(replace(questions[0], sheet=name))


def standing_mapping(
    folder: Path, sent: SentSheet, values: Values, said: Asked, earlier: Iterable[SheetMapping]
) -> SheetMapping | None:
    """The mapping that was decided before for a sheet like this one; None where there is none.

    A sheet with other headings is like it where every heading that is read is there; what is new is proposed.
    """
    same = mapping_for(folder, sent.headings, earlier)
    if same is not None:
        return for_these_values(same, values)
    like = [] if said.tables else mappings_read_from(folder, sent.headings)
    if len(like) != 1 or table_named(sent, TABLES) not in (None, *(each.table for each in like[0].tables)):
        return None
    return for_these_values(with_new_headings(like[0], sent.headings, values), values)


def with_new_headings(mapping: SheetMapping, headings: tuple[str, ...], values: Values) -> SheetMapping:
    """A mapping for a sheet that has other columns as well: those that name a column of ours are read too."""
    known = {alike(heading) for heading in mapping.headings}
    new = tuple(heading for heading in headings if alike(heading) not in known)
    tables = []
    for table in mapping.tables:
        declared = declarations()[table.table]
        added = {
            name: column_mapping(declared, declared.column(name), named[0], values(named[0]))
            for name, named in candidates(declared, new).items()
            if len(named) == 1 and name not in table.columns
        }
        tables.append(replace(table, columns={**table.columns, **added}))
    wider = replace(mapping, headings=headings, tables=tuple(tables))
    return replace(wider, not_kept=not_kept(wider, headings))


def for_these_values(mapping: SheetMapping, values: Values) -> SheetMapping:
    """A mapping that was decided on other values: words that are known are added, and it is open how dates are
    written where these can only be of the other order."""
    return replace(
        mapping,
        tables=tuple(
            replace(
                table,
                columns={
                    name: for_its_values(declarations()[table.table], name, column, values)
                    for name, column in table.columns.items()
                },
            )
            if table.table != UNDECIDED
            else table
            for table in mapping.tables
        ),
    )


def for_its_values(table: DeclaredTable, name: str, column: ColumnMapping, values: Values) -> ColumnMapping:
    if column.heading is None or column.heading == UNDECIDED:
        return column
    fresh = column_mapping(table, table.column(name), column.heading, values(column.heading))
    absent = (value for value in fresh.missing if value not in column.codes)
    return replace(
        column,
        codes={**fresh.codes, **column.codes},
        missing=tuple(dict.fromkeys((*column.missing, *absent))),
        dates="?" if turned(column, values) else column.dates,
    )


def turned(column: ColumnMapping, values: Values) -> bool:
    orders = ("day first", "month first")
    if column.heading is None or column.dates not in orders:
        return False
    order = date_order(values(column.heading)).order
    return order in orders and order != column.dates


def filled(mapping: SheetMapping, sent: SentSheet, values: Values, said: Asked) -> SheetMapping:
    """A mapping with what follows from the answers: the columns of a table, how a column is read."""
    tables = tuple(table.table for table in mapping.tables)
    if any(not table.columns and table.table != UNDECIDED for table in mapping.tables):
        return propose(mapping.name, sent.headings, values, tables=tables, agreement=said.agreement)
    return replace(
        mapping,
        tables=tuple(
            with_shares(
                replace(
                    table,
                    columns={
                        name: read_as(declarations()[table.table], name, column, values)
                        for name, column in table.columns.items()
                    },
                )
            )
            if table.table != UNDECIDED
            else table
            for table in mapping.tables
        ),
        not_kept=not_kept(mapping, sent.headings),
    )


def read_as(table: DeclaredTable, name: str, column: ColumnMapping, values: Values) -> ColumnMapping:
    """A column whose heading was answered, with how its cells are read."""
    heading = column.heading
    if heading is None or heading == UNDECIDED or column != ColumnMapping(heading=heading):
        return column
    return column_mapping(table, table.column(name), heading, values(heading))


def not_kept(mapping: SheetMapping, headings: tuple[str, ...]) -> tuple[str, ...]:
    used = {heading for table in mapping.tables for heading in table.headings}
    return tuple(heading for heading in headings if heading not in used)
