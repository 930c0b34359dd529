"""The matched cohort from records to finding, on small towns whose every number can be reckoned by hand."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import md5
from itertools import pairwise

import numpy as np
import pytest
from small_cohorts import (
    LAST,
    PLAN,
    TERM,
    Person,
    agreement_with,
    cohort_of,
    finding_of,
    random_town,
    records_of,
    twins,
)

from proventive.disclosure import without_numbers
from proventive.evaluation import Findings, evaluate
from proventive.evaluation.designs.matched_cohort.estimating import estimates_of
from proventive.evaluation.designs.matched_cohort.windows import Days, month_days, windows_of
from proventive.quantities import Estimate, Number, Unknown, from_json, to_json


def pairs_of(cohort):
    names = cohort.inputs.names
    return dict(
        zip(names[cohort.participants.person].tolist(), names[cohort.comparators.person].tolist(), strict=True)
    )


# The matching rule once more, in plain Python on the rows themselves.


def uses(person, start, first, last):
    days = [
        (day - start).days for day in person.used if day <= (person.until or LAST) and day <= (person.died or LAST)
    ]
    return sum(first <= day <= last for day in days)


def band(person, day):
    year, month = map(int, person.born.split("-"))
    months = day.year * 12 + day.month - year * 12 - month
    return months // 60, year * 12 + month


def alike(one, other, day):
    return (
        one.sex == other.sex
        and one.frailty == other.frailty
        and (one.decile + 1) // 2 == (other.decile + 1) // 2
        and band(one, day)[0] == band(other, day)[0]
    )


def left(person):
    """The last day on which a person is alive and resident."""
    return min(person.until or LAST, person.died or LAST)


def there(person, day):
    stays = (person.until is None or person.until >= day) and (person.died is None or person.died >= day)
    return stays and person.since <= day - timedelta(days=730)


def matched_by_hand(people):
    ranked = []
    for one in people:
        if not one.joined or not TERM.start <= one.joined <= TERM.end or not there(one, one.joined):
            continue
        for other in people:
            free = other.joined is None or other.joined > one.joined
            if other is one or not free or not there(other, one.joined) or not alike(one, other, one.joined):
                continue
            recent, prior = (uses(one, one.joined, *window) for window in ((-91, -1), (-365, -92)))
            apart_recent = abs(recent - uses(other, one.joined, -91, -1))
            apart_prior = abs(prior - uses(other, one.joined, -365, -92))
            if apart_recent * 5 <= recent and (apart_prior <= 1 or apart_prior * 5 <= prior):
                age = abs(band(one, one.joined)[1] - band(other, one.joined)[1])
                tie = md5(f"{one.id} {other.id}".encode()).hexdigest()
                ranked.append((apart_recent, apart_prior, age, tie, one, other))
    chosen, taken = {}, set()
    for *_, one, other in sorted(ranked, key=lambda row: row[:4]):
        if one.id not in chosen and (other.id, one.joined) not in taken:
            chosen[one.id] = other.id
            taken.add((other.id, one.joined))
    return chosen


@pytest.mark.parametrize("seed", range(8))
def test_pairs_and_estimate_are_those_of_the_rule_in_plain_python(tmp_path, seed):
    people = random_town(seed)
    by_id = {one.id: one for one in people}
    expected = matched_by_hand(people)
    records = records_of(tmp_path, people)
    cohort = cohort_of(records)
    assert expected
    assert pairs_of(cohort) == expected
    finding = finding_of(records)
    gaps, to_own_death, follow_up_gaps, earlier_gaps, seen = [], [], [], [], []
    for one, other in ((by_id[a], by_id[b]) for a, b in expected.items()):
        days = min(364, *((end - one.joined).days for end in (left(one), left(other)))) + 1
        windows = ((0, days - 1), (-730, -366), (0, 364))
        own, match_ = ([uses(who, one.joined, *window) for window in windows] for who in (one, other))
        seen.append(own[2])
        earlier_gaps.append(days / 365 * (own[1] - match_[1]))
        follow_up_gaps.append(own[0] - match_[0])
        gaps.append(follow_up_gaps[-1] - earlier_gaps[-1])
        to_own_death.append((own[2] - match_[2]) - (own[1] - match_[1]))
    assert finding.followed.value == Number(number=Decimal(len(expected)), unit="people")
    assert finding.observed.value.value == pytest.approx(np.mean(seen))
    assert finding.effect.value.value == pytest.approx(np.mean(gaps))
    beside = {figure.id.split("/")[1]: figure.value.value for figure in finding.beside}
    assert beside["follow-up-only"] == pytest.approx(np.mean(follow_up_gaps))
    assert beside["deaths-counted-as-savings"] == pytest.approx(np.mean(to_own_death))
    assert estimates_of(cohort).earlier_gap.value == pytest.approx(np.mean(earlier_gaps))


def test_months_tile_the_windows_without_gap_or_overlap():
    days = [month_days(month) for month in range(-24, 24)]
    assert all(later.first == earlier.last + 1 for earlier, later in pairwise(days))
    windows = windows_of(PLAN)
    assert windows.earlier == Days(first=-730, last=-366)
    assert (days[0].first, days[11].last) == (-730, -366)
    assert windows.follow_up == Days(first=0, last=364) == Days(first=days[24].first, last=days[35].last)
    assert windows.last_3_months == Days(first=-91, last=-1)
    assert windows.prior_9_months == Days(first=-365, last=-92)
    assert windows.history == 730


def test_use_after_death_or_moving_away_is_not_counted(tmp_path):
    one, other = twins(0, own=(10, 20), other=(10,))
    people = [replace(one, died=date(2023, 6, 15)), other]
    finding = finding_of(records_of(tmp_path, people))
    assert finding.observed.value.value == 1
    assert finding.counterfactual.value.value == 1


def test_a_comparator_who_joins_later_stays_and_is_told(tmp_path):
    one, other = twins(0)
    finding = finding_of(records_of(tmp_path, [one, replace(other, joined=date(2023, 9, 1))]))
    told = {check.name: check for check in finding.checks}
    assert finding.followed.value.number == 1
    assert told["later joiners"].passed is None
    assert told["later joiners"].text.startswith("1 of the 1 comparators (100%)")


def test_nobody_is_a_comparator_from_the_day_they_join(tmp_path):
    one, other = twins(0)
    people = [one, replace(other, joined=one.joined)]
    finding = finding_of(records_of(tmp_path, people))
    assert finding.status == "not known"
    assert "nobody similar" in finding.effect.value.unknown
    assert finding.people.value.number == 2


def test_one_pair_has_an_estimate_and_no_interval(tmp_path):
    finding = finding_of(records_of(tmp_path, twins(0, own=(5,), other=(5, 6))))
    assert finding.effect.value.value == -1
    assert not finding.effect.value.has_interval
    assert finding.draws == ()
    assert finding.relative.value.value == pytest.approx(0.5)


def test_no_events_at_all_is_unknown_as_a_share(tmp_path):
    finding = finding_of(records_of(tmp_path, [*twins(0), *twins(1), *twins(2)]))
    assert finding.effect.value.value == 0
    assert not finding.effect.value.has_interval
    assert isinstance(finding.relative.value, Unknown)


def test_the_flow_adds_up_and_says_why(tmp_path):
    one, other = twins(0)
    people = [
        one,
        other,
        Person(id="no-consent", joined=one.joined, consent="no"),
        Person(id="new-here", joined=one.joined, since=date(2022, 6, 1)),
        Person(id="gone", joined=one.joined, until=date(2023, 5, 1)),
        Person(id="unlike", joined=one.joined, sex="M", used=(one.joined + timedelta(days=3),)),
        Person(id="unlinked", joined=one.joined, sex="U"),
    ]
    finding = finding_of(records_of(tmp_path, people))
    flow = {row.id: row.cells for row in finding.tables[1].rows}
    assert {id: cells[0].number for id, cells in flow.items()} == {
        "joined": 6,
        "no-consent": 1,
        "not-linked": 1,
        "not-resident": 1,
        "short-history": 1,
        "eligible": 2,
        "no-similar-person": 1,
        "not-matched": 5,
        "matched": 1,
    }
    assert flow["no-similar-person"][1].number == 1
    assert isinstance(flow["not-linked"][1], Unknown)


def test_who_did_not_agree_is_counted_and_linked_to_nothing_not_even_to_be_left_out(tmp_path):
    """In one folder, where the records know that they joined, as at a body that links, which never learns who."""
    one, other = twins(0, own=(10,), other=(10, 20))
    joined, more = date(2023, 4, 20), twins(1, own=(30,), other=())
    known = [one, replace(other, joined=joined, consent="no"), *more]
    told_apart = [one, other, Person(id="joined-2", joined=joined, sex="U", consent="no"), *more]
    in_one, where_linked = (
        finding_of(records_of(tmp_path / str(n), p)) for n, p in enumerate((known, told_apart))
    )
    assert in_one.tables[1].rows == where_linked.tables[1].rows
    assert (in_one.people.value.number, in_one.followed.value.number) == (3, 2)
    for part in ("observed", "counterfactual", "effect", "relative"):
        assert getattr(in_one, part).value == getattr(where_linked, part).value
    assert [(check.name, check.text) for check in in_one.checks] == [(c.name, c.text) for c in where_linked.checks]
    (told,) = [check for check in in_one.checks if check.name == "refusals"]
    assert told.passed is None
    assert without_numbers(told.text, "counts somebody") == told.text  # so that it leaves a secure place
    agreed = [one, replace(other, joined=joined), *more]  # is known to have had the service, so not compared with
    assert other.id in pairs_of(cohort_of(records_of(tmp_path / "refused", known))).values()
    assert other.id not in pairs_of(cohort_of(records_of(tmp_path / "agreed", agreed))).values()


def test_a_missing_covariate_matches_only_its_like(tmp_path):
    one, other = twins(0, frailty=None)
    near_miss = Person(id="known", used=other.used, born=other.born)
    assert pairs_of(cohort_of(records_of(tmp_path, [one, other, near_miss]))) == {"A0": "B0"}


def test_before_the_follow_up_has_ended_it_is_too_early(tmp_path):
    records = records_of(tmp_path, twins(0), as_at=date(2025, 3, 31))
    finding = finding_of(records)
    assert finding.status == "too early"
    assert finding.effect.value == Unknown(unknown="results are due on 1 April 2025, when all follow-up has ended")
    assert finding.people.value == Number(number=Decimal(1), unit="people")
    assert finding.sentence().startswith("It is too early to say whether emergency admissions changed")


def test_use_that_was_not_recorded_is_not_nought(tmp_path):
    finding = finding_of(records_of(tmp_path, twins(0), covered_from=date(2022, 12, 1)))
    assert finding.status == "not known"
    assert "before 1 December 2022" in finding.effect.value.unknown
    assert finding.grades == ()


def test_without_the_earlier_year_the_follow_up_is_compared_and_graded_lower(tmp_path):
    people = [*twins(0, own=(5,), other=(5, 6)), *twins(1, own=(), other=(7,)), *twins(2, own=(9,))]
    (tmp_path / "short").mkdir()
    whole = finding_of(records_of(tmp_path, people))
    short = finding_of(records_of(tmp_path / "short", people, covered_from=date(2022, 5, 1)))
    checks = {check.name: check.passed for check in short.checks}
    assert checks["earlier year"] is False
    assert checks["estimates agree"] is None  # the pairs are exact, so there is nothing to correct
    assert short.effect.value.basis == "matched cohort, follow-up compared"
    assert short.effect.value.value == pytest.approx((-1 - 1 + 1) / 3)
    levels = {grade.edition: int(grade.level) for grade in whole.grades}
    assert all(int(grade.level) == levels[grade.edition] - 1 for grade in short.grades)


def test_the_naive_figure_never_stands_alone(tmp_path):
    crowd = [Person(id=f"C{n}", born="1950-01", used=(date(2023, 5, 20), date(2023, 9, 1))) for n in range(40)]
    with_others = finding_of(records_of(tmp_path, [*twins(0), *crowd]))
    beside = [figure.id for figure in with_others.beside]
    assert "admissions/naive-before-after" in beside
    assert "admissions/expected-by-regression-to-the-mean" in beside
    (tmp_path / "few").mkdir()
    alone = finding_of(records_of(tmp_path / "few", twins(0)))
    assert not [figure for figure in alone.beside if "naive" in figure.id]


def test_a_shorter_follow_up_scales_the_earlier_year(tmp_path):
    """6 months of follow-up (183 days of 365) against a year in which the participant had 2 uses more."""
    one, other = twins(0)
    earlier = tuple(one.joined - timedelta(days=days) for days in (400, 500))
    plan = replace(PLAN, follow_up=(6,))
    records = records_of(tmp_path, [replace(one, used=one.used + earlier), other], agreement=agreement_with(plan))
    assert finding_of(records).effect.value.value == pytest.approx(-2 * 183 / 365)


def test_findings_are_saved_and_read_back_equal(tmp_path):
    people = [*twins(0, own=(5,), other=(5, 6)), *twins(1, other=(7,)), *twins(2, own=(9,))]
    records = records_of(tmp_path, people)
    findings = evaluate(records.agreement, records)
    assert from_json(to_json(findings), Findings) == findings
    assert evaluate(records.agreement, records) == findings
    finding = findings.of("admissions")
    assert len(finding.draws) == 1000
    assert isinstance(finding.happened.value, Estimate)
    assert finding.happened.value.unit == "share fewer"
    assert len(finding.tables[0].rows) == 36
    assert {used.table for used in finding.effect.trail.records} == {"referrals", "population", "demand"}
    assert finding.effect.trail.seed == 7


def test_rates_and_repeat_use_are_those_of_the_pairs(tmp_path):
    people = [
        *twins(0, own=(5,), other=(5, 6, 7)),
        *twins(1, own=(9,), other=(7, 8)),
        *twins(2, own=(9,), other=()),
        *twins(3, own=(), other=(1,)),
    ]
    finding = finding_of(records_of(tmp_path, people))
    tables = {table.id.split("/")[1]: table for table in finding.tables}
    rates = {row.id: row.cells for row in tables["rates"].rows}
    assert (rates["joined"][0].number, rates["joined"][1].number) == (Decimal("0.75"), Decimal("1.5"))
    assert rates["joined"][2].value == pytest.approx(0.5)
    assert rates["alive"][3].value == pytest.approx(-0.75)
    assert rates["joined"][3].value == pytest.approx(finding.beside[0].value.value)  # the follow-up alone
    repeat = {row.id: [cell.number for cell in row.cells] for row in tables["repeat-use"].rows}
    assert repeat["at-least-1"] == [Decimal("0.75"), Decimal("0.75")]
    assert repeat["at-least-2"] == [0, Decimal("0.5")]
    assert repeat["by-repeat-users"] == [0, Decimal("0.8333")]


def test_nothing_that_a_death_ends_counts_as_avoided(tmp_path):
    one, other = twins(0, own=(10,), other=(10, 100, 200))
    pairs = [replace(one, died=one.joined + timedelta(days=50)), other, *twins(1, own=(3,), other=(3,))]
    finding = finding_of(records_of(tmp_path, pairs))
    beside = {figure.id.split("/")[1]: figure.value.value for figure in finding.beside}
    assert finding.effect.value.value == 0
    assert (finding.observed.value.value, finding.counterfactual.value.value) == (1, 1)
    assert beside["deaths-counted-as-savings"] == -1


def test_after_a_similar_person_dies_nothing_counts_for_or_against(tmp_path):
    one, other = twins(0, own=(10, 100, 200), other=(20, 30))
    pairs = [one, replace(other, died=one.joined + timedelta(days=50)), *twins(1, own=(3,), other=(3,))]
    finding = finding_of(records_of(tmp_path, pairs))
    assert finding.effect.value.value == pytest.approx((1 - 2) / 2)
    assert finding.observed.value.value == 2  # of 3 and 1: all that happened stays in the count
    assert finding.counterfactual.value.value == 2.5


def test_where_pairs_differ_by_what_the_caliper_lets_through_the_doubly_robust_estimate_says_so(tmp_path):
    """Each match had one use fewer in the 9 months before; whoever had more before has more after."""
    people = []
    for number in range(40):
        often = number // 2 % 2
        apart = {
            "sex": "FM"[number % 2],
            "decile": 2 * (number // 2 % 5) + 1,
            "frailty": ("fit", "mild", "moderate", "severe")[number // 10],
        }
        one, other = twins(0, **apart)
        earlier = tuple(one.joined - timedelta(days=200 + day) for day in range(often))
        after = tuple(one.joined + timedelta(days=3 + day) for day in range(3 * often))
        own = (*earlier, one.joined - timedelta(days=300), *after, one.joined + timedelta(days=90))
        people += [
            replace(one, id=f"A{number}", used=(*one.used, *own)),
            replace(other, id=f"B{number}", used=(*other.used, *earlier, *after)),
        ]
    finding = finding_of(records_of(tmp_path, people))
    beside = {figure.id.split("/")[1]: figure.value.value for figure in finding.beside}
    agree = {check.name: check for check in finding.checks}["estimates agree"]
    assert finding.effect.value.value == pytest.approx(1.0)
    assert beside["doubly-robust"] == pytest.approx(-2.0)
    assert "doubly robust one differ by 3.000" in agree.text


def test_every_follow_up_of_the_plan_is_told(tmp_path):
    agreement = agreement_with(replace(PLAN, follow_up=(6, 12)))
    people = [*twins(0, own=(5,), other=(5, 300)), *twins(1, own=(), other=(7,))]
    finding = finding_of(records_of(tmp_path, people, agreement=agreement))
    rows = {
        row.id: row.cells for table in finding.tables if table.id.endswith("/follow-ups") for row in table.rows
    }
    assert rows["6-months"][2].value == pytest.approx(-0.5)
    assert rows["12-months"][2].value == pytest.approx(finding.effect.value.value) == pytest.approx(-1.0)
