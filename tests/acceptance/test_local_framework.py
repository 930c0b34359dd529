"""A framework of outcomes of the agreement's own, from the folder “reference”, is told and can be explained."""

from datetime import date

from proventive.flow import explain, run
from proventive.records import start_store

AGREEMENT = """
proventive: 1
title: A lunch club
id: lunch
kind: grant
parties:
  - {id: council, name: A council, roles: [pays]}
  - {id: club, name: A club, roles: [provides]}
term: {start: 2025-04-01, end: 2026-03-31}
framework: ours
price_base: 2025-26
seed: 1
objectives:
  - id: loneliness
    lower: loneliness
    measured_by: ucla3
    serves: o-1
    plan: {design: before-after, follow_up: 6 months}
payment:
  - {id: core, fixed: 500 GBP, every: month}
"""
FRAMEWORK = """
kind: framework
id: ours
label: Our own outcomes
edition: first
outcomes: [{code: o-1, label: People are less lonely}]
source: {title: invented, status: assumed}
"""


def test_a_local_framework_is_told_and_its_figures_are_explained(tmp_path):
    (tmp_path / "reference").mkdir()
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    (tmp_path / "reference" / "framework.yaml").write_text(FRAMEWORK, encoding="utf-8")
    start_store(tmp_path / "records" / "club", body="club", name="A club", id_space="club")
    run(tmp_path, date(2027, 1, 31))
    page = (tmp_path / "pack" / "2027-01-31" / "index.html").read_text(encoding="utf-8")
    assert "People are less lonely" in page
    assert explain(tmp_path, "core/owed").figure.id == "core/owed"
