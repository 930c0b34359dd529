"""Agreements that name a stepped wedge and a comparative series, as somebody writes them down."""

import pytest

from proventive.agreement import read_agreement
from proventive.evaluation.designs import design_named
from proventive.flow import check
from proventive.reading.faults import FaultsFound
from proventive.reference import open_reference

HEAD = """\
proventive: 1
title: A town
id: town
kind: grant
parties:
  - {id: board, name: A board, roles: [directs, signs, pays]}
  - {id: charity, name: A charity, roles: [provides]}
term: {start: 2025-04-01, end: 2027-03-31}
settle_every: term
seed: 7
price_base: 2025-26
objectives:
  - id: admissions
    reduce: ae_attendance
    among: everybody at the sites
    plan: PLAN
"""


def written(folder, plan):
    path = folder / "agreement.yaml"
    path.write_text(HEAD.replace("PLAN", plan), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("plan", "design"),
    [
        ("{design: stepped-wedge, follow_up: 6 months}", "stepped-wedge"),
        (
            "{design: comparative-interrupted-time-series, area: S08000030, comparison: [S08000031], "
            "starts: 2025-04-01, errors: fixed-b}",
            "comparative-interrupted-time-series",
        ),
        (
            "{design: regression-discontinuity, cutoff: 20, offered: at or above, follow_up: 6 months, "
            "clustered_by: site}",
            "regression-discontinuity",
        ),
    ],
)
def test_a_plan_as_its_page_writes_it_is_without_fault(tmp_path, plan, design):
    agreement = read_agreement(written(tmp_path, plan), reference=open_reference())
    assert agreement.objectives[0].plan.design == design
    assert not design_named(design).faults(agreement, open_reference())


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ("{design: stepped-wedge}", "no-follow-up"),
        ("{design: comparative-interrupted-time-series, area: S08000030, starts: 2025-04-01}", "too-few-areas"),
    ],
)
def test_what_a_plan_lacks_is_said_at_once(tmp_path, plan, code):
    with pytest.raises(FaultsFound) as found:
        check(written(tmp_path, plan))
    assert code in {fault.code for fault in found.value.faults}
