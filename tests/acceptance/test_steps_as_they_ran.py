"""“proventive explain DIR --sql STEP” shows what ran, and what it shows gives the same rows again."""

import shutil

import pytest
from typer.testing import CliRunner

from proventive.cli import app
from proventive.engine.transpiling import spark_sql
from proventive.flow import run
from proventive.flow.demo import lay_out, shipped
from proventive.flow.running import at_desk
from proventive.flow.steps_run import steps_run

EXAMPLE = next(one for one in shipped() if one.agreement == "emergency-departments")
STEP = "evaluation/area_months"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("place")
    lay_out(EXAMPLE, place, None)
    run(place / EXAMPLE.agreement, EXAMPLE.as_at)
    return place / EXAMPLE.agreement


def shown(folder, *words):
    return CliRunner().invoke(app, ["explain", str(folder), *words])


def test_a_step_is_shown_as_it_ran_and_gives_its_rows_again(folder):
    told = shown(folder, "--sql", STEP)
    assert told.exit_code == 0
    head, _, sql = told.stdout.partition("SELECT")
    assert f"-- {STEP}, run in the stage “evaluate”, as it ran." in head
    assert "-- One row is a count of the event in the area and a period." in head
    assert "$" not in sql
    records = at_desk(folder, EXAMPLE.as_at).records
    stage, ran = next(one for one in steps_run(folder / "results" / str(EXAMPLE.as_at)) if one[1].step == STEP)
    again = records.engine.fetch("SELECT" + sql.split(";")[0])
    wanted = records.engine.fetch(
        "SELECT COUNT(*) AS n FROM area_series WHERE event = " + dict(ran.parameters)["event"]
    )
    assert stage == "evaluate"
    assert len(again["counted"]) == wanted["n"][0] > 0


def test_its_translation_is_shown_without_a_cluster(folder):
    here = shown(folder, "--sql", STEP).stdout
    there = shown(folder, "--sql", STEP, "--engine", "spark://nowhere:7077").stdout
    assert "as Spark is told it" in there
    bare = "\n".join(line for line in here.splitlines() if not line.startswith("--")).split(";")[0]
    assert spark_sql(bare) in there


def test_what_did_not_run_is_said_with_what_did(folder):
    told = shown(folder, "--sql", "evaluation/nowhere")
    assert STEP in str(told.exception)
    assert "No step “evaluation/nowhere” was run" in str(told.exception)


def test_what_ran_is_kept_the_same_each_time(folder, tmp_path):
    again = tmp_path / "again"
    shutil.copytree(folder.parent, again)
    run(again / EXAMPLE.agreement, EXAMPLE.as_at)
    results = f"results/{EXAMPLE.as_at}"
    files = sorted((folder / results).glob("*.steps.json"))
    assert [file.name for file in files] == [
        f"{stage}.steps.json" for stage in ("evaluate", "open", "pack", "settle", "value")
    ]
    for file in files:
        assert (again / EXAMPLE.agreement / results / file.name).read_bytes() == file.read_bytes()
