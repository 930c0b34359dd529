"""A row that differs from one that stands in its minutes alone may be that one, put right: told, and replaced."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from proventive.records.importing import import_files

HEADINGS = "Client ID,Date of visit,Type of contact,Duration (mins),Delivered by\n"
FIRST = "A1,13/04/2025,Phone,30,Staff\nA2,14/04/2025,Phone,30,Staff\n"
PUT_RIGHT = "A1,13/04/2025,Phone,40,Staff\nA2,14/04/2025,Phone,30,Staff\n"


def sent(store: Path, rows: str, **options):
    file = store.parent / "visits.csv"
    file.write_text(HEADINGS + rows, encoding="utf-8")
    return import_files([file], store=store, as_at=date(2026, 1, 1), **options)


def minutes(store: Path, outcome) -> list[int]:
    file = store / outcome.manifest.table("contacts").file
    return [row[0] for row in duckdb.sql(f"SELECT minutes FROM '{file}' ORDER BY on_date, minutes").fetchall()]


def slips(outcome) -> list[tuple]:
    return [(m.count, m.rows, m.column) for m in outcome.messages if m.code == "like another but for one number"]


def test_a_visit_put_right_is_told_and_takes_the_place_of_the_old_one_when_asked(store):
    sent(store, FIRST)
    outcome = sent(store, PUT_RIGHT)
    assert slips(outcome) == [(1, (2,), "D “Duration (mins)”")]
    assert minutes(store, outcome) == [30, 40, 30]  # nothing is taken away in silence
    again = sent(store, PUT_RIGHT, replace_standing=True)
    assert minutes(store, again) == [40, 30]
    [account] = again.accounts
    assert (account.rows, account.accepted, account.merged, account.set_aside) == (2, 0, 2, 0)
    assert not slips(again)
    settled = sent(store, PUT_RIGHT)
    assert not settled.changed
    assert not slips(settled)


def test_it_takes_the_place_at_once(store):
    sent(store, FIRST)
    assert minutes(store, sent(store, PUT_RIGHT, replace_standing=True)) == [40, 30]


@pytest.mark.parametrize(
    "rows",
    [
        FIRST + "A1,13/04/2025,Phone,40,Staff\n",  # the old row is still sent: there were two
        "A1,13/04/2025,Phone,40,Staff\nA1,13/04/2025,Phone,50,Staff\n",  # which of the two?
        "A1,13/04/2025,Phone,40,Volunteer\n",  # somebody else
        "A1,14/04/2025,Phone,40,Staff\n",  # another day
    ],
)
def test_another_visit_is_no_slip(store, rows):
    sent(store, FIRST)
    before = minutes(store, sent(store, FIRST))
    outcome = sent(store, rows, replace_standing=True)
    assert not slips(outcome)
    assert not set(before) - set(minutes(store, outcome))
    assert minutes(store, outcome).count(30) == 2
