"""The stages are saved one at a time, read back equal, and refused when what they rest on has changed."""

import json
from datetime import date
from pathlib import Path

import pytest
from demonstration import Demonstration

from proventive.flow import run_stage
from proventive.flow.running import at_desk, saved_findings, saved_outturn, saved_worth
from proventive.quantities import NotFound, StaleResult


@pytest.mark.parametrize("agreement", ["wheels-to-meals", "one-service", "emergency-departments", "kitchen-table"])
def test_what_is_saved_is_read_back_equal(demonstration: Demonstration, agreement: str) -> None:
    as_at = demonstration.examples[agreement].as_at
    desk = at_desk(demonstration.folder(agreement), as_at)
    outturn = saved_outturn(desk)
    assert outturn == demonstration.outturns[agreement]
    again = run_stage("evaluate", demonstration.folder(agreement), as_at)
    assert again == saved_findings(desk)
    again = run_stage("value", demonstration.folder(agreement), as_at)
    assert again == saved_worth(desk)
    assert run_stage("settle", demonstration.folder(agreement), as_at) == outturn


def as_at_of(agreement: Path) -> date:
    (folder,) = (agreement / "results").iterdir()
    return date.fromisoformat(folder.name)


def test_a_stage_needs_the_one_before_it(wheels: Path) -> None:
    as_at = as_at_of(wheels)
    (wheels / "results" / as_at.isoformat() / "evaluate.json").unlink()
    with pytest.raises(NotFound, match=r"Run “proventive evaluate” first"):
        run_stage("value", wheels, as_at)


def test_a_changed_agreement_is_seen(wheels: Path) -> None:
    as_at = as_at_of(wheels)
    path = wheels / "agreement.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("seed: ", "seed: 1"), encoding="utf-8")
    with pytest.raises(StaleResult, match="a change to the agreement"):
        run_stage("settle", wheels, as_at)


def test_a_changed_record_is_seen(wheels: Path) -> None:
    as_at = as_at_of(wheels)
    (store,) = (wheels.parent / "records").iterdir()
    (store / "sources").mkdir(exist_ok=True)
    (store / "sources" / "deliverables.csv").write_text(
        "agreement,obligation,on_date,quantity,evidence\nwheels-to-meals,meals,2009-01-01,1,log\n",
        encoding="utf-8",
    )
    with pytest.raises(StaleResult, match="a change to the records"):
        run_stage("settle", wheels, as_at)


def test_a_changed_fact_is_seen(wheels: Path) -> None:
    as_at = as_at_of(wheels)
    (wheels / "reference").mkdir(exist_ok=True)
    (wheels / "reference" / "meal.yaml").write_text(
        "kind: quantity\nid: local/meal\ndescription: A meal, invented for this test.\nunit: GBP per event\n"
        "values:\n  - {from: 2008-04-01, to: 2010-03-31, value: '3.25', price_year: 2008-09,\n"
        "     source: {title: invented for this test, status: assumed}}\nreview_by: 2030-01-01\n",
        encoding="utf-8",
    )
    with pytest.raises(StaleResult, match="a change to the reference facts"):
        run_stage("settle", wheels, as_at)


def test_a_result_that_somebody_edited_is_seen(wheels: Path) -> None:
    as_at = as_at_of(wheels)
    path = wheels / "results" / as_at.isoformat() / "value.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["result"]["notes"] = ["all is well"]
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(StaleResult, match="an earlier stage"):
        run_stage("pack", wheels, as_at)
