"""An estimate that R made enters by the same file, marked as imported; its grade rests on its checks."""

import json
import shutil
import subprocess
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
from three_places import AGREEMENT, AS_AT, within

from proventive.flow import settle_on
from proventive.flow.handing_over import plan_to_answer
from proventive.flow.running import at_desk
from proventive.outturn import Outturn
from proventive.quantities import Estimate, Money

SNIPPET = Path(__file__).parents[2] / "docs" / "how-to" / "other-software" / "finding.R"
DAY = date.fromisoformat(AS_AT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped agreement as whoever pays holds it: no records beside it."""
    with as_file(files("proventive.examples") / "place" / AGREEMENT) as shipped:
        shutil.copytree(shipped, tmp_path / AGREEMENT)
    return tmp_path / AGREEMENT


def has_r() -> bool:
    rscript = shutil.which("Rscript")
    asked = [rscript or "", "-e", 'quit(status = !requireNamespace("jsonlite", quietly = TRUE))']
    return rscript is not None and subprocess.run(asked, check=False, capture_output=True).returncode == 0


def by_r(folder: Path, *more: str) -> Path:
    plan, to = folder.parent / "plan.json", folder.parent / "finding.json"
    plan.write_text(within("cohort", "plan", folder, "--as-at", AS_AT), encoding="utf-8")
    subprocess.run(["Rscript", str(SNIPPET), str(plan), str(to), *more], check=True, capture_output=True)
    return to


def settled(folder: Path, file: Path) -> tuple[Outturn, Any]:
    outturn = settle_on(folder, DAY, [file])
    return outturn, outturn.findings.of("emergency-admissions")


@pytest.mark.skipif(not has_r(), reason="needs R with jsonlite")
def test_what_r_wrote_is_settled_on_and_marked(folder: Path) -> None:
    outturn, found = settled(folder, by_r(folder))
    assert isinstance(found.observed.value, Estimate)
    assert (found.observed.value.value, found.counterfactual.value.value) == (0.8, 1.4)
    (demand,) = [payment for payment in outturn.payments if payment.term == "demand"]
    assert isinstance(demand.owed.value, Money)
    assert demand.owed.value.amount == 48_000  # (1.4 - 0.8) x 200 people at 400 GBP
    assert "Imported: worked out with R " in found.caution
    (how,) = [check for check in found.checks if check.name == "imported estimate"]
    assert how.passed is False
    assert all("imported estimate" in grade.next_step for grade in found.grades)
    (promise,) = [one for one in outturn.promises if one.id == "emergency-admissions"]
    assert promise.because_of_the_service == "cannot be told"


@pytest.mark.skipif(not has_r(), reason="needs R with jsonlite")
def test_a_declared_check_lifts_the_grade(folder: Path) -> None:
    _, without = settled(folder, by_r(folder))
    _, declared = settled(folder, by_r(folder, "with checks"))
    assert [check.passed for check in declared.checks] == [True, None]
    assert len(declared.grades) == len(without.grades) > 0
    assert any(one.level != other.level for one, other in zip(declared.grades, without.grades, strict=True))


def test_an_import_that_claims_to_be_ours_needs_its_hash(folder: Path) -> None:
    file = folder.parent / "finding.json"
    answered = plan_to_answer(folder, DAY)
    software = [{"name": "R", "version": "4"}]
    file.write_text(json.dumps({"origin": "proventive", "software": software, "findings": [], **answered}))
    told = within("settle", folder, "--as-at", AS_AT, "--finding", file, fails=True)
    assert "was changed since it was written" in told
    file.write_text(json.dumps({"origin": "imported", "software": software, "findings": [], **answered}))
    assert "not known" in within("settle", folder, "--as-at", AS_AT, "--finding", file)


def test_a_finding_of_another_day_is_refused(folder: Path) -> None:
    file = folder.parent / "finding.json"
    answered = plan_to_answer(folder, DAY) | {"as_at": "2027-05-31"}
    software = [{"name": "R", "version": "4"}]
    file.write_text(json.dumps({"origin": "imported", "software": software, "findings": [], **answered}))
    assert "of two days" in within("settle", folder, "--as-at", AS_AT, "--finding", file, fails=True)


def test_without_a_finding_records_are_still_needed(folder: Path) -> None:
    assert "There are no records beside this agreement" in within("settle", folder, "--as-at", AS_AT, fails=True)
    assert not (folder / "results").exists()
    assert at_desk(folder, DAY, records_needed=False).records.stores == ()
