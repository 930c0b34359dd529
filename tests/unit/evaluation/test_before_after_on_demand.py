"""A before-after on demand from an agreement and records to a finding and a pack: never alone, never a cause."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from small_cohorts import TERM, Person, agreement_with, finding_of, records_of

from proventive.agreement.checks.payment import effect_has_counterfactual
from proventive.agreement.checks.plans import demand_has_counterfactual
from proventive.agreement.document import EffectOnEveryoneWhoJoined, PaysFrom, Plan
from proventive.agreement.phrases import Rate
from proventive.disclosure import rules_named
from proventive.evaluation import evaluate
from proventive.evaluation.evaluating import faults
from proventive.evaluation.handing_over.leaving import leaving
from proventive.outturn.met import because_of_the_service, has_comparison
from proventive.quantities import Money, Number, Unknown
from proventive.reference import open_reference

PLAN = Plan(design="before-after-on-demand", follow_up=(12,))
AGREEMENT = agreement_with(PLAN)
JOINED = date(2023, 6, 15)


def town(*, joined, others, seed=1, fall=1.0, chosen_from=3):
    """People of the gamma-Poisson world; those with much use join, and use ``fall`` times as much afterwards."""
    rng = np.random.default_rng(seed)
    people = []
    while len(people) < joined + others:
        joins = len(people) < joined
        need = rng.gamma(0.5, 2.0)
        before, after = rng.poisson(need), rng.poisson(need * (fall if joins else 1.0))
        if joins and before < chosen_from:
            continue
        days = [JOINED - timedelta(days=int(rng.integers(1, 366))) for _ in range(before)]
        days += [JOINED + timedelta(days=int(rng.integers(0, 365))) for _ in range(after)]
        people.append(Person(id=f"P{len(people):04d}", joined=JOINED if joins else None, used=tuple(sorted(days))))
    return people


def told(folder, people):
    return finding_of(records_of(folder, people, agreement=AGREEMENT))


def beside_of(finding):
    return {figure.id.split("/")[1]: figure.value for figure in finding.beside}


def test_the_change_the_expectation_and_what_is_beyond_by_hand(tmp_path):
    """Use before and after counted by hand; the line by least squares on the first day of June 2023."""
    people = town(joined=60, others=400)
    finding = told(tmp_path, people)

    def used(person, day, first, last):
        return sum(first <= (on - day).days <= last for on in person.used)

    first = JOINED.replace(day=1)
    pairs = np.array([[1, used(p, first, -91, -1), used(p, first, -365, -92)] for p in people], float)
    after = np.array([used(p, first, 0, 364) for p in people], float)
    line, *_ = np.linalg.lstsq(pairs, after, rcond=None)
    own = people[:60]
    rows = np.array([[1, used(p, JOINED, -91, -1), used(p, JOINED, -365, -92)] for p in own], float)
    since = np.array([used(p, JOINED, 0, 364) for p in own], float)
    beside, before = beside_of(finding), rows[:, 1:].sum(axis=1)
    assert finding.observed.value.value == pytest.approx(since.mean())
    assert beside["before-joining"].value == pytest.approx(before.mean())
    assert beside["naive-before-after"].value == pytest.approx((since - before).mean())
    assert beside["expected-by-regression-to-the-mean"].value == pytest.approx((rows @ line - before).mean())
    assert beside["beyond-regression-to-the-mean"].value == pytest.approx((since - rows @ line).mean())
    assert beside["naive-before-after"].high < 0  # a claim on this would be paid with no service at all
    beyond = beside["beyond-regression-to-the-mean"]
    assert beyond.low < 0 < beyond.high
    assert finding.people.value == finding.followed.value == Number(number=Decimal(60), unit="people")


def test_no_effect_is_told_so_that_nothing_can_be_met_valued_or_caused(tmp_path):
    finding = told(tmp_path, town(joined=60, others=300, fall=0.2))
    assert beside_of(finding)["beyond-regression-to-the-mean"].high < 0  # however clear
    for figure in (finding.counterfactual, finding.effect, finding.relative, finding.happened):
        assert isinstance(figure.value, Unknown)
    assert finding.draws == ()
    assert not has_comparison(finding)
    assert because_of_the_service(finding)[0] == "cannot be told"
    lowest = {"Maryland Scientific Methods Scale, as used by What Works Growth": "1"}
    grades = {grade.scale: grade.level for grade in finding.grades}
    assert grades.items() >= lowest.items()
    assert max(grades.values()) <= "2"  # Nesta 2: data show a change; the cause is not confirmed


def test_the_sentence_never_tells_the_change_alone(tmp_path):
    nothing = told(tmp_path / "nothing", town(joined=60, others=300)).sentence()
    assert nothing.startswith("There is no reliable evidence that emergency admissions among the 60 people")
    works = told(tmp_path / "works", town(joined=60, others=300, fall=0.2)).sentence()
    for said in (nothing, works):
        assert "With no service a change of" in said
        assert "was to be expected" in said
        assert "This design never shows that the service is the reason" in said
        assert "caused" not in said and "We do not know" not in said


def test_where_everybody_joined_nothing_is_told(tmp_path):
    finding = told(tmp_path / "all", town(joined=40, others=0))
    assert finding.status == "not known"
    assert "nobody on record who did not join" in finding.effect.value.unknown
    assert finding.beside == ()
    few = told(tmp_path / "few", town(joined=40, others=29))
    assert "only 29 people on record did not join, and 30 are needed" in few.effect.value.unknown
    assert few.beside == ()


def test_where_nobody_else_used_anything_the_line_cannot_be_drawn(tmp_path):
    idle = [Person(id=f"Q{number}") for number in range(40)]
    joined = [Person(id=f"J{number}", joined=JOINED, used=(JOINED - timedelta(days=9),)) for number in range(5)]
    finding = told(tmp_path, [*joined, *idle])
    assert finding.status == "not known"
    assert "does not vary among people who had not joined" in finding.effect.value.unknown


def test_too_early_uncovered_and_nobody_joined_are_told_apart(tmp_path):
    people = town(joined=10, others=40)
    early = finding_of(records_of(tmp_path / "a", people, agreement=AGREEMENT, as_at=date(2024, 5, 1)))
    assert early.status == "too early"
    late = records_of(tmp_path / "b", people, agreement=AGREEMENT, covered_from=date(2022, 6, 2))
    uncovered = finding_of(late)
    assert uncovered.status == "not known"
    enough = records_of(tmp_path / "c", people, agreement=AGREEMENT, covered_from=date(2022, 6, 1))
    assert finding_of(enough).status == "estimated"
    nobody = [replace(person, joined=date(2021, 6, 1) if at == 0 else None) for at, person in enumerate(people)]
    assert told(tmp_path / "d", nobody).effect.value.unknown == "nobody joined in the period"


def test_people_who_may_not_be_looked_at_or_came_late_are_left_out_and_counted(tmp_path):
    people = town(joined=10, others=60)
    people[0] = replace(people[0], consent="no")
    people[1] = replace(people[1], since=date(2022, 12, 1))
    people[2] = replace(people[2], died=JOINED + timedelta(days=30))
    people[3] = replace(people[3], until=JOINED + timedelta(days=60))
    finding = told(tmp_path, people)
    assert (finding.people.value.number, finding.followed.value.number) == (10, 8)
    checks = {check.name: check for check in finding.checks}
    assert checks["looked up"].passed is True
    assert checks["died or moved away"].text.startswith(
        "1 of the 8 people died within the year after joining and 1"
    )
    lower = checks["lower bound of the expected fall"]
    assert lower.passed is None and "says nothing for the service" in lower.text
    # Who did not agree is linked to nothing, and so stands among those of whom nobody knows that they joined.
    assert "69 people, before any of them joined" in checks["people who had not joined"].text
    assert checks["refusals"].passed is None


def test_an_agreement_may_watch_with_it_and_never_pay_on_it():
    reference = open_reference()
    assert not faults(AGREEMENT, reference)
    assert [(one.code, one.stops) for one in demand_has_counterfactual(AGREEMENT, reference)] == [
        ("only-watched", False)
    ]
    paid = EffectOnEveryoneWhoJoined(
        id="demand",
        effect_on_everyone_who_joined="admissions",
        rate=Rate(amount=Money(amount=Decimal(900), currency="GBP"), per="admission avoided"),
        pays_from=PaysFrom(effect=Decimal("0.05"), judged_on="lower bound"),
    )
    stopped = list(effect_has_counterfactual(replace(AGREEMENT, payment=(paid,)), reference))
    assert [(one.code, one.stops) for one in stopped] == [("effect-payment-without-counterfactual", True)]
    lacking = faults(agreement_with(replace(PLAN, follow_up=(6,))), reference)
    assert [(one.code, one.stops) for one in lacking] == [("not-a-year", True)]


def test_what_leaves_a_secure_place_is_rounded_and_still_stands_together(tmp_path):
    finding = told(tmp_path, town(joined=60, others=300))
    handed = leaving(finding, rules_named("hide-7-round-5"))
    assert {figure.id for figure in handed.beside} == set(beside_of(finding))


def test_the_order_of_people_does_not_matter(tmp_path):
    people = town(joined=20, others=60)
    one, other = told(tmp_path / "a", people), told(tmp_path / "b", people[::-1])
    assert one.sentence() == other.sentence()
    assert evaluate(AGREEMENT, records_of(tmp_path / "c", people, agreement=AGREEMENT)).period == TERM
