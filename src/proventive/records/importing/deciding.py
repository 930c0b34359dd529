"""By which mapping is a sheet read? One saved before, else one proposed, with every open question asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from proventive.engine import DeclaredTable
from proventive.reading.sent import date_order
from proventive.records.declarations import TABLES, declarations
from proventive.records.importing.mapping import UNDECIDED, ColumnMapping, SheetMapping, alike
from proventive.records.importing.mapping_file import free_name, known_mappings, mapping_for
from proventive.records.importing.matching import candidates
from proventive.records.importing.other_names import in_names_of, with_names
from proventive.records.importing.proposing import Values, column_mapping, propose, proposed_tables
from proventive.records.importing.questions import (
    Answers,
    Ask,
    Question,
    answered,
    answers_for,
    chosen,
    questions_of,
)
from proventive.records.importing.renaming import (
    GONE,
    YES,
    Lost,
    lost_headings,
    nearest,
    now_called,
    perhaps_the_same,
    question_of,
    question_of_same,
    that_reads_all,
    without,
)
from proventive.records.importing.sheets import SentSheet, mapping_name, table_named
from proventive.records.importing.side_by_side import ASSESSMENTS, side_by_side
from proventive.records.importing.spans import with_span
from proventive.records.importing.splitting import with_shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the user said beforehand: answers by the id of their question, tables, a mapping, a way to ask more."""

    answers: Mapping[str, str]
    tables: tuple[str, ...] = ()
    mapping: SheetMapping | None = None
    ask: Ask | None = None
    agreement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The mapping of a sheet, and the questions that are open. ``draft``: it may be saved while they are, since no
    decided mapping stands under its name. ``told``: what the sender should know of it. ``asked``: the ids of all
    questions, the answered ones too."""

    mapping: SheetMapping
    questions: tuple[Question, ...] = ()
    draft: bool = False
    told: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()


def decided(
    folder: Path, sent: SentSheet, values: Values, said: Asked, earlier: Iterable[SheetMapping] = ()
) -> Decision:
    """The mapping of a sheet, with what could be answered put in. It may still have open questions.

    ``earlier``: the mappings of sheets that came with it: the sheets of one workbook often have the same headings.
    """
    values = in_any_spelling(values, sent.headings)
    answers = answers_for(sent.named, said.answers, said.ask)
    known = known_mappings(folder, earlier)
    start = standing(folder, known, sent, values, said, answers)
    if start is None:
        named = table_named(sent, TABLES)
        tables = said.tables or ((named,) if named else ())
        free = free_name(folder, mapping_name(sent), {each.name for each in known})
        start = Decision(mapping=proposed(free, sent, values, tables, said.agreement))
    if start.questions:
        return replace(start, asked=frozenset(answers.asked))
    mapping = start.mapping
    while True:
        before = mapping
        mapping = filled(answered(mapping, answers), sent, values, said)
        if mapping != before:
            continue
        questions = questions_of(mapping)
        if not questions or said.ask is None:
            stands = {each.name for each in known if not questions_of(each)}
            draft = said.mapping is None and mapping.name not in stands
            asked = frozenset(answers.asked)
            return replace(start, mapping=mapping, questions=questions, draft=draft, asked=asked)
        answers.to(questions[0])


def proposed(
    name: str, sent: SentSheet, values: Values, tables: tuple[str, ...], agreement: str | None
) -> SheetMapping:
    """A mapping for a sheet that nobody has mapped: of scores side by side, else of a fact in each row."""
    if tables in ((), (ASSESSMENTS,)):
        scores = side_by_side(sent.headings, values, said=bool(tables))
        if scores:
            return SheetMapping(name=name, headings=sent.headings, tables=scores)
    return propose(name, sent.headings, values, tables=tables, agreement=agreement)


def in_any_spelling(values: Values, headings: tuple[str, ...]) -> Values:
    """The values under a heading of a sheet, however a mapping spells it; each column is looked at once."""
    spelled = {alike(heading): heading for heading in headings}

    @cache
    def of(heading: str) -> Mapping[str, int]:
        return values(spelled.get(alike(heading), heading))

    return of


def standing(
    folder: Path,
    known: list[SheetMapping],
    sent: SentSheet,
    values: Values,
    said: Asked,
    answers: Answers,
) -> Decision | None:
    """What was decided before for a sheet like this one, or what is to be asked of it; None if nothing was.

    A sheet with other headings is like it where every heading that is read is there; what is new is proposed.
    Where some are not, it is asked what they are called now; where most are not, first whether it is the same.
    """
    if said.mapping is not None:
        return Decision(mapping=in_names_of(said.mapping, sent.headings))
    same = mapping_for(known, sent.headings)
    if same is not None:
        return Decision(mapping=for_these_values(same, values))
    named = table_named(sent, TABLES)
    may_be = [each for each in known if named in (None, *(table.table for table in each.tables))]
    wider = None if said.tables else that_reads_all(may_be, sent.headings)
    if wider is not None and not of_other_facts(wider, sent.headings):
        wider = with_new_headings(in_names_of(wider, sent.headings), sent.headings, values)
        return Decision(mapping=for_these_values(wider, values))
    tables = said.tables or ((named,) if named else proposed_tables(sent.headings, values))
    other = nearest(may_be, sent.headings, set(tables))
    if other is not None:
        return by_new_names(folder, known, other, sent, values, said, answers)
    fresh = proposed("", sent, values, said.tables or ((named,) if named else ()), said.agreement)
    other = perhaps_the_same(may_be, sent.headings, fresh, values)
    if other is None:
        return None
    question = question_of_same(other)
    answer = answers.to(question)
    if answer is None:
        return Decision(mapping=other, questions=(question,))
    if chosen(question, answer) != YES:
        return None
    return by_new_names(folder, known, other, sent, values, said, answers)


def of_other_facts(saved: SheetMapping, headings: tuple[str, ...]) -> bool:
    """Whether a sheet with more columns than a saved mapping reads is now clearly about other tables than it."""
    now = set(proposed_tables(headings))
    mapped = {table.table for table in saved.tables}
    return UNDECIDED not in now and now.isdisjoint(mapped) and now != set(proposed_tables(saved.headings))


def by_new_names(
    folder: Path,
    known: list[SheetMapping],
    saved: SheetMapping,
    sent: SentSheet,
    values: Values,
    said: Asked,
    answers: Answers,
) -> Decision | None:
    """A saved mapping for a sheet with other headings, once it is answered what they are called; None where it
    cannot be. Without a heading that is gone it gets a name of its own, since the sheets before still have it."""
    mapping = in_names_of(saved, sent.headings)
    now: dict[str, str] = {}
    gone: list[Lost] = []
    open_questions: list[Question] = []
    for lost in lost_headings(mapping, sent.headings, values):
        question = question_of(lost, now.values())
        if not question.options:
            return None
        answer = GONE if question.options == (GONE,) else answers.to(question)
        if answer is None:
            open_questions.append(question)
        elif (name := now_called(question, answer)) is None:
            gone.append(lost)
        else:
            now[lost.heading] = name
    if open_questions:
        return Decision(mapping=mapping, questions=tuple(open_questions))
    mapping = with_new_headings(with_names(mapping, now), sent.headings, values)
    if gone:
        name = free_name(folder, saved.name, {each.name for each in known})
        mapping = replace(without(mapping, (lost.heading for lost in gone), said.agreement), name=name)
    place = sent.sheet.place
    told = tuple(
        f"{place}: “{lost.heading}” is not in this sheet. It was read as {lost.ours} before." for lost in gone
    )
    return Decision(mapping=for_these_values(mapping, values), told=told)


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
    wider = replace(
        column,
        codes={**fresh.codes, **column.codes},
        missing=tuple(dict.fromkeys((*column.missing, *absent))),
    )
    if column.dates == "?":
        return replace(wider, dates=fresh.dates, century=fresh.century)
    return replace(wider, dates="?") if turned(column, values) else wider


def turned(column: ColumnMapping, values: Values) -> bool:
    if column.heading is None or column.period not in (None, "day"):
        return False
    found = date_order(values(column.heading))
    if column.dates == "iso":  # perhaps nobody had a date then
        return not found.iso and found.order in ("day first", "month first", "ambiguous", "mixed")
    orders = ("day first", "month first")
    return column.dates in orders and found.order in orders and found.order != column.dates


def filled(mapping: SheetMapping, sent: SentSheet, values: Values, said: Asked) -> SheetMapping:
    """A mapping with what follows from the answers: the columns of a table, how a column is read."""
    tables = tuple(table.table for table in mapping.tables)
    if any(not table.columns and table.table != UNDECIDED for table in mapping.tables):
        return proposed(mapping.name, sent, values, tables, said.agreement)
    return replace(
        mapping,
        tables=tuple(
            with_span(
                with_shares(
                    replace(
                        table,
                        columns={
                            name: read_as(declarations()[table.table], name, column, values)
                            for name, column in table.columns.items()
                        },
                    )
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
    used = {alike(heading) for table in mapping.tables for heading in table.headings}
    return tuple(heading for heading in headings if alike(heading) not in used)
