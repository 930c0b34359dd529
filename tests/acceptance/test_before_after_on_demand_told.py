"""A charity with no matched comparison watches demand: from its agreement to the pack that a reader opens."""

import re
from collections import Counter
from datetime import date, timedelta
from html import unescape

import numpy as np
import pytest

import proventive as pv
from proventive.agreement.document import Agreement
from proventive.flow import check
from proventive.quantities import Period
from proventive.records import Coverage, Records, open_records, write_store

AGREEMENT = """
proventive: 1
title: A kitchen that watches admissions
id: town
kind: grant
parties:
  - {id: funder, name: Funder (invented), roles: [signs, pays]}
  - {id: kitchen, name: Kitchen (invented), roles: [provides]}
term: {start: 2023-04-01, end: 2024-03-31}
price_base: 2023-24
seed: 7
objectives:
  - id: admissions
    label: Fewer emergency admissions
    reduce: emergency_admission
    target: {fewer_than_comparison: 15%}
    plan: {design: before-after-on-demand, follow_up: 12 months}
payment:
  - {id: grant, fixed: 9000 GBP, every: year}
"""
JOINED = date(2023, 6, 15)
ALL = Period(start=date(2020, 1, 1), end=date(2025, 12, 31))


def records_of(folder, agreement: Agreement) -> Records:
    """60 people who joined after 3 admissions or more, 400 who did not; the service does nothing."""
    rng = np.random.default_rng(11)
    used: list[tuple[str, date]] = []
    ids, joined = [], []
    while len(ids) < 460:
        joins, need = len(ids) < 60, rng.gamma(0.5, 2.0)
        before, after = rng.poisson(need), rng.poisson(need)
        if joins and before < 3:
            continue
        ids.append(f"P{len(ids):03d}")
        joined += [ids[-1]] * joins
        days = [*(-rng.integers(1, 366, before)), *rng.integers(0, 365, after)]
        used += [(ids[-1], JOINED + timedelta(days=int(day))) for day in days]

    use = Counter(used)

    def column(values):
        return np.array(list(values), dtype=object)

    def days_of(day, number):
        return np.full(number, np.datetime64(day), dtype="datetime64[D]")

    tables = {
        "population": {
            "person_id": column(ids),
            "birth_month": np.full(460, "1940-06", dtype="datetime64[M]"),
            "sex": column("F" for _ in ids),
            "resident_from": days_of(ALL.start, 460),
        },
        "referrals": {
            "person_id": column(joined),
            "agreement": column("town" for _ in joined),
            "referred_on": days_of(JOINED, 60),
            "started_on": days_of(JOINED, 60),
        },
        "demand": {
            "person_id": column(id for id, _ in use),
            "on_date": np.array([day for _, day in use], dtype="datetime64[D]"),
            "event": column("emergency_admission" for _ in use),
            "quantity": column(use.values()),
        },
    }
    coverage = (Coverage(table="demand", event="emergency_admission", period=ALL),)
    write_store(
        folder / "records" / "hub", body="hub", name="Hub", id_space="town", made_by="a test", tables=tables,
        coverage=coverage,
    )  # fmt: skip
    return open_records(folder, agreement=agreement, as_at=date(2025, 12, 31))


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("town")
    (folder / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    agreement = pv.read_agreement(folder / "agreement.yaml")
    records = records_of(folder, agreement)
    findings = pv.evaluate(agreement, records)
    worth = pv.value(agreement, records, findings)
    outturn = pv.settle(agreement, records, findings, worth)
    page = pv.write_pack(outturn, folder / "pack").read_text(encoding="utf-8")
    words = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))
    return {"folder": folder, "findings": findings, "worth": worth, "outturn": outturn, "words": words}


def test_the_agreement_passes_with_a_note_that_it_is_only_watched(told):
    _, notes = check(told["folder"] / "agreement.yaml")
    assert "only-watched" in {note.code for note in notes}


def test_the_promise_is_neither_met_nor_caused_nor_worth_anything(told):
    promise = told["outturn"].promises[0]
    assert promise.target_met == "not known"
    assert promise.because_of_the_service == "cannot be told"
    assert not told["worth"].lines


def test_the_first_page_tells_the_change_and_what_was_to_be_expected_in_one_breath(told):
    words = told["words"]
    assert "There is no reliable evidence that emergency admissions" in words
    assert "in the year after:" in words
    assert re.search(r"With no service at all, \d+ fewer for every 100 people was to be expected", words)
    assert "We cannot tell whether the service is the reason." in words


def test_the_rest_of_the_pack_names_both_years_and_both_changes(told):
    words = told["words"]
    for heading in (
        "In the 12 months after joining",
        "In the 12 months before",
        "Change since joining, taken on its own",
        "Change to be expected with no service at all",
        "Change beyond what was to be expected",
        "A fall since joining proves nothing by itself",
        "before and after, beside what was to be expected",
        "Lower bound of the expected fall",
    ):
        assert heading in words, heading
