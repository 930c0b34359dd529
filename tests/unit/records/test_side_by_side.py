"""Scores of before and after in one row become an assessment each."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from proventive.records.importing import Undecided, import_files
from proventive.records.importing.side_by_side import instrument_named, timed


def sent(store: Path, text: str, **options):
    file = store.parent / "scores.csv"
    file.write_text(text, encoding="utf-8")
    return import_files([file], store=store, **({"as_at": date(2026, 6, 1)} | options))


def kept(store: Path, outcome) -> list[tuple]:
    file = store / outcome.manifest.table("assessments").file
    return duckdb.sql(f"SELECT instrument, on_date, CAST(total AS INTEGER) FROM '{file}' ORDER BY ALL").fetchall()


def test_two_scales_at_three_times(store):
    outcome = sent(
        store,
        "Client ID,Baseline date,SWEMWBS (baseline),PHQ-9 (baseline),Date at 6 months,SWEMWBS 6 months,"
        "PHQ-9 6 months,Follow-up date,SWEMWBS follow-up,PHQ-9 follow-up,Notes\n"
        "A1,14/04/2025,18,12,14/10/2025,21,9,20/04/2026,24,6,x\n"
        "A2,15/04/2025,20,15,,,,,,,\n",
    )
    assert kept(store, outcome) == [
        ("phq9", date(2025, 4, 14), 12),
        ("phq9", date(2025, 4, 15), 15),
        ("phq9", date(2025, 10, 14), 9),
        ("phq9", date(2026, 4, 20), 6),
        ("swemwbs", date(2025, 4, 14), 18),
        ("swemwbs", date(2025, 4, 15), 20),
        ("swemwbs", date(2025, 10, 14), 21),
        ("swemwbs", date(2026, 4, 20), 24),
    ]
    assert sum(account.set_aside for account in outcome.accounts) == 0
    assert any("nothing is kept of “Notes”." in note for note in outcome.notes)


def test_a_time_that_nobody_has_reached_is_read_as_the_others_are(store):
    headings = "Client ID,Date pre,SWEMWBS pre,Date post,SWEMWBS post\n"
    first = sent(store, headings + "A1,14/04/2025,18,,\n")
    assert [(each.accepted, each.set_aside, each.ignored) for each in first.accounts] == [(1, 0, 0), (0, 0, 1)]
    second = sent(store, headings + "A1,14/04/2025,18,05/09/2025,23\n")
    assert [(each.accepted, each.merged) for each in second.accounts] == [(0, 1), (1, 0)]
    assert kept(store, second)[1] == ("swemwbs", date(2025, 9, 5), 23)


def test_what_is_written_for_no_score_is_no_score(store):
    outcome = sent(
        store,
        "Client ID,Date pre,SWEMWBS pre,Date post,SWEMWBS post\n"
        "A1,14/04/2025,18,15/09/2025,N/A\nA2,14/04/2025,18,15/09/2025,40\nA3,14/04/2025,18,15/09/2025,high\n",
    )
    assert [(each.accepted, each.set_aside, each.ignored) for each in outcome.accounts] == [(3, 0, 0), (0, 2, 1)]
    assert {message.code for message in outcome.messages} == {"off the scale", "not a number"}


def test_two_days_of_one_time_are_told_apart_by_the_name_of_the_scale_or_asked_about(store):
    headings = "Client ID,SWEMWBS date pre,SWEMWBS pre,GP date pre,SWEMWBS date post,SWEMWBS post,GP date post\n"
    row = "A1,14/04/2025,18,20/04/2025,15/09/2025,22,20/09/2025\n"
    assert [each[1] for each in kept(store, sent(store, headings + row))] == [date(2025, 4, 14), date(2025, 9, 15)]
    other = headings.replace("SWEMWBS date", "Visit date")
    (store / "mappings" / "scores.yaml").unlink()
    with pytest.raises(Undecided) as raised:
        sent(store, other + row)
    assert [each.id for each in raised.value.questions] == ["assessments.on_date", "assessments2.on_date"]


def test_a_score_that_is_called_otherwise_is_asked_about_and_one_that_is_gone_takes_its_assessment_along(store):
    headings = "Client ID,Date pre,SWEMWBS pre,Date post,SWEMWBS post\n"
    row = "A1,14/04/2025,18,15/09/2025,22\n"
    sent(store, headings + row)
    outcome = sent(
        store, headings.replace("SWEMWBS post", "SWEMWBS end") + row, answers={"now.SWEMWBS post": "yes"}
    )
    assert [each.merged for each in outcome.accounts] == [1, 1]
    outcome = sent(store, "Client ID,Date pre,SWEMWBS pre\nA2,14/04/2025,19\n")
    assert [each.accepted for each in outcome.accounts] == [1]


def test_a_sheet_with_two_numbers_and_two_days_is_no_questionnaire(store):
    with pytest.raises(Undecided) as raised:
        sent(store, "Client ID,Date start,Mileage start,Date end,Mileage end\nA1,14/04/2025,180,15/04/2025,220\n")
    assert [each.id for each in raised.value.questions] == ["table"]


@pytest.mark.parametrize(
    ("heading", "what", "time"),
    [
        ("SWEMWBS start", "swemwbs", "before"),
        ("Date of follow-up", "date", "after"),
        ("PHQ-9 at 6 months", "phq 9", "6 month"),
        ("Score T2", "score", "after"),
        ("Pre: UCLA", "ucla", "before"),
    ],
)
def test_a_heading_says_what_and_when(heading, what, time):
    found = timed(heading)
    assert (found.what, found.time) == (what, time)


def test_a_heading_without_a_time_is_none_and_a_scale_is_known_by_its_whole_name():
    assert timed("Independent living") is None
    names = {"PHQ-9 start": "phq9", "GAD7": "gad7", "phq 90": None, "WEMWBS": None, "SWEMWBS_pre": "swemwbs"}
    assert {heading: instrument_named(heading) for heading in names} == names


def test_which_of_a_family_of_questionnaires_it_is_is_asked(store):
    headings = "Client No.,Date of UCLA (start),UCLA start,Date of UCLA (6 months),UCLA 6 months\n"
    rows = headings + "A1,14/04/2025,7,14/10/2025,5\nA2,15/04/2025,12,,99\n"
    with pytest.raises(Undecided) as raised:
        sent(store, rows)
    ids = [question.id for question in raised.value.questions]
    assert ids == ["assessments.instrument", "assessments2.instrument"]
    outcome = sent(store, rows, answers=dict.fromkeys(ids, "=ucla3"))
    assert kept(store, outcome) == [("ucla3", date(2025, 4, 14), 7), ("ucla3", date(2025, 10, 14), 5)]
    told = [(message.column, message.count, message.rows) for message in outcome.messages]
    assert told == [  # each fault once, though two rows of ours are read from each of theirs
        ("C “UCLA start”", 1, (3,)),
        ("D “Date of UCLA (6 months)”", 1, (3,)),
        ("E “UCLA 6 months”", 1, (3,)),
    ]
