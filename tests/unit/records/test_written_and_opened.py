"""Records made by a program are checked, written, and opened as they were known on a day."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from proventive.agreement.document import Agreement
from proventive.quantities import InternalError, NotFound, Period, RecordsError
from proventive.records import Coverage, open_records, write_store

AGREEMENT = Agreement(
    proventive=1,
    title="A service",
    id="service",
    kind="grant",
    parties=(),
    term=Period(start=date(2024, 4, 1), end=date(2026, 3, 31)),
    price_base="2024-25",
    seed=1,
)
MADE = {"body": "provider", "name": "The provider", "id_space": "provider-1", "made_by": "test, seed 1"}
REFERRALS = {
    "person_id": ["a", "b", "c"],
    "agreement": ["service"] * 3,
    "referred_on": np.array(["2024-04-01", "2024-05-01", "2024-09-01"], dtype="datetime64[D]"),
    "started_on": np.array(["2024-04-10", "2024-08-02", "NaT"], dtype="datetime64[D]"),
    "ended_on": np.array(["2024-07-31", "NaT", "NaT"], dtype="datetime64[D]"),
    "end_reason": ["left", None, None],
}


def written(folder, tables, **more):
    return write_store(folder / "records" / "provider", coverage=(), tables=tables, **(MADE | more))


def opened(folder, as_at="2024-08-01"):
    return open_records(folder, agreement=AGREEMENT, as_at=as_at)


def test_facts_dated_later_are_not_seen_and_later_values_are_not_known(tmp_path):
    written(tmp_path, {"referrals": REFERRALS})
    july = opened(tmp_path, "2024-07-30")
    assert july.query("records/people_served", agreement="service")["person_id"].tolist() == ["a"]
    rows = july.engine.fetch("SELECT person_id, started_on, ended_on, end_reason FROM referrals ORDER BY 1")
    assert rows["person_id"].tolist() == ["a", "b"]  # c was referred later
    assert np.isnat(rows["ended_on"]).all()
    assert rows["end_reason"].tolist() == [None, None]
    later = opened(tmp_path, "2024-07-31")
    assert later.engine.fetch("SELECT end_reason FROM referrals ORDER BY person_id")["end_reason"][0] == "left"


def test_a_result_is_exact(tmp_path):
    written(
        tmp_path,
        {
            "finance": {
                "on_date": np.array(["2024-04-30", "2024-05-31"], dtype="datetime64[D]"),
                "account": ["price", "staff"],
                "amount": np.array([Decimal("0.10"), Decimal("-0.20")], dtype=object),
            }
        },
    )
    rows = opened(tmp_path).engine.fetch(
        "SELECT SUM(amount) AS amount, COUNT(*) AS n, SUM(CAST(1 AS BIGINT)) AS whole, MIN(on_date) AS first, "
        "CAST(NULL AS BIGINT) AS missing, TRUE AS yes FROM finance"
    )
    assert rows["amount"].tolist() == [Decimal("-0.10")]
    assert rows["n"].dtype == rows["whole"].dtype == np.int64
    assert rows["first"].dtype == np.dtype("datetime64[D]")
    assert np.isnan(rows["missing"][0])
    assert rows["yes"].dtype == bool


def test_a_float_does_not_leave_the_engine(tmp_path):
    written(tmp_path, {"referrals": REFERRALS})
    with pytest.raises(InternalError, match="float"):
        opened(tmp_path).engine.fetch("SELECT CAST(1 AS DOUBLE) AS x FROM referrals")


def test_every_table_is_there_when_nothing_was_sent(tmp_path):
    records = opened(tmp_path)
    assert not records.has("demand")
    assert records.query("records/people_served", agreement="service")["person_id"].tolist() == []
    assert records.used("demand") == ()


def test_a_promised_change_without_any_store_is_said(tmp_path):
    from dataclasses import replace

    from proventive.agreement.document import Objective, Plan

    objective = Objective(id="x", reduce="emergency_admission", plan=Plan(design="matched-cohort"))
    with pytest.raises(NotFound, match="no records beside this agreement"):
        open_records(tmp_path, agreement=replace(AGREEMENT, objectives=(objective,)), as_at="2024-08-01")


def test_stores_of_different_id_spaces_are_not_joined(tmp_path):
    written(tmp_path, {"referrals": REFERRALS})
    write_store(
        tmp_path / "records" / "hub", coverage=(), tables={}, **(MADE | {"body": "hub", "id_space": "other"})
    )
    with pytest.raises(RecordsError, match="different id spaces"):
        opened(tmp_path)


def test_the_store_of_a_parent_serves_its_agreements(tmp_path):
    written(tmp_path, {"referrals": REFERRALS})
    (tmp_path / "service").mkdir()
    assert opened(tmp_path / "service").has("referrals")


def test_the_trail_names_the_generator_and_the_content(tmp_path):
    manifest = written(tmp_path, {"referrals": REFERRALS})
    (used,) = opened(tmp_path).used("referrals", rows=2)
    assert (used.store, used.rows, used.used) == ("The provider", 3, 2)
    assert used.hash == manifest.tables[0].hash
    assert used.sources[0].name == "test, seed 1"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"person_id": ["a", None, "c"]}, "is empty"),
        ({"end_reason": ["bored", None, None]}, "not one of the words"),
        ({"ended_on": np.array(["2024-04-09", "NaT", "NaT"], dtype="datetime64[D]")}, "is before"),
        (
            {"person_id": ["a", "a", "c"], "referred_on": np.array(["2024-04-01"] * 3, dtype="datetime64[D]")},
            "same",
        ),
        ({"colour": ["red"] * 3}, "not declared: colour"),
        ({"referred_on": ["last week"] * 3}, "not of the type"),
    ],
)
def test_made_records_that_do_not_fit_are_refused_whole(tmp_path, changed, said):
    with pytest.raises(RecordsError, match=said):
        written(tmp_path, {"referrals": REFERRALS | changed})
    assert not (tmp_path / "records" / "provider" / "manifest.json").exists()


def test_coverage_says_from_when_something_is_known(tmp_path):
    def admissions(start, end, **more):
        return Coverage(table="demand", event="emergency_admission", period=Period(start=start, end=end), **more)

    write_store(
        tmp_path / "records" / "provider",
        coverage=[admissions(date(2022, 4, 1), date(2023, 3, 31)), admissions(date(2023, 4, 1), date(2030, 1, 1))],
        tables={},
        **MADE,
    )
    records = opened(tmp_path, "2024-08-01")

    def covered(start, end, event="emergency_admission"):
        return records.covered("demand", event, Period(start=start, end=end))

    assert covered(date(2022, 4, 1), date(2024, 8, 1)) is None
    assert "before 1 April 2022" in str(covered(date(2022, 3, 31), date(2022, 5, 1)))
    assert "the record ends on 1 August 2024" in str(covered(date(2024, 1, 1), date(2024, 8, 2)))
    assert "no record of GP contacts" in str(covered(date(2023, 1, 1), date(2023, 2, 1), "gp_contact"))


def test_rows_without_a_stated_coverage_are_not_told_as_no_record(tmp_path):
    written(tmp_path, {"referrals": REFERRALS})
    year = Period(start=date(2024, 1, 1), end=date(2024, 8, 1))
    records = opened(tmp_path)
    assert "no store says for which days it holds them all" in str(records.covered("referrals", None, year))
    assert "there is no record of contacts" in str(records.covered("contacts", None, year))


def test_records_whose_files_are_gone_say_so(tmp_path):
    manifest = written(tmp_path, {"referrals": REFERRALS})
    records = opened(tmp_path)
    (tmp_path / "records" / "provider" / manifest.tables[0].file).unlink()
    with pytest.raises(RecordsError, match="open the records again"):
        records.query("records/people_served", agreement="service")


@pytest.mark.parametrize(
    "amount",
    [np.array([0.1]), np.array([Decimal("1.005")], dtype=object)],
    ids=["a float", "more places than declared"],
)
def test_what_would_be_rounded_is_refused(tmp_path, amount):
    finance = {"on_date": np.array(["2024-04-30"], dtype="datetime64[D]"), "account": ["price"], "amount": amount}
    with pytest.raises(RecordsError, match="would be rounded"):
        written(tmp_path, {"finance": finance})


def test_whole_numbers_that_are_not_whole_are_refused(tmp_path):
    demand = {
        "person_id": ["a"],
        "on_date": np.array(["2024-04-30"], dtype="datetime64[D]"),
        "event": ["gp_contact"],
    }
    with pytest.raises(RecordsError, match="would be rounded"):
        written(tmp_path, {"demand": demand | {"quantity": np.array([1.5])}})


def test_a_place_may_be_named_from_where_one_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_store("records/provider", coverage=(), tables={"referrals": REFERRALS}, **MADE)
    assert open_records(".", agreement=AGREEMENT, as_at="2024-08-01").has("referrals")
