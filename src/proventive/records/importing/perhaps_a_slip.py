"""Rows that may be a slip: of an agreement or a person who is not here, or like another row but for one number.

They go on, and it is told.
"""

from collections.abc import Iterator
from pathlib import Path

from proventive.engine.amended import amended_rows
from proventive.engine.duck import DuckEngine
from proventive.engine.looked_up import not_among_people
from proventive.engine.sheet_parts import SheetPart
from proventive.engine.taking_in import distinct_values
from proventive.records.importing.agreements import agreements_beside
from proventive.records.importing.messages import Message, letter, of_agreement, of_amended, of_people
from proventive.records.importing.sheets import SentSheet

OF_PEOPLE_SERVED = ("referrals", "allocations", "contacts", "assessments", "goals", "contributions")
"""The tables about people who ought to be in the list of people; demand and population may be about others too."""


def perhaps_a_slip(engine: DuckEngine, folder: Path, sent: SentSheet, part: SheetPart) -> Iterator[Message]:
    """What is told of the fresh rows of a part."""
    known = agreements_beside(folder)
    if known and "agreement" in part.columns:
        column = letter(part.columns["agreement"].first_position, sent.headings)
        for value, (count, rows) in distinct_values(engine, part.table, "agreement").items():
            if value not in known:
                yield of_agreement(value, count, rows, sent.sheet.place, column, known)
    count, rows = amended_rows(engine)
    if count and part.table.amended is not None:
        yield of_amended(count, rows, sent.sheet.place, part, sent.headings)
    if part.table.name in OF_PEOPLE_SERVED:
        count, rows = not_among_people(engine)
        if count:
            column = letter(part.columns["person_id"].first_position, sent.headings)
            yield of_people(count, rows, sent.sheet.place, column)
