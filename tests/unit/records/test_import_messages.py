"""Every message of an import is plain: what, where, what to do, no scolding word, easy to read."""

import errno
import os
import re
from datetime import date
from pathlib import Path

import duckdb
import pytest
from reading_grade import BANNED, HARDEST, grade, printed, syllables

from proventive.engine import open_embedded
from proventive.engine.sheet_parts import FromSheet, SheetPart
from proventive.engine.taking_in import FaultCount
from proventive.quantities import Place, ProventiveError, RecordsError
from proventive.reading.sent.faults import WORDS as OF_FILES
from proventive.reading.sent.faults import sent_fault
from proventive.records import bringing_in
from proventive.records.areas import read_areas
from proventive.records.areas.reading import WORDS as OF_AREAS
from proventive.records.declarations import declarations
from proventive.records.headings import heading_twice, missing_columns, unknown_heading
from proventive.records.identity.wording import WORDS as OF_IDENTIFIERS
from proventive.records.identity.wording import told as told_of_identifier
from proventive.records.importing.door import WHOSE
from proventive.records.importing.import_files import check_tables, import_files, what_to_fix
from proventive.records.importing.mapping import ColumnMapping, SheetMapping, TableMapping
from proventive.records.importing.mapping_file import read_mapping
from proventive.records.importing.messages import Message, of_agreement, of_amended, of_fault, of_people
from proventive.records.importing.parts import parts_of
from proventive.records.importing.questions import Answers, Undecided, answered, questions_of, to_no_question
from proventive.records.importing.renaming import Lost, question_of, question_of_same
from proventive.records.importing.wording import IGNORED, OF_CELLS, OF_ROWS, Words
from proventive.records.leftovers import alone
from proventive.records.reasons import set_aside
from proventive.records.rights import access

APPROVED = Path(__file__).with_name("import_messages.txt")
HERE = Place(file="visits.csv")


SHOWN = {  # by which table, column, heading of the sender and value a fault is shown
    "several answers": ("contacts", "kind", "Contact type", "phone; group"),
    "not a code": ("contacts", "kind", "Contact type", "home vist"),
    "control character": ("contacts", "agreement", "Project", "fa\ufffdlls"),
    "not a date": ("contacts", "on_date", "Date of visit", "31/09/2024"),
    "not a month": ("people", "birth_month", "Born", None),
    "in the future": ("contacts", "on_date", "Date of visit", "25/12/2031"),
    "before birth": ("contacts", "on_date", "Date of visit", "03/03/1903"),
    "too early": ("referrals", "ended_on", "Left", "03/03/2024"),
    "not a number": ("finance", "amount", "Sum", "12 pounds"),
    "not answered": ("assessments", "total", "Q2", None),
    "not a score": ("assessments", "total", "Q2", None),
    "off the item": ("assessments", "total", "Q2", None),
    "empty": ("contacts", "minutes", "Minutes", None),
    "not a whole number": ("contacts", "minutes", "Minutes", "30 mins"),
    "spreadsheet error": ("contacts", "minutes", "Minutes", "#REF!"),
    "merged cells": ("contacts", "minutes", "Minutes", None),
    "no result": ("contacts", "minutes", "Minutes", None),
    "cut short": ("contacts", "agreement", "Project", None),
    "too low": ("contacts", "minutes", "Minutes", "-5"),
    "erased": ("contacts", "person_id", "Client", None),
    "off the scale": ("assessments", "total", "Score", "14"),
}
USUAL = ("contacts", "minutes", "Minutes", "2000")


def shown(code: str, words: dict[str, Words], where: tuple[str, str, str, str | None]) -> Message:
    """The message for a fault of two rows, in the fourth column of a sheet."""
    table, column, heading, value = where
    fault = FaultCount(
        position=3 if column else -1,
        column=column,
        fault=code,
        count=20,
        rows=(7, 11, 1204),
        values=(value,) if value and column else (),
    )
    return of_fault(fault, declarations()[table], ("A", "B", "C", heading), HERE, words)


def messages() -> dict[str, str]:
    """Every message by name, as people see it."""
    told = {f"cell: {code}": shown(code, {}, SHOWN.get(code, USUAL)) for code in OF_CELLS}
    told |= {f"row: {code}": shown(code, {}, ("contacts", "", "", None)) for code in OF_ROWS}
    told |= {
        f"row left out: {code}": Message(
            code=code,
            count=1,
            what=what,
            place=HERE,
            column=None,
            rows=(31,),
            values=(),
            why=why,
            do="Nothing, if that is right.",
        )
        for code, (what, why) in IGNORED.items()
    }
    for code in OF_IDENTIFIERS:
        what, do = told_of_identifier(code, "own" if code == "not-an-id" else "CHI")
        where = ("contacts", "person_id", "CHI number", None)
        told[f"identifier: {code}"] = shown(code, {code: Words(what, WHOSE, do)}, where)
    for code, (what, why, do) in OF_AREAS.items():
        where = ("people", "area_code", "Data zone", None)
        told[f"area: {code}"] = shown(code, {code: Words(what, why, do)}, where)
    told["agreement"] = of_agreement("fals", 20, (7, 11), HERE, "D “Project”", ("falls", "lunch"))
    told["people"] = of_people(2, (7, 11), HERE, "A “Client”")
    part = SheetPart(table=declarations()["contacts"], columns={"minutes": FromSheet(position=3)})
    told["amended"] = of_amended(2, (7, 11), HERE, part, ("Client", "Date", "Type", "Mins"))
    files = {f"file: {code}": sent_fault(code, "visits.csv", **FILLED) for code in OF_FILES}
    contacts = declarations()["contacts"]
    headings = {
        "headings: unknown": unknown_heading(HERE, contacts, "Minuts", 3),
        "headings: none": unknown_heading(HERE, contacts, "", 3),
        "headings: twice": heading_twice(HERE, "Minutes"),
        "headings: missing": missing_columns(HERE, contacts, ["Date", "Minutes"]),
    }
    return {name: str(message) for name, message in (told | files | headings).items()}


SET_ASIDE = {  # of a file in the template layout, by the column where it is shown
    "empty": ("contacts", "minutes"),
    "control character": ("contacts", "agreement"),
    "spreadsheet error": ("contacts", "minutes"),
    "not a date": ("contacts", "on_date"),
    "not a whole number": ("contacts", "minutes"),
    "not a number": ("finance", "amount"),
    "not a code": ("contacts", "kind"),
    "too low": ("contacts", "minutes"),
    "too high": ("contacts", "minutes"),
    "too early": ("referrals", "ended_on"),
}
OF_A_ROW = ("same row twice", "same key twice", "erased", "too many cells")


def lines() -> dict[str, str]:
    """What is said in one line: of rows of a template, in the sheet that comes back, and of areas."""
    told = {
        f"set aside: {fault}": set_aside(declarations()[table], column, fault, (7, 11), ())
        for fault, (table, column) in SET_ASIDE.items()
    } | {
        f"set aside, row: {fault}": set_aside(declarations()["contacts"], "", fault, (7, 11), ())
        for fault in OF_A_ROW
    }
    spoken = {name: f"{reason.reason}. {reason.do}" for name, reason in told.items()}
    for code in OF_CELLS:
        table, column, heading, _ = SHOWN.get(code, USUAL)
        fault = {"table_name": table, "column_name": column, "fault": code, "position": 3}
        spoken[f"to fix: {code}"] = what_to_fix([fault], ("A", "B", "C", heading), {})
    for code in OF_ROWS:
        fault = {"table_name": "contacts", "column_name": "", "fault": code, "position": -1}
        spoken[f"to fix, row: {code}"] = what_to_fix([fault], ("A",), {})
    [spoken["answer to no question"]] = to_no_question({"contacts.date": "iso"}, {"visits": {"table"}})
    areas = read_areas(["S12000015", "S92000003", "FK8 1AA", "Fife", "S12000099"])
    return spoken | {f"areas: {fault.code}": f"{fault.reason}. {fault.why} {fault.do}" for fault in areas.faults}


FILLED = {
    "error": "PermissionError",
    "encoding": "Windows-1252",
    "limit": 8,
    "count": 3,
    "headings": "“Date”, “Notes”",
    "columns": "D, F",
}


LOST = {
    "one proposed": Lost(
        heading="Client ID", read_as=("Person",), proposed="Client ref", perhaps=("Client ref", "Key"), may_go=True
    ),
    "none proposed": Lost(heading="Mins", read_as=("Minutes",), proposed=None, perhaps=("A", "B"), may_go=True),
}


def questions() -> dict[str, str]:
    """Every question by what it asks for."""
    columns = {
        "person_id": ColumnMapping(heading="Client", identifier="?"),
        "on_date": ColumnMapping(heading="Date of visit", dates="?"),
        "kind": ColumnMapping(heading="?"),
        "delivered_by": ColumnMapping(heading="Seen by", split="?"),
        "minutes": ColumnMapping(heading="Minutes", when_split="?"),
    }
    sums = {"amount": ColumnMapping(heading="Sum", decimals="?")}
    headings = ("Client", "Date of visit", "Sum", "Kind", "Type")
    open_ones = SheetMapping(
        name="visits",
        headings=headings,
        tables=(
            TableMapping(table="contacts", columns=columns),
            TableMapping(table="finance", columns=sums),
            TableMapping(table="?", columns={}),
        ),
    )
    lost = [question_of(each) for each in LOST.values()]
    asked = (*questions_of(open_ones), *lost, question_of_same(open_ones))
    return {f"question: {question.id}": str(question) for question in asked}


def full(*arguments: object, **options: object) -> None:
    """What any writing comes to when the disk is full."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def disk_errors(folder: Path) -> dict[str, str]:
    """What is said where the disk, or the memory, is full."""
    (folder / "store.yaml").write_text("body: hub\nname: The hub\nid_space: hub-1\n", encoding="utf-8")

    class Full:
        def __init__(self, error: type[Exception]) -> None:
            self.error = error

        def execute(self, *arguments: object) -> None:
            raise self.error("of the database")

    def engine_with(error: type[Exception]) -> None:
        engine = open_embedded(folders=[folder], memory_limit="120MB")
        engine._connection = Full(error)
        engine.run("SELECT 1")

    told = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(import_files.__globals__, "open_embedded", full)
        patch.setattr(access, "tables_of", lambda *_: [(declarations()["referrals"], [{"Person": "one"}])])
        patch.setattr(access, "half_folder", full)
        caused = {
            "import": lambda: import_files([], store=folder),
            "subject access": lambda: access.subject_access(folder, "one", folder / "out", on=date(2026, 11, 26)),
            "engine": lambda: engine_with(duckdb.IOException),
            "memory": lambda: engine_with(duckdb.OutOfMemoryException),
        }
        for name, cause in caused.items():
            with pytest.raises(RecordsError) as raised:
                cause()
            told[name] = str(raised.value)
        patch.setattr(bringing_in, "write_manifest", full)
        (folder / "store.yaml").write_text("body: hub\nname: The other\nid_space: hub-1\n", encoding="utf-8")
        with pytest.raises(RecordsError) as raised:
            bringing_in.bring_in(folder)
        told["bring in"] = str(raised.value)
    return {f"error: full disk: {name}": text.replace(str(folder), "FOLDER") for name, text in told.items()}


def errors(folder: Path) -> dict[str, str]:
    """Every error of an import that is not one of a file, a row or a cell."""
    mapping = SheetMapping(
        name="visits",
        headings=("Client",),
        tables=(TableMapping(table="contacts", columns={"person_id": ColumnMapping(heading="Person?")}),),
    )
    open_one = SheetMapping(name="visits", headings=("A",), tables=(TableMapping(table="?", columns={}),))
    (folder / "visits.yaml").write_text("proventive_mapping: 1\nname: visits\n", encoding="utf-8")

    def twice() -> None:
        with alone(folder), alone(folder):
            pass

    caused = {
        "no such table": lambda: check_tables(("visits",)),
        "heading gone": lambda: parts_of(mapping, ("Client",), lambda _: {}),
        "no answer": lambda: answered(open_one, Answers(sheet="visits", given={"table": "visits"})),
        "no mapping": lambda: read_mapping(folder / "visits.yaml"),
        "two at once": twice,
    }
    told = {"undecided": str(Undecided(questions_of(open_one), folder / "visits.yaml"))}
    for name, cause in caused.items():
        with pytest.raises(ProventiveError) as raised:
            cause()
        told[name] = str(raised.value)
    plain = {f"error: {name}": text.replace(str(folder), "FOLDER") for name, text in told.items()}
    return plain | disk_errors(folder)


def test_the_grade_is_that_of_its_formula():
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    assert syllables("made") == 1
    assert syllables("spreadsheet") == 2
    assert grade("Organisational interoperability necessitates comprehensive documentation.") > 20


def test_every_message_reads_as_it_was_approved(tmp_path):
    """Whoever changes a message changes the approved text with it, and sees the whole of it."""
    everything = messages() | lines() | questions() | errors(tmp_path)
    text = "\n\n".join(f"## {name}\n\n{message}" for name, message in everything.items()) + "\n"
    assert text == APPROVED.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(messages()))
def test_a_message_is_plain(name):
    text = messages()[name]
    assert not BANNED.search(text)
    assert "visits.csv" in text, "it says where"
    parts = dict(re.findall(r"^ *(Why|What to do)(?: it matters)?: (.+)$", text, re.MULTILINE))
    assert parts.get("What to do"), "it says what to do"
    assert parts.get("Why"), "it says why"
    assert grade(printed(text)) <= HARDEST, round(grade(printed(text)), 1)


@pytest.mark.parametrize("name", sorted(lines() | questions()))
def test_a_line_and_a_question_are_plain(name):
    text = (lines() | questions())[name]
    assert not BANNED.search(text)
    assert grade(printed(text)) <= HARDEST, round(grade(printed(text)), 1)


def test_an_error_is_plain(tmp_path):
    for name, text in errors(tmp_path).items():
        assert not BANNED.search(text), name
        assert grade(printed(text)) <= HARDEST, (name, round(grade(printed(text)), 1))
