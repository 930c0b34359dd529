"""By which mapping is a sheet read? One saved before, else one proposed, with every open question asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from proventive.engine import DeclaredTable
from proventive.records.declarations import TABLES, declarations
from proventive.records.importing.mapping import UNDECIDED, ColumnMapping, SheetMapping, TableMapping
from proventive.records.importing.mapping_file import free_name, mapping_for
from proventive.records.importing.proposing import Values, column_mapping, propose
from proventive.records.importing.questions import Ask, answered, questions_of
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


def decided(folder: Path, sent: SentSheet, values: Values, said: Asked) -> SheetMapping:
    """The mapping of a sheet, with what could be answered put in. It may still have open questions."""
    mapping = said.mapping or mapping_for(folder, sent.headings)
    if mapping is None:
        named = table_named(sent, TABLES)
        tables = said.tables or ((named,) if named else ())
        name = free_name(folder, mapping_name(sent))
        mapping = propose(name, sent.headings, values, tables=tables, agreement=said.agreement)
    answers = dict(said.answers)
    while True:
        before = mapping
        mapping = filled(answered(mapping, answers), sent, values, said)
        if mapping != before:
            continue
        questions = questions_of(mapping)
        if not questions or said.ask is None:
            return mapping
        answers[questions[0].id] = said.ask(questions[0])


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
    used = {heading for table in mapping.tables for heading in headings_used(table)}
    return tuple(heading for heading in headings if heading not in used)


def headings_used(table: TableMapping) -> set[str]:
    columns = {heading for column in table.columns.values() for heading in column.headings}
    return columns | set(table.only) | set(table.left_out) | set(table.details.values())
