"""Everything that a store holds about one person, for that person: readable, and as data."""

import json
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from pathlib import Path

import numpy as np
from openpyxl import Workbook

from proventive.engine import DeclaredTable, open_embedded
from proventive.engine.of_person import rows_of_person
from proventive.quantities import NotFound, RecordsError
from proventive.quantities.words import day_in_words, things
from proventive.reading.saving import save_workbook
from proventive.records.bringing_in import bring_in
from proventive.records.cohort.handovers import handovers
from proventive.records.decided_people import read_same_people
from proventive.records.declarations import declarations
from proventive.records.erasure.sent_rows import PERSON
from proventive.records.identity import kept_people, open_identities
from proventive.records.identity.keeping import COLUMNS
from proventive.records.leftovers import alone, half_folder
from proventive.records.manifest import Manifest
from proventive.records.rights.article_15 import Beside, beside
from proventive.records.rights.people_asked_for import NO_SUCH_PERSON
from proventive.records.rights.plain_words import KEPT_APART, in_plain_words, who_in_words

PAGE, BOOK, DATA = "about-you.html", "about-you.xlsx", "about-you.json"
Rows = list[dict[str, str]]  # heading → value


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectAccess:
    """What was written: the folder, the rows by table, and how many identifiers are kept apart."""

    folder: Path
    tables: dict[str, int]
    identifiers: int


def subject_access(
    store: Path | str, local_id: str, to: Path | str, *, on: date, shared_with: Iterable[str] = ()
) -> SubjectAccess:
    """Write all that a store holds about a person to a new folder, whole or not at all: a page to read, a
    spreadsheet, and the same as JSON. With it goes why it is held, for how long, and to whom it was given: the
    cohorts that are noted in the store, and ``shared_with``, as the person is to read it.

    Raises NotFound where nobody has this id, RecordsError where the folder exists already or the store is in use.
    """
    folder, to = Path(store).resolve(), Path(to).resolve()
    if to.exists():
        raise RecordsError(f"There is something at {to} already. Nothing was written. Name a folder that is new.")
    with alone(folder):
        return written(folder, local_id, to, on, shared_with)


def written(folder: Path, local_id: str, to: Path, on: date, shared_with: Iterable[str]) -> SubjectAccess:
    """All that a store holds about a person, in a new folder. The store is held."""
    manifest = bring_in(folder)
    ids = read_same_people(folder).ids_of(local_id)
    tables = tables_of(folder, manifest, ids)
    kept = kept_of(folder, manifest, ids)
    if not tables and not kept:
        raise NotFound(NO_SUCH_PERSON)
    told = {table.name: rows for table, rows in tables}
    also = beside(told.get("people", []), (*given_in_cohorts(folder, told), *shared_with))
    try:
        with folder_whole(folder, to) as half:
            (half / DATA).write_text(data(manifest, told, kept, also, on), encoding="utf-8", newline="\n")
            tables, kept = [(table, in_plain_words(table, rows)) for table, rows in tables], who_in_words(kept)
            (half / PAGE).write_text(page(manifest, tables, kept, also, on), encoding="utf-8", newline="\n")
            save_workbook(book(tables, kept, also), half / BOOK)
    except OSError as error:
        raise RecordsError(
            f"What is held cannot be written to {to} ({error.strerror or type(error).__name__}). Nothing was "
            "written. Check that you may write there and that the disk is not full, and run it again."
        ) from error
    return SubjectAccess(folder=to, tables={name: len(rows) for name, rows in told.items()}, identifiers=len(kept))


def given_in_cohorts(store: Path, told: dict[str, Rows]) -> Iterator[str]:
    """The lists of who joined that left the store under an agreement that the person has a row of.

    Such a list names nobody once it left, so it is told what was in it of whoever had agreed by then.
    """
    under = {
        value for table in ("referrals", "allocations") for row in told.get(table, []) for value in row.values()
    }
    for one in handovers(store):
        if one.agreement in under:
            yield (
                f"{one.to}, on {day_in_words(one.on)}: an encrypted list of who joined “{one.agreement}”. If "
                "you had agreed by then, it held your health service number and the day you joined."
            )


@contextmanager
def folder_whole(store: Path, to: Path) -> Iterator[Path]:
    """Where to write what is to become the folder ``to``, for its owner alone: it is there whole or not at all."""
    to.parent.mkdir(parents=True, exist_ok=True)
    half = half_folder(store, to.parent)
    try:
        yield half
        half.replace(to)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def tables_of(folder: Path, manifest: Manifest, local_ids: Collection[str]) -> list[tuple[DeclaredTable, Rows]]:
    """The rows of a person in every table, under the headings that people know, with where they came from."""
    engine = open_embedded(folders=[folder])
    found = []
    try:
        for file in manifest.tables:
            table = declarations()[file.table]
            if PERSON in table.names:
                rows = rows_of_person(engine, table, folder / file.file, PERSON, local_ids)
                headed = [
                    {column.heading: as_text(row[column.name]) for column in table.columns}
                    | {"Came from": f"{row['_source']}, row {row['_row']}"}
                    for row in rows
                ]
                if headed:
                    found.append((table, headed))
    finally:
        engine.close()
    return found


def kept_of(folder: Path, manifest: Manifest, local_ids: Collection[str]) -> Rows:
    """What is kept apart of a person; nothing where the store has no key."""
    try:
        people = kept_people(open_identities(folder, fingerprint=manifest.key))
    except NotFound:
        return []
    theirs = np.isin(people["local_id"].astype(str), sorted(local_ids))
    columns = [people[column][theirs].tolist() for column in COLUMNS]
    return [
        {KEPT_APART[name]: str(value) for name, value in zip(COLUMNS, row, strict=True)}
        for row in zip(*columns, strict=True)
    ]


def as_text(value: object) -> str:
    if value is None:
        return ""
    return value.date().isoformat() if isinstance(value, datetime) else str(value)


def data(manifest: Manifest, tables: dict[str, Rows], kept: Rows, also: Beside, on: date) -> str:
    plain = {
        "held_by": manifest.store.name,
        "on": on.isoformat(),
        "beside": also,
        "kept_apart": kept,
        "tables": tables,
    }
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def book(tables: list[tuple[DeclaredTable, Rows]], kept: Rows, also: Beside) -> Workbook:
    made = Workbook()
    made.remove(made.active)
    lines = [{"About": heading, "What we say": line} for heading, told in also.items() for line in told]
    sheets = [("read first", lines), *([("kept apart", kept)] if kept else [])]
    for name, rows in [*sheets, *((table.name, rows) for table, rows in tables)]:
        sheet = made.create_sheet(name)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
        for line in sheet.iter_rows():
            for cell in line:
                cell.data_type = "s"  # text, so that nothing in it is a formula
    return made


def page(manifest: Manifest, tables: list[tuple[DeclaredTable, Rows]], kept: Rows, also: Beside, on: date) -> str:
    """A page that says in plain words what is held, table by table."""
    parts = [
        f"<h1>What {escape(manifest.store.name)} holds about you</h1>",
        f"<p>As on {day_in_words(on)}. It is all that is in these records. The same is in {BOOK}, "
        f"and for other programs in {DATA}.</p>",
    ]
    for heading, lines in also.items():
        parts.append(f"<h2>{escape(heading)}</h2>")
        parts += [f"<p>{escape(line)}</p>" for line in lines]
    if kept:
        parts.append("<h2>Who you are</h2><p>This is kept apart from the records, and encrypted.</p>")
        parts.append(html_table(kept))
    for table, rows in tables:
        name = table.name.replace("_", " ").capitalize()
        parts.append(f"<h2>{escape(name)}</h2><p>One row is {escape(table.one_row_is)}. ")
        parts.append(f"There {'is' if len(rows) == 1 else 'are'} {things(len(rows), 'row', 'rows')}.</p>")
        parts.append(html_table(rows))
        parts.append("<dl>")
        parts += [f"<dt>{escape(c.heading)}</dt><dd>{escape(c.help)}</dd>" for c in table.columns]
        parts.append("</dl>")
    return (
        '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>What is held about you</title>'
        f"<style>{STYLE}</style></head><body><main>{''.join(parts)}</main></body></html>\n"
    )


def html_table(rows: Rows) -> str:
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in rows[0])
    body = "".join(f"<tr>{''.join(f'<td>{escape(value)}</td>' for value in row.values())}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


STYLE = (
    "body{font:1.1rem/1.5 Arial,sans-serif;color:#0b0c0c;margin:0}main{max-width:60rem;margin:2rem auto;"
    "padding:0 1rem}"
    ".wide{overflow-x:auto}table{border-collapse:collapse}th,td{text-align:left;padding:.4rem .8rem .4rem 0;"
    "border-bottom:1px solid #b1b4b6;white-space:nowrap}dt{font-weight:bold}dd{margin:0 0 .5rem}"
)
