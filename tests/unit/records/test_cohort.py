"""A cohort is handed over encrypted: what travels, who can read it, and what it becomes where it is opened."""

import hashlib
import json
from dataclasses import fields
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from keeping_people import keep_people

from proventive.agreement import read_agreement
from proventive.quantities import AgreementError, NotFound, RecordsError
from proventive.records import open_records, write_store
from proventive.records.cohort import Heading, export_cohort, link_cohort, read_heading, start_receiving
from proventive.records.cohort.file import read_cohort, sealed_cohort, write_cohort
from proventive.records.cohort.handovers import HANDOVERS, handovers
from proventive.records.cohort.receiving import KEY, PublicKey, private_key, read_public_key, write_public_key
from proventive.records.identity import admit, start_identities
from proventive.records.identity.keys import identities_folder
from proventive.records.manifest import read_manifest
from proventive.records.rights import subject_access

NUMBERS = ("0101011237", "0303031239")  # their check digits hold; they are nobody’s
DAYS = np.array(["2025-05-01", "2025-06-02", "2025-07-03", "2025-08-04"], dtype="datetime64[D]")
AS_AT = date(2026, 12, 31)
KEEP_UNTIL = np.array(["2027-02-28", "NaT", "2030-01-01", "NaT"], dtype="datetime64[D]")
AGREEMENT = """
proventive: 1
title: Strath Falls Service
id: strath-falls
kind: grant
parties:
  - {id: XX-payer, name: Strath Council, roles: [signs, pays]}
  - {id: XX-provider, name: Strath Care, roles: [provides]}
term: {start: 2025-04-01, end: 2027-03-31}
framework: scotland-nhwo
price_base: 2025-26
seed: 1
objectives:
  - id: emergency-admissions
    reduce: emergency_admission
    target: {fewer_than_comparison: 10%}
    among: participants
    owner: manager
    plan: {design: matched-cohort, follow_up: 12 months, match_on: [age, sex]}
payment:
  - {id: grant, fixed: 9000 GBP, every: year}
"""


def texts(*values):
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def agreement_at(place: Path, text: str = AGREEMENT) -> Path:
    folder = place / "strath-falls"
    folder.mkdir(parents=True)
    (folder / "agreement.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def provider(tmp_path):
    """Four people joined: two by a CHI number, one by an id of the body’s own, one who did not agree."""
    folder = agreement_at(tmp_path / "provider")
    store = tmp_path / "provider" / "records" / "strath-care"
    identities = start_identities(store)
    numbered = admit(identities, "CHI", texts(*NUMBERS))
    own = admit(identities, "own", texts("client 3"))
    refused = admit(identities, "CHI", texts("0202021238"))
    assert refused.ids[0] is not None
    keep_people(identities, numbered.people, own.people, refused.people)
    ids = np.concatenate([numbered.ids, own.ids, refused.ids])
    write_store(
        store,
        body="strath-care",
        name="Strath Care",
        id_space="strath-care",
        coverage=(),
        tables={
            "people": {
                "person_id": ids,
                "role": texts(*["served"] * 4),
                "consent": texts("yes", "other basis", "yes", "no"),
                "keep_until": KEEP_UNTIL,
            },
            "referrals": {
                "person_id": ids,
                "agreement": texts(*["strath-falls"] * 4),
                "referred_on": DAYS - 9,
                "started_on": DAYS,
            },
        },
        made_by="invented for this test",
    )
    return folder


@pytest.fixture
def hub(tmp_path):
    """A body with linked records, in which the first of the numbers is known."""
    folder = agreement_at(tmp_path / "hub")
    store = tmp_path / "hub" / "records" / "linkage"
    identities = start_identities(store)
    known = admit(identities, "CHI", texts(NUMBERS[0]))
    keep_people(identities, known.people)
    write_store(
        store,
        body="linkage",
        name="Strath Linkage",
        id_space="linkage",
        coverage=(),
        tables={
            "population": {
                "person_id": known.ids,
                "birth_month": np.array(["1950-01"], dtype="datetime64[M]"),
                "sex": texts("F"),
                "resident_from": np.array(["2015-01-01"], dtype="datetime64[D]"),
            }
        },
        made_by="invented for this test",
    )
    return folder


def exported(provider: Path, public: PublicKey, to: Path, on: date | None = None):
    agreement = read_agreement(provider)
    records = open_records(provider, agreement=agreement, as_at=AS_AT)
    return export_cohort(records, to, public, on=on)


def test_what_anybody_may_read_holds_nothing_personal(provider, hub, tmp_path):
    public = start_receiving(hub.parent / "records" / "linkage")
    file = tmp_path / "cohort.sealed"
    heading = exported(provider, public, file)
    assert heading == read_heading(file)
    assert (heading.rows, heading.withheld, heading.as_at) == (4, 2, AS_AT)
    content = file.read_bytes()
    people = json.loads(content.split(b"\n", 1)[0])
    assert set(people) == {field.name for field in fields(Heading)}
    for personal in (*NUMBERS, "0202021238", "client 3", "2025-05-01", "2025-08-04"):
        assert personal.encode() not in content


def test_only_the_fewest_columns_travel_and_no_number_of_who_did_not_agree(provider, hub, tmp_path):
    store = hub.parent / "records" / "linkage"
    file = tmp_path / "cohort.sealed"
    exported(provider, start_receiving(store), file)
    _, content = read_cohort(file, private_key(store))
    assert content["joined"] == {
        "kind": ["CHI", "CHI", "", ""],
        "identifier": [*NUMBERS, "", ""],
        "agreed": [1, 1, 1, 0],
        "joined_on": [str(day) for day in DAYS],
    }
    assert set(content) == {"joined", "allocated"}


def test_who_is_known_where_it_is_opened_gets_the_id_that_they_have_there(provider, hub, tmp_path):
    store = hub.parent / "records" / "linkage"
    file = tmp_path / "cohort.sealed"
    exported(provider, start_receiving(store), file)
    agreement = read_agreement(hub)
    linked = link_cohort(file, hub, agreement)
    assert linked.identified == 2
    assert read_manifest(linked.store).key  # says which key made its ids
    records = open_records(hub, agreement=agreement, as_at=AS_AT)
    joined = records.query("outturn/joined", agreement="strath-falls", first_day=date(2025, 4, 1), last_day=AS_AT)
    (known,) = {*records.query("records/cohort", agreement="strath-falls", day=AS_AT)["person_id"]} & {
        *population_ids(records)
    }
    assert dict(zip(joined["person_id"], joined["started_on"].tolist(), strict=True))[known] == date(2025, 5, 1)
    assert sorted(joined["started_on"].tolist()) == [day.item() for day in DAYS]
    agreed = records.query("records/cohort", agreement="strath-falls", day=AS_AT)["agreed"].tolist()
    assert agreed == [1, 1, 1, 0]


def population_ids(records):
    records.materialise("evaluation/residents", by_sex=0, by_deprivation=0, by_frailty=0)
    records.materialise("evaluation/joiners", agreement="strath-falls")
    records.materialise("evaluation/participants", first_day=date(2025, 4, 1), last_day=AS_AT, history=100)
    rows = records.query("evaluation/who_joined")
    return rows["person_id"][np.array([standing == "eligible" for standing in rows["standing"].tolist()])].tolist()


def test_no_identifier_lies_in_clear_in_either_place(provider, hub, tmp_path):
    store = hub.parent / "records" / "linkage"
    file = tmp_path / "cohort.sealed"
    exported(provider, start_receiving(store), file)
    link_cohort(file, hub, read_agreement(hub))
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert not any(number.encode() in path.read_bytes() for number in NUMBERS), path


@pytest.mark.parametrize("where", ["heading", "content", "end"])
def test_a_changed_byte_is_seen(provider, hub, tmp_path, where):
    store = hub.parent / "records" / "linkage"
    file = tmp_path / "cohort.sealed"
    exported(provider, start_receiving(store), file)
    content = file.read_bytes()
    changed = {
        "heading": content.replace(b'"rows":4', b'"rows":5', 1),
        "content": content[:-40] + bytes([content[-40] ^ 1]) + content[-39:],
        "end": content[:-1],
    }[where]
    assert changed != content
    file.write_bytes(changed)
    with pytest.raises(RecordsError, match="changed"):
        link_cohort(file, hub, read_agreement(hub))
    assert not (hub.parent / "records" / "strath-falls-cohort").exists()


def test_another_key_does_not_open_it(provider, hub, tmp_path):
    file = tmp_path / "cohort.sealed"
    exported(provider, PublicKey(body="b", name="b", key=X25519PrivateKey.generate().public_key()), file)
    start_receiving(hub.parent / "records" / "linkage")
    with pytest.raises(RecordsError, match="another key"):
        link_cohort(file, hub, read_agreement(hub))


def test_a_cohort_under_another_plan_is_refused(provider, hub, tmp_path):
    file = tmp_path / "cohort.sealed"
    exported(provider, start_receiving(hub.parent / "records" / "linkage"), file)
    (hub / "agreement.yaml").write_text(AGREEMENT.replace("match_on: [age, sex]", "match_on: [age]"), "utf-8")
    with pytest.raises(AgreementError, match="another plan"):
        link_cohort(file, hub, read_agreement(hub))


def test_the_pair_is_made_once_and_only_its_owner_may_read_the_private_half(hub, tmp_path):
    store = hub.parent / "records" / "linkage"
    public = start_receiving(store)
    assert start_receiving(store).fingerprint == public.fingerprint
    write_public_key(tmp_path / "linkage.key", public)
    assert read_public_key(tmp_path / "linkage.key").fingerprint == public.fingerprint
    private = identities_folder(store) / KEY
    assert private.stat().st_mode & 0o777 == 0o600
    assert json.loads(private.read_text())["private"] not in (tmp_path / "linkage.key").read_text()
    private.chmod(0o644)
    with pytest.raises(RecordsError, match="may be read by others"):
        private_key(store)


def test_a_later_cohort_replaces_the_earlier_and_no_other_store(provider, hub, tmp_path):
    store = hub.parent / "records" / "linkage"
    exported(provider, start_receiving(store), tmp_path / "first")
    exported(provider, start_receiving(store), tmp_path / "second")
    agreement = read_agreement(hub)
    assert (
        link_cohort(tmp_path / "first", hub, agreement).store
        == link_cohort(tmp_path / "second", hub, agreement).store
    )
    (store.parent / "strath-falls-cohort").rename(tmp_path / "away")
    store.rename(store.parent / "strath-falls-cohort")
    (hub.parent / "identifiers" / "linkage").rename(hub.parent / "identifiers" / "strath-falls-cohort")
    with pytest.raises(RecordsError, match="is no cohort"):
        link_cohort(tmp_path / "second", hub, agreement)


def test_without_a_key_there_is_nobody_to_write_to(hub, tmp_path):
    with pytest.raises(NotFound, match="cohort key"):
        private_key(hub.parent / "records" / "linkage")
    with pytest.raises(NotFound, match="public key"):
        read_public_key(tmp_path / "nothing")


def test_a_file_is_there_whole_or_not_at_all(provider, hub, tmp_path):
    public = start_receiving(hub.parent / "records" / "linkage")
    heading = exported(provider, public, tmp_path / "cohort")
    with pytest.raises(RecordsError, match="cannot be written"):
        write_cohort(tmp_path / "no folder" / "cohort", sealed_cohort(heading, {}, public))
    with pytest.raises(RecordsError, match="exists already"):
        exported(provider, public, tmp_path / "cohort")


@pytest.mark.parametrize(("on", "over"), [(date(2027, 2, 28), 0), (date(2027, 3, 1), 1)])
def test_of_whom_the_time_is_over_no_number_leaves_and_they_are_counted(provider, hub, tmp_path, on, over):
    store = hub.parent / "records" / "linkage"
    heading = exported(provider, start_receiving(store), tmp_path / "cohort", on=on)
    assert (heading.rows, heading.time_is_over, heading.withheld) == (4, over, 2 + over)
    _, content = read_cohort(tmp_path / "cohort", private_key(store))
    assert (NUMBERS[0] in content["joined"]["identifier"]) == (over == 0)
    assert content["joined"]["joined_on"] == [str(day) for day in DAYS]


def test_what_left_is_noted_beside_the_records_with_no_word_of_a_person(provider, hub, tmp_path):
    own, public = provider.parent / "records" / "strath-care", start_receiving(hub.parent / "records" / "linkage")
    assert handovers(own) == ()
    exported(provider, public, tmp_path / "one", on=date(2027, 1, 5))
    exported(provider, public, tmp_path / "two", on=date(2027, 3, 5))
    first, second = handovers(own)
    assert (first.on, first.to, first.key, first.people) == (
        date(2027, 1, 5), "Strath Linkage", public.fingerprint, 4,
    )  # fmt: skip
    assert (first.identified, second.identified) == (2, 1)
    assert set(first.columns) == {"kind", "identifier", "agreed", "joined_on", "on_date", "arm", "how", "cluster"}
    for told, name in ((first, "one"), (second, "two")):
        assert told.file == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
    text = (own / HANDOVERS).read_text(encoding="utf-8")
    people = identity_ids(own)
    assert len(people) == 4
    assert not any(personal in text for personal in (*NUMBERS, "client 3", "2025-05-01", *people))


def identity_ids(store):
    rows = read_manifest(store).table("people")
    return duckdb.sql(f"SELECT person_id FROM '{store / rows.file}'").fetchnumpy()["person_id"].tolist()


def test_what_cannot_be_written_is_not_noted_and_what_cannot_be_noted_does_not_leave(provider, hub, tmp_path):
    own, public = provider.parent / "records" / "strath-care", start_receiving(hub.parent / "records" / "linkage")
    with pytest.raises(RecordsError, match="cannot be written"):
        exported(provider, public, tmp_path / "no folder" / "cohort")
    assert handovers(own) == ()
    (own / HANDOVERS).write_text("[{}]", encoding="utf-8")
    with pytest.raises(RecordsError, match="cannot be noted there"):
        exported(provider, public, tmp_path / "cohort")
    assert not (tmp_path / "cohort").exists()


def test_whoever_asks_is_told_of_the_lists_that_left_under_their_agreement(provider, hub, tmp_path):
    own = provider.parent / "records" / "strath-care"
    exported(provider, start_receiving(hub.parent / "records" / "linkage"), tmp_path / "one", on=date(2027, 1, 5))
    person = identity_ids(own)[0]
    subject_access(own, person, tmp_path / "asked", on=date(2027, 6, 1))
    text = (tmp_path / "asked" / "about-you.json").read_text(encoding="utf-8")
    assert "Strath Linkage, on 5 January 2027: an encrypted list of who joined “strath-falls”" in text
