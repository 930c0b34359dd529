"""Findings on areas leave through the rules: held against a reader who tries every month's count."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from proventive.disclosure import rules_named
from proventive.evaluation.finding import Finding
from proventive.evaluation.handing_over.areas import MonthOfArea
from proventive.evaluation.handing_over.leaving import leaving
from proventive.quantities import AgreementUsed, Estimate, Figure, Number, Period, Trail, Unknown

RULES = rules_named("hide-7-round-5")
TRAIL = Trail(method="series", agreement=AgreementUsed(id="a", hash="0" * 64), records=())


def figure(quantity, value):
    return Figure(id=f"attendances/{quantity}", value=value, counts="attendances", trail=TRAIL)


def on_area(months, design="interrupted-time-series"):
    """A finding on the months of an area after the start, each a number of days and a count."""
    mean = float(sum(Fraction(count, days) for days, count in months) / len(months))

    def rate(value):
        return Estimate(
            value=value, low=value - 1, high=value + 1, level=0.95, unit="attendances per day", basis="b"
        )

    return Finding(
        objective="attendances",
        label="attendances",
        unit="attendance",
        direction="fewer",
        design=design,
        status="estimated",
        period=Period(start=date(2025, 4, 1), end=date(2026, 3, 31)),
        people=figure("counted", Number(number=Decimal(sum(c for _, c in months)), unit="attendances")),
        followed=figure("months", Number(number=Decimal(len(months)), unit="months")),
        observed=figure("observed", rate(mean)),
        counterfactual=figure("counterfactual", rate(mean + 1)),
        effect=figure("effect", rate(-1.0)),
        relative=figure("relative", Unknown(unknown="none")),
        happened=figure("happened", Unknown(unknown="none")),
        draws=(-1.0,),
    )


def behind(months, told_apart=1, area="S1"):
    return tuple(MonthOfArea(area=area, told_apart=told_apart, days=d, counted=c) for d, c in months)


def told(months):
    return leaving(on_area(months), RULES, behind(months))


def worked_out(months):
    """What each month can have been, for a reader of the total and of the mean a day."""
    total = sum(count for _, count in months)
    mean = sum(Fraction(count, days) for days, count in months)
    possible = [set() for _ in months]
    for first in product(range(total + 1), repeat=len(months) - 1):
        counts = (*first, total - sum(first))
        if counts[-1] >= 0 and sum(Fraction(c, d) for c, (d, _) in zip(counts, months, strict=True)) == mean:
            for seen, count in zip(possible, counts, strict=True):
                seen.add(count)
    return possible


def test_two_months_of_other_lengths_are_worked_out_from_total_and_mean():
    """So that the reader is known to find: 3 and 12 attendances, which a rule on the total would let go."""
    assert worked_out([(30, 3), (31, 12)]) == [{3}, {12}]
    assert told([(30, 3), (31, 12)]).status == "not known"


@given(some.lists(some.tuples(some.sampled_from((28, 30, 31)), some.integers(0, 25)), min_size=1, max_size=3))
def test_no_small_month_can_be_worked_out_from_a_finding_that_leaves(months):
    if told(months).status == "estimated":
        for (_, count), possible in zip(months, worked_out(months), strict=True):
            assert count in possible
            assert not RULES.hides(count) or len(possible) >= RULES.possible


def test_what_is_withheld_tells_no_number():
    left = told([(31, 2), (31, 4)])
    parts = (left.people, left.followed, left.observed, left.counterfactual, left.effect, left.relative)
    assert all(isinstance(part, Unknown) for part in parts)
    assert not left.draws
    assert "too few events" in left.why


@pytest.mark.parametrize(
    ("months", "leaves"),
    [
        ([(30, 800), (31, 12), (28, 0)], True),
        ([(31, 5), (31, 5), (31, 5), (31, 5)], True),  # from 1 to 7 each, and that was known
        ([(31, 7), (31, 7), (31, 7), (31, 7)], False),  # only sevens add up to 28
        ([(31, 40), (31, 40), (28, 6)], False),  # February stands alone
    ],
)
def test_large_counts_leave_and_small_ones_where_their_sum_does_not_tell_them(months, leaves):
    assert (told(months).status == "estimated") == leaves


def test_what_an_earlier_finding_tells_apart_is_told_apart():
    """The finding of a year ago left with two of these months: the third is what both differ by."""
    months = [(31, 20), (31, 20), (31, 3)]
    since = (*behind(months[:2], told_apart=1), *behind(months[2:], told_apart=2))
    assert leaving(on_area(months), RULES, behind(months)).status == "estimated"
    assert leaving(on_area(months), RULES, since).status == "not known"


def test_a_small_count_of_an_area_compared_with_withholds_too():
    months = [(31, 200), (30, 210)]
    others = behind([(31, 4), (30, 300)], area="S2")
    assert leaving(on_area(months), RULES, (*behind(months), *others)).status == "not known"


def test_without_its_months_nothing_of_an_area_leaves_and_a_published_result_does():
    finding = on_area([(31, 2000), (30, 2100)])
    assert leaving(finding, RULES).status == "not known"
    assert leaving(replace(finding, design="reported"), RULES).observed == finding.observed.value
