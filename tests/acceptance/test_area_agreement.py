"""An agreement for areas, from its document to findings: every design for areas, named as its page says."""

from datetime import date
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest

from proventive.agreement import read_agreement
from proventive.evaluation import Findings, evaluate
from proventive.evaluation.designs import DESIGNS
from proventive.flow import check
from proventive.quantities import Estimate, Period, Unknown
from proventive.records import Coverage, open_records, write_store

WRITTEN = Path(__file__).parents[1] / "data" / "agreements" / "areas"
MONTHS = np.arange(np.datetime64("2013-04"), np.datetime64("2020-04"))
BEGAN = {"X1": "2018-04", "X2": "2018-04", "X3": "2019-01", "X4": "2019-01"}
OTHERS = tuple(f"Y{number:02d}" for number in range(1, 21))
FALL = 15.0  # attendances a day, from the start on
HOLD_THE_FALL = (
    "changed-more",
    "mixture",
    "mixture-changed-more",
    "one-after-another",
    "carried-on-beside-others",
)


def counts() -> dict[str, np.ndarray]:
    """Seven years of 24 areas that move with a season and a drift of their own strength."""
    rng = np.random.default_rng(20180401)
    months = np.arange(len(MONTHS))
    common = 8 * np.sin(2 * np.pi * months / 12) + rng.normal(0, 1, len(months)).cumsum()
    days = np.diff(np.append(MONTHS, MONTHS[-1] + 1).astype("datetime64[D]")).astype(int)
    found = {}
    for area in (*BEGAN, *OTHERS):
        usual = rng.uniform(95, 125) + common + rng.normal(0, 2, len(months))
        fall = FALL * (np.datetime64(BEGAN.get(area, "2100-01")) <= MONTHS)
        found[area] = np.round((usual - fall) * days).astype(np.int64)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("place")
    copytree(WRITTEN, place / "areas")
    rows, days = counts(), MONTHS.astype("datetime64[D]")
    whole = Period(start=date(2013, 4, 1), end=date(2020, 3, 31))
    write_store(
        place / "records" / "hub", body="hub", name="Hub", id_space="none", made_by="a test",
        coverage=[Coverage(table="area_series", event="ae_attendance", area=area, period=whole) for area in rows],
        tables={
            "area_series": {
                "area_code": np.repeat(np.array(list(rows), dtype=object), len(MONTHS)),
                "period_start": np.tile(days, len(rows)),
                "period_end": np.tile((MONTHS + 1).astype("datetime64[D]") - 1, len(rows)),
                "event": np.full(len(MONTHS) * len(rows), "ae_attendance", dtype=object),
                "count": np.concatenate(list(rows.values())),
                "denominator": np.full(len(MONTHS) * len(rows), 10_000),
            }
        },
    )  # fmt: skip
    return place / "areas"


@pytest.fixture(scope="module")
def findings(folder: Path) -> Findings:
    agreement = read_agreement(folder)
    return evaluate(agreement, open_records(folder, agreement=agreement, as_at=date(2020, 6, 30)))


def test_the_document_is_whole_and_its_worked_examples_hold(folder: Path) -> None:
    agreement, _ = check(folder)
    assert len({objective.plan.design for objective in agreement.objectives}) == len(agreement.objectives)


def test_every_design_for_areas_is_shown_in_it() -> None:
    of_areas = {name for name, design in DESIGNS.items() if design.tables == ("area_series",)}
    assert of_areas == {objective.plan.design for objective in read_agreement(WRITTEN).objectives}


@pytest.mark.parametrize("objective", HOLD_THE_FALL)
def test_the_fall_is_found_and_lies_in_the_interval(findings: Findings, objective: str) -> None:
    found = findings.of(objective)
    effect = found.effect.value
    assert isinstance(effect, Estimate) and effect.low is not None and effect.high is not None
    assert effect.low <= -FALL <= effect.high < 0


@pytest.mark.parametrize("objective", ["watched", "side-by-side"])
def test_what_is_only_watched_claims_nothing_and_is_told(findings: Findings, objective: str) -> None:
    found = findings.of(objective)
    assert isinstance(found.effect.value, Unknown)
    assert found.tables and found.checks
