"""Seals: a plan counts as fixed when a payer and a provider list the same hash of it."""

from dataclasses import replace
from datetime import date

import pytest

from proventive.agreement.hashes import agreement_hash, seal_hash
from proventive.agreement.seals import Seal, read_seals, seal, seals
from proventive.quantities import AgreementError
from proventive.reading.faults import FaultsFound

MARCH = date(2025, 3, 14)


def changed(agreement):
    """The same agreement with another plan."""
    demand, loneliness = agreement.objectives
    shorter = replace(loneliness, plan=replace(loneliness.plan, follow_up=(5,)))
    return replace(agreement, objectives=(demand, shorter))


def test_without_seals_it_says_so(tmp_path, strathearn):
    found = seals(tmp_path, strathearn)
    assert (found.status, found.changed) == ("not sealed", False)
    assert found.sentences() == ("The plan is not sealed: nobody has put on record which plan they hold.",)


def test_a_seal_of_one_party_says_so(tmp_path, strathearn):
    seal(tmp_path, strathearn, on=MARCH, by="provider")
    found = seals(tmp_path, strathearn)
    assert found.status == "sealed by one party"
    assert found.sentences()[0].startswith("The plan is sealed by one party: “provider” on 2025-03-14.")


def test_a_payer_and_a_provider_together_seal_it(tmp_path, strathearn):
    seal(tmp_path, strathearn, on=MARCH, by="provider")
    seal(tmp_path, strathearn, on=date(2025, 3, 20), by="council")
    found = seals(tmp_path, strathearn)
    assert (found.status, found.changed, found.late) == ("sealed by both", False, None)
    assert found.sentences() == (
        "The plan is sealed by both: “provider” on 2025-03-14 and “council” on 2025-03-20.",
    )


@pytest.mark.parametrize("both", [("health-board", "council"), ("provider", "friends")])
def test_two_payers_or_a_provider_and_a_partner_are_one_side_only(tmp_path, strathearn, both):
    for party in both:
        seal(tmp_path, strathearn, on=MARCH, by=party)
    assert seals(tmp_path, strathearn).status == "sealed by one party"


def test_a_body_that_pays_and_provides_cannot_seal_with_itself(tmp_path, strathearn):
    everything = replace(strathearn.parties[0], roles=("pays", "provides"), share=None)
    alone = replace(strathearn, parties=(everything,))
    seal(tmp_path, alone, on=MARCH, by="health-board")
    assert seals(tmp_path, alone).status == "sealed by one party"


def test_a_plan_changed_after_sealing_is_said(tmp_path, strathearn):
    for party in ("provider", "council"):
        seal(tmp_path, strathearn, on=MARCH, by=party)
    found = seals(tmp_path, changed(strathearn))
    assert (found.status, found.changed) == ("not sealed", True)
    assert "The plan was changed after sealing" in found.sentences()[1]
    assert "2025-03-14" in found.sentences()[1]


def test_a_changed_plan_that_both_sealed_anew_counts_again(tmp_path, strathearn):
    for version, day in ((strathearn, MARCH), (changed(strathearn), date(2025, 3, 30))):
        seal(tmp_path, version, on=day, by="provider")
        seal(tmp_path, version, on=day, by="council")
    found = seals(tmp_path, changed(strathearn))
    assert (found.status, found.changed) == ("sealed by both", False)
    assert len(found.former) == 2


def test_what_is_no_part_of_the_plan_may_change(tmp_path, strathearn):
    seal(tmp_path, strathearn, on=MARCH, by="provider")
    renamed = replace(strathearn, title="Another title")
    assert seals(tmp_path, renamed).status == "sealed by one party"


def test_a_plan_sealed_after_the_term_began_is_said(tmp_path, strathearn):
    seal(tmp_path, strathearn, on=MARCH, by="provider")
    seal(tmp_path, strathearn, on=date(2025, 6, 1), by="council")
    found = seals(tmp_path, strathearn)
    assert found.late == date(2025, 6, 1)
    assert found.sentences()[-1] == "The plan was sealed on 2025-06-01, after the agreement had begun."


def test_seals_given_after_the_day_asked_for_do_not_count(tmp_path, strathearn):
    seal(tmp_path, strathearn, on=MARCH, by="provider")
    seal(tmp_path, strathearn, on=date(2025, 6, 1), by="council")
    assert seals(tmp_path, strathearn, as_at=date(2025, 5, 31)).status == "sealed by one party"
    assert seals(tmp_path, strathearn, as_at=date(2025, 6, 1)).status == "sealed by both"


def test_a_body_that_is_no_party_cannot_seal(tmp_path, strathearn):
    with pytest.raises(AgreementError, match=r"no party “counci”.*Did you mean “council”"):
        seal(tmp_path, strathearn, on=MARCH, by="counci")
    assert not (tmp_path / "seals.yaml").exists()


def test_a_party_seals_a_plan_once(tmp_path, strathearn):
    seal(tmp_path, strathearn, on=MARCH, by="provider")
    before = (tmp_path / "seals.yaml").read_bytes()
    with pytest.raises(AgreementError, match="sealed this plan on 2025-03-14"):
        seal(tmp_path, strathearn, on=date(2025, 3, 15), by="provider")
    assert (tmp_path / "seals.yaml").read_bytes() == before


def test_lines_are_added_and_never_changed(tmp_path, strathearn):
    odd = replace(strathearn.parties[0], id='odd:"{id}')
    agreement = replace(strathearn, parties=(odd, *strathearn.parties[1:]))
    seal(tmp_path, agreement, on=MARCH, by="provider")
    before = (tmp_path / "seals.yaml").read_bytes()
    seal(tmp_path, agreement, on=MARCH, by='odd:"{id}')
    after = (tmp_path / "seals.yaml").read_bytes()
    assert after.startswith(before)
    assert b"\r" not in after
    assert read_seals(tmp_path) == tuple(
        Seal(hash=seal_hash(agreement), on=MARCH, party=party, agreement=agreement_hash(agreement))
        for party in ("provider", 'odd:"{id}')
    )


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("- {hash: a, on: 2025-03-14, party: p}", (1, 3)),
        ("- {hash: a, on: 14 March 2025, party: p, agreement: b}", (1, 17)),
        ("- not a seal", (1, 3)),
        ("not a list", (1, 1)),
    ],
)
def test_a_line_that_is_no_seal_is_a_fault_at_its_place(tmp_path, strathearn, line, place):
    (tmp_path / "seals.yaml").write_text(line + "\n", encoding="utf-8", newline="\n")
    with pytest.raises(FaultsFound) as found:
        seals(tmp_path, strathearn)
    (fault,) = found.value.faults
    assert fault.code == "not-a-seal"
    assert (fault.where.line, fault.where.column) == place
