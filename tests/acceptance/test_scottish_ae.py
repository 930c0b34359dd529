"""The shipped placebo: real A&E attendances of one board, held against a day on which nothing began."""

import csv
import importlib.util
import shutil
from datetime import date
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from proventive.agreement import read_agreement
from proventive.evaluation import Finding, evaluate
from proventive.records import open_records

HERE = Path(__file__).parent.parent
EXAMPLE = Path(str(files("proventive").joinpath("examples", "scottish-ae")))
SERIES = EXAMPLE / "records" / "public-health-scotland" / "sources" / "area_series.csv"
PUBLISHED = HERE.parent.parent / "shared" / "data" / "methods" / "phs_monthly_ae_activity.csv.gz"


@pytest.fixture(scope="module")
def finding(tmp_path_factory: pytest.TempPathFactory) -> Finding:
    folder = tmp_path_factory.mktemp("ae") / "scottish-ae"
    shutil.copytree(EXAMPLE, folder)
    agreement = read_agreement(folder / "emergency-departments")
    records = open_records(folder / "emergency-departments", agreement=agreement, as_at="2020-03-31")
    return evaluate(agreement, records).of("ae-attendances")


def rows() -> list[dict[str, str]]:
    with SERIES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_start_is_the_first_day_of_the_second_half_of_the_series(finding: Finding) -> None:
    series = rows()
    assert (len(series), series[0]["period_start"], series[-1]["period_end"]) == (150, "2007-07-01", "2019-12-31")
    assert series[75]["period_start"] == "2013-10-01"
    assert str(finding.period.start) == "2013-10-01"


def test_what_is_observed_is_what_was_published(finding: Finding) -> None:
    after = rows()[75:]
    assert finding.people.value.number == sum(int(row["count"]) for row in after)
    per_day = [
        int(row["count"])
        / ((date.fromisoformat(row["period_end"]) - date.fromisoformat(row["period_start"])).days + 1)
        for row in after
    ]
    assert float(finding.observed.value.number) == pytest.approx(np.mean(per_day), abs=1e-4)


def test_the_counterfactual_is_generalised_least_squares_written_out(finding: Finding) -> None:
    """By dense algebra at the best rho of a grid, independently of the fit."""
    series = rows()
    starts = np.array([row["period_start"] for row in series], "datetime64[D]")
    days = (np.array([row["period_end"] for row in series], "datetime64[D]") - starts).astype(int) + 1
    y = np.array([int(row["count"]) for row in series]) / days
    time, month = (np.arange(150) - 75) / 12, starts.astype("datetime64[M]").astype(int) % 12
    after = np.arange(150) >= 75
    seasons = [month == m for m in range(1, 12)]
    x = np.column_stack([np.ones(150), time, after, after * time, *seasons]).astype(float)

    def fitted(rho):
        v = rho ** np.abs(np.subtract.outer(np.arange(150), np.arange(150))) / (1 - rho**2)
        inverse = np.linalg.inv(v)
        cross = x.T @ inverse @ x
        beta = np.linalg.solve(cross, x.T @ inverse @ y)
        rest = y - x @ beta
        deviance = (
            (150 - x.shape[1]) * np.log(rest @ inverse @ rest)
            + np.linalg.slogdet(v)[1]
            + np.linalg.slogdet(cross)[1]
        )
        return deviance, beta

    _, beta = min((fitted(rho) for rho in np.linspace(0, 0.95, 951)), key=lambda pair: pair[0])
    effect = beta[2] + beta[3] * time[75:].mean()
    assert finding.effect.value.value == pytest.approx(effect, rel=2e-3)
    assert finding.counterfactual.value.value == pytest.approx(y[75:].mean() - effect, rel=1e-3)


def test_as_nothing_began_the_finding_does_not_pass_for_proof(finding: Finding) -> None:
    """The line is carried as far forward as it was seen: a bend of the trend would look like an effect."""
    assert {check.name: check.passed for check in finding.checks}["carried forward"] is False
    assert "One area without a comparison" in finding.sentence()
    assert all("carried forward" in grade.next_step for grade in finding.grades)


def test_the_trail_reaches_the_published_file(finding: Finding) -> None:
    used = {record.table: record for record in finding.effect.trail.records}
    assert used["area_series"].rows == 150
    assert [source.name for source in used["area_series"].sources] == ["area_series.csv"]


@pytest.mark.skipif(
    not PUBLISHED.exists(), reason="the publisher's whole file lies in ../shared, which is not here"
)
def test_the_series_is_the_extract_that_the_script_makes(tmp_path: Path) -> None:
    script = HERE / "data" / "scottish-ae" / "extract.py"
    spec = importlib.util.spec_from_file_location("extract", script)
    extract = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(extract)
    extract.main(PUBLISHED, tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == SERIES.read_bytes()
