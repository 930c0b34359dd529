"""A fixed sum: which instalments fall due, and what they come to."""

from datetime import date
from decimal import Decimal

import pytest

from proventive.agreement.document import FixedTerm
from proventive.agreement.payment import due, instalments
from proventive.quantities import Money, Period

TERM = Period(start=date(2025, 4, 1), end=date(2028, 3, 31))
YEAR_1 = Period(start=date(2025, 4, 1), end=date(2026, 3, 31))


def fixed(every, amount="15000"):
    return FixedTerm(id="core", fixed=Money(amount=Decimal(amount)), every=every)


@pytest.mark.parametrize(
    ("every", "in_year_1", "in_the_term"), [("month", 12, 36), ("quarter", 4, 12), ("year", 1, 3), ("once", 1, 1)]
)
def test_instalments_of_a_year_and_of_the_term(every, in_year_1, in_the_term):
    assert instalments(fixed(every), TERM, YEAR_1).times == in_year_1
    assert instalments(fixed(every), TERM, TERM).times == in_the_term


def test_a_sum_paid_once_falls_due_in_the_first_year_only():
    year_2 = Period(start=date(2026, 4, 1), end=date(2027, 3, 31))
    assert instalments(fixed("once"), TERM, year_2).times == 0


def test_months_are_counted_from_the_first_day_of_the_agreement():
    term = Period(start=date(2025, 1, 31), end=date(2025, 4, 30))
    february = Period(start=date(2025, 2, 1), end=date(2025, 2, 28))
    assert instalments(fixed("month"), term, february).times == 1  # 31 January, 28 February, 31 March, 30 April
    assert instalments(fixed("month"), term, term).times == 4


def test_no_instalment_falls_due_after_the_term():
    term = Period(start=date(2025, 4, 1), end=date(2025, 6, 15))
    assert instalments(fixed("month"), term, YEAR_1).times == 3


def test_twelve_months_at_15000_pounds():
    term = fixed("month")
    result = due(term, [instalments(term, TERM, YEAR_1)], YEAR_1)
    assert result.owed == Money(amount=Decimal("180000.00"))
    assert result.most is None
    assert result.lines[0].reason == "£15,000 for every month; 12 instalments fell due in this period."


def test_the_same_instalments_claimed_twice_are_paid_once():
    term = fixed("quarter", "0.335")
    claim = instalments(term, TERM, YEAR_1)
    assert due(term, [claim, claim], YEAR_1).owed == Money(amount=Decimal("1.34"))


def test_instalments_of_another_year_are_left_alone():
    term = fixed("month")
    year_2 = Period(start=date(2026, 4, 1), end=date(2027, 3, 31))
    result = due(term, [instalments(term, TERM, year_2)], YEAR_1)
    assert result.owed == Money(amount=Decimal(0))
    assert result.lines[0].reason == "No instalment fell due in this period."
