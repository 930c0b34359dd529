"""A choir that asks people how they are: what of the change was to be expected stands beside it in the pack."""

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import numpy as np
import pytest

import proventive as pv
from proventive.records import open_records, write_store

AGREEMENT = """
proventive: 1
title: A choir
id: choir
kind: grant
parties:
  - {id: funder, name: Funder (invented), roles: [signs, pays]}
  - {id: choir, name: Choir (invented), roles: [provides]}
term: {start: 2023-04-01, end: 2024-03-31}
price_base: 2023-24
seed: 7
objectives:
  - id: wellbeing
    label: Better wellbeing
    raise: mental wellbeing
    measured_by: swemwbs
    target: {points: 1.5}
    plan: {design: before-after, follow_up: 9 months}
payment:
  - {id: grant, fixed: 9000 GBP, every: year}
"""
JOINED = date(2023, 6, 1)


@pytest.fixture(scope="module")
def words(tmp_path_factory) -> str:
    """80 people who joined because they scored below 21; the choir does nothing."""
    folder, rng = tmp_path_factory.mktemp("choir"), np.random.default_rng(12)
    lasting, errors = rng.normal(23.2, 3.9 * 0.70**0.5, 2000), rng.normal(0, 3.9 * 0.30**0.5, (2, 2000))
    before, after = np.clip(np.round(lasting + errors, 2), 7, 35)
    chosen = np.flatnonzero(before < 21)[:80]
    ids = np.array([f"P{number}" for number in range(80)], dtype=object)
    later = JOINED + timedelta(days=274)

    def days(day):
        return np.full(80, np.datetime64(day), dtype="datetime64[D]")

    tables = {
        "referrals": {
            "person_id": ids,
            "agreement": np.full(80, "choir", dtype=object),
            "referred_on": days(JOINED),
            "started_on": days(JOINED),
        },
        "assessments": {
            "person_id": np.tile(ids, 2),
            "instrument": np.full(160, "swemwbs", dtype=object),
            "on_date": np.concatenate([days(JOINED), days(later)]),
            "total": np.array([Decimal(f"{one:.2f}") for one in (*before[chosen], *after[chosen])], dtype=object),
        },
    }
    (folder / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    agreement = pv.read_agreement(folder / "agreement.yaml")
    write_store(
        folder / "records" / "choir", body="choir", name="Choir", id_space="choir", made_by="a test", coverage=(),
        tables=tables,
    )  # fmt: skip
    records = open_records(folder, agreement=agreement, as_at=date(2025, 12, 31))
    findings = pv.evaluate(agreement, records)
    outturn = pv.settle(agreement, records, findings, pv.value(agreement, records, findings))
    page = pv.write_pack(outturn, folder / "pack").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_the_change_and_what_of_it_was_to_be_expected(words):
    assert re.search(r"Mental wellbeing was 1\.\d points higher than when people joined", words)
    assert "Change to be expected with no service, if they were drawn from people in general" in words
    assert re.search(r"Change beyond that .{0,120}points", words)
    assert "were to be expected with no service" in words
    assert "Change that matters to people at 9 months" in words
    assert "anchor-based studies are still necessary" in words
    assert "We cannot tell whether the service is the reason." in words
