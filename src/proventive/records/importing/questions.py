"""What a mapping leaves open, as questions; and the answers put into it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from proventive.engine import DeclaredColumn
from proventive.quantities import RecordsError
from proventive.quantities.words import in_quotes
from proventive.records.declarations import TABLES, declarations
from proventive.records.importing.mapping import (
    NOT_SPLIT,
    UNDECIDED,
    ColumnMapping,
    SheetMapping,
    TableMapping,
    alike,
)
from proventive.records.importing.spans import SPANS
from proventive.records.importing.splitting import SEPARATORS
from proventive.records.known_codes import shipped

Ask = Callable[["Question"], str]

SAME = "="  # before an answer that stands in every row
TABLE = "table"  # the question what a row stands for
NOTHING = "nothing"  # what a row of a sheet stands for that is left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that is not decided: what is asked, why, and what may be answered.

    ``open``: any heading of the sheet, or a value for all rows, may be answered as well. ``sheet``: of which sheet
    it is asked, where the answer for another may differ. ``proposed``: the heading that “yes” stands for.
    """

    id: str
    asks: str
    why: str
    options: tuple[str, ...]
    open: bool = False
    sheet: str | None = None
    proposed: str | None = None

    def __str__(self) -> str:
        listed = in_quotes(self.options)
        whose = f"Sheet “{self.sheet}”: " if self.sheet else ""
        id = f"{self.sheet}/{self.id}" if self.sheet else self.id
        answer = f'"{id}=..."' if self.sheet or " " in id else f"{id}=..."
        return f"{whose}{self.asks}\n  Why it matters: {self.why}\n  Answer one of: {listed}\n  --answer {answer}"


class Undecided(RecordsError):
    """A mapping has open questions. Nothing was brought in."""

    def __init__(self, questions: tuple[Question, ...], file: Path | None, unused: Iterable[str] = ()) -> None:
        self.questions = questions
        self.file = file
        count = "1 question is" if len(questions) == 1 else f"{len(questions)} questions are"
        where = f", or put the answers in the place of each “?” in {file}" if file else ""
        super().__init__(
            f"{count} open. Nothing was brought in.\n\n"
            + "\n\n".join([*map(str, questions), *unused])
            + f"\n\nWhat to do: run it again with an --answer for each{where}."
        )


def told_together(asked: Sequence[tuple[str, Question]], *, sheets: int) -> tuple[Question, ...]:
    """The questions of so many sheets, by the name of the sheet, each once.

    What a row stands for, and what is asked of sheets with other headings, may have another answer for each sheet:
    such a question names its sheet.
    """
    variants: dict[str, set[Question]] = {}
    for _, question in asked:
        variants.setdefault(question.id, set()).add(question)
    told = [
        replace(question, sheet=sheet)
        if sheets > 1 and (question.id == TABLE or len(variants[question.id]) > 1)
        else question
        for sheet, question in asked
    ]
    return tuple(dict.fromkeys(told))


@dataclass(slots=True, kw_only=True)
class Answers:
    """The answers for one sheet, by the id of a question: given beforehand, else asked for where ``ask`` is there.

    ``asked``: the questions that were asked of the sheet, so that an answer to none of them can be told.
    """

    sheet: str
    given: dict[str, str]
    ask: Ask | None = None
    asked: set[str] = field(default_factory=set)

    def to(self, question: Question) -> str | None:
        self.asked.add(question.id)
        if question.id not in self.given and self.ask is not None:
            self.given[question.id] = self.ask(replace(question, sheet=self.sheet))
        return self.given.get(question.id)


def answers_for(sheet: str, answers: Mapping[str, str], ask: Ask | None) -> Answers:
    """The answers that are meant for a sheet: those for all sheets, and those that name it, which go before."""
    own = {id.removeprefix(f"{sheet}/"): answer for id, answer in answers.items() if id.startswith(f"{sheet}/")}
    return Answers(sheet=sheet, given={**answers, **own}, ask=ask)


def to_no_question(answers: Mapping[str, str], asked: Mapping[str, set[str]]) -> tuple[str, ...]:
    """What to tell of answers to questions that were not asked. ``asked``: the questions by sheet."""
    ids = {id for questions in asked.values() for id in questions}
    ids |= {f"{sheet}/{id}" for sheet, questions in asked.items() for id in questions}
    return tuple(
        f"The answer “{id}={answer[:40]}” was not used: nothing of that name was asked. If it was meant to "
        "change a mapping, change it in the file of the mapping."
        for id, answer in answers.items()
        if id not in ids
    )


def questions_of(mapping: SheetMapping) -> tuple[Question, ...]:
    """Everything that a mapping leaves open, in the order of its tables and columns; how a column of the sheet is
    read is asked once, though several of ours are read from it."""
    found = {(question.asks, question.options): question for question in reversed(every_question(mapping))}
    return tuple(question for question in every_question(mapping) if question in found.values())


def every_question(mapping: SheetMapping) -> list[Question]:
    return [
        question for number, table in enumerate(mapping.tables) for question in of_table(mapping, number, table)
    ]


def of_table(mapping: SheetMapping, number: int, table: TableMapping) -> Iterator[Question]:
    if table.table == UNDECIDED:
        yield Question(
            id=TABLE,
            asks="What does one row of this sheet stand for?",
            why=f"The rows would be counted as something else. With “{NOTHING}” the sheet is left out.",
            options=(*TABLES, NOTHING),
        )
        return
    for name, column in table.columns.items():
        declared = declarations()[table.table].column(name)
        id = (
            f"{table.table}.{name}"
            if number == 0 or not twice(mapping, table)
            else f"{table.table}{number + 1}.{name}"
        )
        whose = "".join(f"Of “{filled}”: " for filled in table.filled)
        yield from of_column(mapping, id, declared, column, whose)


def twice(mapping: SheetMapping, table: TableMapping) -> bool:
    return sum(other.table == table.table for other in mapping.tables) > 1


def of_column(
    mapping: SheetMapping, id: str, declared: DeclaredColumn, column: ColumnMapping, whose: str
) -> Iterator[Question]:
    heading = column.heading or declared.heading
    if column.heading == UNDECIDED:
        yield Question(
            id=id,
            asks=f"{whose}Which column is “{declared.heading}”? {declared.help}",
            why="A row cannot be told without it." if declared.required else "More than one column could be it.",
            options=(*mapping.headings, *(f"{SAME}{code}" for code in codes_known(declared))),
            open=True,
        )
    if column.dates == UNDECIDED:
        yield Question(
            id=f"{id}.dates",
            asks=f"How are the dates in “{heading}” written?",
            why="03/04 may be 3 April or 4 March, and the file does not say which. A plain number is a day that a "
            "spreadsheet counts from 1900, or on an old Mac from 1904.",
            options=("day first", "month first", "serial 1900", "serial 1904"),
        )
    if column.period == UNDECIDED:
        yield Question(
            id=f"{id}.period",
            asks=f"What does one cell in “{heading}” stand for?",
            why="The first and the last day are both told from it. Read as a day, a month would be one day long.",
            options=SPANS,
        )
    if column.split == UNDECIDED:
        yield Question(
            id=f"{id}.split",
            asks=f"Some cells in “{heading}” hold more than one answer. What stands between them?",
            why="Each answer becomes a row, and is counted. Say “no” to set such rows aside.",
            options=(*SEPARATORS, NOT_SPLIT),
        )
    if column.when_split == UNDECIDED:
        yield Question(
            id=f"{id}.when_split",
            asks=f"A row with more than one answer has one number in “{heading}”. Does each answer have all of "
            "it, or do they share it?",
            why="A visit of 60 minutes with two answers counts as 120 minutes, or as 30 and 30.",
            options=("each", "shared"),
        )
    if column.decimals == UNDECIDED:
        yield Question(
            id=f"{id}.decimals",
            asks=f"Which mark stands before the pence in “{heading}”?",
            why="1.234 may be one and a bit, or over a thousand.",
            options=(".", ","),
        )
    if column.identifier == UNDECIDED:
        yield Question(
            id=f"{id}.identifier",
            asks=f"What is the number in “{heading}”?",
            why="Each kind has its own check. The digits alone do not say which it is.",
            options=("CHI", "NHS number", "own", "local id"),
        )


def codes_known(declared: DeclaredColumn) -> tuple[str, ...]:
    """The codes of a column that may stand in every row: its own, or the instruments that are known to all."""
    if declared.codes_from == "instruments":
        return tuple(sorted(shipped().instruments))
    return tuple(code for code, _ in declared.codes)


def answered(mapping: SheetMapping, answers: Answers) -> SheetMapping:
    """A mapping with the answers put in that were given. Raises RecordsError where an answer fits no option."""
    for question in every_question(mapping):
        answers.asked.add(question.id)
        if question.id in answers.given:
            mapping = with_answer(mapping, question, answers.given[question.id].strip())
    return mapping


def chosen(question: Question, answer: str) -> str:
    """The option that an answer names. Raises RecordsError where it names none."""
    value = next((option for option in question.options if alike(option) == alike(answer)), None)
    if value is None and not (question.open and answer.startswith(SAME) and len(answer) > 1):
        raise RecordsError(
            f"“{answer[:40]}” does not answer “{question.asks}” Nothing was brought in. "
            f"Answer one of: {in_quotes(question.options)}."
        )
    return value or answer


def with_answer(mapping: SheetMapping, question: Question, answer: str) -> SheetMapping:
    value = chosen(question, answer)
    if question.id == TABLE and value == NOTHING:
        return replace(mapping, tables=(), not_kept=mapping.headings)
    tables = []
    for number, table in enumerate(mapping.tables):
        for each in of_table(mapping, number, table):
            if each.id == question.id or (each.asks, each.options) == (question.asks, question.options):
                table = put(table, each.id, value)
        tables.append(table)
    return replace(mapping, tables=tuple(tables))


def put(table: TableMapping, id: str, value: str) -> TableMapping:
    if id == TABLE:
        return replace(table, table=value)
    _, name, *what = id.split(".")
    change: dict[str, Any]
    if what:
        change = {what[0]: value}
    else:
        change = {"heading": None, "value": value[1:]} if value.startswith(SAME) else {"heading": value}
    return replace(table, columns={**table.columns, name: replace(table.columns[name], **change)})
