"""Three bodies, three folders: none sees another's rows, and what is owed is the same as in one folder."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest
from three_places import (
    AGREEMENT,
    AS_AT,
    LINKING,
    SEED,
    ThreePlaces,
    holds,
    laid_out,
    local_ids,
    proventive,
    within,
)

from proventive.evaluation.checks.refusals import refusals
from proventive.evaluation.handing_over import finding_schema, read_handed_over, written
from proventive.quantities import Number

OTHER_PLACES = ("1", "2", "4")
"""Seeds of places that nobody chose for what is found there."""


@dataclass(frozen=True)
class HandedAround:
    """What was sent between the places, and what each of them came to."""

    places: ThreePlaces
    post: Path
    in_one: dict[str, Any]
    by_provider: dict[str, Any]
    by_payer: dict[str, Any]


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> HandedAround:
    """In the place in which a change is paid for."""
    return handed_around(tmp_path_factory.mktemp("places"), SEED)


def handed_around(to: Path, seed: str) -> HandedAround:
    """Every step at the command line, each with no other body's folder there."""
    places = laid_out(to, seed=seed)
    post = to / "post"
    post.mkdir()
    key, cohort, finding = post / "linkage.key", post / "cohort.sealed", post / "finding.json"
    within("run", places.one / AGREEMENT, "--as-at", AS_AT, "--quiet")
    with places.alone(places.linking):
        within("cohort", "key", places.linking / "records" / LINKING, "--to", key)
    with places.alone(places.provider):
        proventive("cohort", "export", places.provider / AGREEMENT, "--as-at", AS_AT, "--for", key, "--to", cohort)
    with places.alone(places.linking):
        within("cohort", "link", places.linking / AGREEMENT, cohort)
        proventive("evaluate", places.linking / AGREEMENT, "--as-at", AS_AT, "--to", finding, "--quiet")
    words = ("--as-at", AS_AT, "--finding", finding, "--json")
    with places.alone(places.provider):
        by_provider = json.loads(proventive("settle", places.provider / AGREEMENT, *words))
    with places.alone(places.payer):
        by_payer = json.loads(proventive("settle", places.payer / AGREEMENT, *words))
        within("pack", places.payer / AGREEMENT, "--as-at", AS_AT)
    in_one = json.loads(within("settle", places.one / AGREEMENT, "--as-at", AS_AT, "--json"))
    return HandedAround(places=places, post=post, in_one=in_one, by_provider=by_provider, by_payer=by_payer)


def owed(outturn: dict[str, Any]) -> dict[str, Any]:
    """What each term owes, and all of them."""
    return {payment["term"]: payment["owed"]["value"] for payment in outturn["payments"]} | {
        "all": outturn["owed"]["value"]
    }


def test_the_provider_settles_to_the_same_payment_as_in_one_folder(around: HandedAround) -> None:
    assert owed(around.by_provider) == owed(around.in_one)
    assert float(owed(around.in_one)["demand"]["amount"]) > 0
    assert float(owed(around.in_one)["lonely"]["amount"]) > 0
    assert around.by_provider["owed_by"]["rows"] == around.in_one["owed_by"]["rows"]


@pytest.mark.full
@pytest.mark.parametrize("seed", OTHER_PLACES)
def test_in_other_places_too_every_figure_and_payment_is_that_of_one_folder(seed: str, tmp_path: Path) -> None:
    """Whether or not a change is found: all that is owed, and the finding with its interval."""
    found = handed_around(tmp_path, seed)
    assert owed(found.by_provider) == owed(found.in_one)
    assert owed(found.by_payer)["demand"] == owed(found.in_one)["demand"]
    assert main_parts(found.by_provider) == main_parts(found.in_one)


def test_who_pays_holds_no_row_and_reaches_the_same_for_what_was_linked(around: HandedAround) -> None:
    assert not (around.places.payer / "records").exists()
    theirs, in_one = owed(around.by_payer), owed(around.in_one)
    assert theirs["demand"] == in_one["demand"]
    assert theirs["core"] == in_one["core"]
    assert "unknown" in theirs["lonely"]  # the scores are with the provider, and were not handed over


def finding_on_admissions(outturn: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any]
    (found,) = [one for one in outturn["findings"]["findings"] if one["objective"] == "emergency-admissions"]
    return found


def test_who_did_not_agree_did_not_agree_in_every_place_and_each_finding_says_what_follows(
    around: HandedAround,
) -> None:
    heading = json.loads((around.post / "cohort.sealed").read_bytes().split(b"\n", 1)[0])
    cohort = around.places.linking / "records" / f"{AGREEMENT}-cohort" / "tables"
    refused = duckdb.sql(f"SELECT COUNT(*) FROM '{cohort}/people-*.parquet' WHERE consent = 'no'").fetchall()
    assert refused == [(heading["withheld"],)]
    assert heading["withheld"] >= 5
    told = [
        check["text"]
        for outturn in (around.in_one, around.by_provider, around.by_payer)
        for check in finding_on_admissions(outturn)["checks"]
        if check["name"] == "refusals"
    ]
    assert len(told) == 3
    assert set(told) == {refusals(refused=heading["withheld"])[0].text}


def main_parts(outturn: dict[str, Any]) -> dict[str, Any]:
    """The main numbers of the finding on admissions, with their intervals, and its grades."""
    finding = finding_on_admissions(outturn)
    parts = ("people", "followed", "observed", "counterfactual", "effect", "relative", "happened")
    return {part: finding[part]["value"] for part in parts} | {"grades": finding["grades"]}


def test_the_finding_is_the_same_to_the_last_digit(around: HandedAround) -> None:
    assert main_parts(around.by_provider) == main_parts(around.in_one)
    assert around.by_provider["worth"]["total"]["value"] == around.in_one["worth"]["total"]["value"]


def test_no_place_holds_the_rows_of_another(around: HandedAround) -> None:
    places = around.places
    ids = {place: local_ids(place) for place in (places.provider, places.linking)}
    assert len(ids[places.provider]) > 100
    assert len(ids[places.linking]) > 5_000
    assert not ids[places.provider] & ids[places.linking]
    assert holds(places.provider, ids[places.provider])  # so that the search is known to find
    for place, others in (
        (places.provider, ids[places.linking]),
        (places.linking, ids[places.provider]),
        (places.payer, ids[places.linking] | ids[places.provider]),
        (around.post, ids[places.linking] | ids[places.provider]),
    ):
        assert not holds(place, others)


def test_no_number_of_a_person_stands_in_clear_anywhere(around: HandedAround) -> None:
    for place in (around.places.provider, around.places.linking, around.places.payer, around.post):
        assert not holds(place, around.places.numbers.values())


def test_the_finding_is_of_its_published_form_and_names_its_plan(around: HandedAround) -> None:
    document = json.loads((around.post / "finding.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(finding_schema()).validate(document)
    heading = json.loads((around.post / "cohort.sealed").read_bytes().split(b"\n", 1)[0])
    assert document["plan"]["hash"] == heading["plan"]
    assert len(document["plan"]["seals"]) == 2
    assert {held["table"] for held in document["data"]} >= {"population", "demand", "referrals"}
    assert document["software"][0]["name"] == "proventive"


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, f"{path}/{key}")
    elif isinstance(node, list):
        for value in node:
            yield from leaves(value, f"{path}/*")
    else:
        yield path, node


def test_nothing_of_a_single_person_is_in_the_finding(around: HandedAround) -> None:
    """Every leaf is walked: no local id, no day but those of the file, no count from 1 to 7."""
    document = json.loads((around.post / "finding.json").read_text(encoding="utf-8"))
    found = list(leaves(document))
    days = {path for path, leaf in found if isinstance(leaf, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", leaf)}
    assert days == {"/as_at", "/period/start", "/period/end", "/plan/seals/*/on"}
    hexadecimal = {path for path, leaf in found if isinstance(leaf, str) and re.fullmatch(r"[0-9a-f]{16,}", leaf)}
    assert all("hash" in path or "content" in path or path.startswith("/plan/parts") for path in hexadecimal)
    counted = [
        (path, leaf)
        for (path, leaf), (_, unit) in zip(found, [*found[1:], ("", "")], strict=True)
        if path.endswith("/number") and not str(unit).startswith(("standard", "share"))
    ]
    assert len(counted) > 10
    assert not [one for one in counted if 0 < float(one[1]) < 8 and float(one[1]) == int(float(one[1]))]
    (told,) = [one for one in document["findings"] if one["status"] == "estimated"]
    assert not any("minimum" in path or "maximum" in path for path, _ in leaves(told))


def test_the_pack_says_where_the_figures_come_from(around: HandedAround) -> None:
    (page,) = (around.places.payer / AGREEMENT / "pack").rglob("index.html")
    text = page.read_text(encoding="utf-8")
    assert "made where the records are, with proventive" in text
    assert "Not handed over" in text


def test_another_plan_is_refused_and_where_it_differs_is_said(around: HandedAround, tmp_path: Path) -> None:
    changed = tmp_path / AGREEMENT
    shutil.copytree(around.places.payer / AGREEMENT, changed)
    document = changed / "agreement.yaml"
    document.write_text(
        document.read_text("utf-8").replace("400 GBP per admission", "410 GBP per admission"), "utf-8"
    )
    told = within("settle", changed, "--as-at", AS_AT, "--finding", around.post / "finding.json", fails=True)
    assert "It differs in “demand”." in told


def test_the_same_finding_leaves_again_and_one_a_few_people_apart_does_not(
    around: HandedAround, tmp_path: Path
) -> None:
    agreement, again = around.places.linking / AGREEMENT, tmp_path / "again.json"
    words = ("evaluate", agreement, "--as-at", AS_AT, "--to", again, "--quiet")
    within(*words)
    assert again.read_bytes() == (around.post / "finding.json").read_bytes()
    again.unlink()
    (kept,) = (agreement / "handed-over").glob("*.json")
    left = read_handed_over(kept)
    told = left.findings[0]
    assert isinstance(told.people, Number)
    three_more = replace(told, people=replace(told.people, number=told.people.number + 3))
    other = agreement / "handed-over" / "2027-06-29-0.json"
    other.write_text(written(replace(left, findings=(three_more, *left.findings[1:]))), encoding="utf-8")
    assert "could tell what those few did" in within(*words, fails=True)
    assert not again.exists()
    other.unlink()


def test_a_seal_that_is_missing_here_is_refused(around: HandedAround, tmp_path: Path) -> None:
    changed = tmp_path / AGREEMENT
    shutil.copytree(around.places.payer / AGREEMENT, changed)
    seals = changed / "seals.yaml"
    seals.write_text("".join(seals.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    told = within("settle", changed, "--as-at", AS_AT, "--finding", around.post / "finding.json", fails=True)
    assert "sealed by “XX-GLENMARROW-health” on 2025-03-20" in told


def test_a_finding_that_somebody_edited_is_refused(around: HandedAround, tmp_path: Path) -> None:
    edited = tmp_path / "finding.json"
    text = (around.post / "finding.json").read_text("utf-8")
    edited.write_text(text.replace('"unit": "people"', '"unit": "persons"', 1), "utf-8")
    told = within("settle", around.places.payer / AGREEMENT, "--as-at", AS_AT, "--finding", edited, fails=True)
    assert "was changed since it was written" in told
