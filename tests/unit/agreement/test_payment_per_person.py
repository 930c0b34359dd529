"""A sum for each person who improved: who is paid for, who is not, and why."""

from datetime import date
from decimal import Decimal

import pytest

from proventive.agreement.document import PerPersonImproved
from proventive.agreement.payment import Participation, PersonClaim, due, span_of_change
from proventive.agreement.phrases import Cap, Rate
from proventive.quantities import BasesDiffer, Money, Period, Unknown

YEAR = Period(start=date(2025, 4, 1), end=date(2026, 3, 31))


def pounds(amount):
    return Money(amount=Decimal(amount))


def lonely(**changes):
    given = {
        "id": "lonely",
        "per_person_improved": "loneliness",
        "by": Decimal(1),
        "rate": Rate(amount=pounds(240), per="person"),
        "cap": Cap(amount=pounds(60000), per="year"),
    }
    return PerPersonImproved(**(given | changes))


def joined(person, started=date(2025, 5, 1), agreement="strathearn", allows=False):
    return Participation(
        agreement=agreement,
        change="ucla3",
        person=person,
        span=span_of_change(started, 9),
        also_paid_elsewhere=allows,
    )


def claim(person, improved_by, started=date(2025, 5, 1)):
    improved = improved_by if isinstance(improved_by, Unknown) else Decimal(str(improved_by))
    return PersonClaim(term="lonely", participation=joined(person, started), improved_by=improved, evidence="h")


def by_what(result):
    return {line.what: line for line in result.lines}


def test_everybody_who_improved_by_enough_is_paid_for():
    result = due(lonely(), [claim("a", 1), claim("b", 3), claim("c", "0.99"), claim("d", -2)], YEAR)
    assert result.owed == pounds("480.00")
    assert result.most == pounds("60000.00")
    lines = by_what(result)
    assert lines["People who improved enough"].quantity == 2
    assert lines["People who improved enough"].reason == (
        "Their score improved by at least 1 point; £240 per person."
    )
    below = lines["People who improved by less, or not at all"]
    assert (below.quantity, below.amount) == (2, pounds(0))
    assert below.reason.startswith("Not paid: their score improved by less than 1 point")


def test_people_without_follow_up_are_not_paid_for_and_are_said():
    result = due(lonely(), [claim("a", 1), claim("b", Unknown(unknown="no score at 9 months"))], YEAR)
    assert result.owed == pounds("240.00")
    line = by_what(result)["People whose change is not known"]
    assert (line.quantity, line.amount) == (1, pounds(0))
    assert "no score at 9 months" in line.reason


def test_the_cap_is_a_line_of_its_own():
    result = due(lonely(cap=Cap(amount=pounds(500), per="year")), [claim(p, 2) for p in "abc"], YEAR)
    assert result.owed == pounds("500.00")
    assert [line.amount for line in result.lines] == [pounds("720.00"), pounds("-220.00")]
    assert result.lines[-1].reason == "This term pays at most £500 a year."


def test_at_the_cap_exactly_nothing_is_cut():
    result = due(lonely(cap=Cap(amount=pounds(480), per="year")), [claim("a", 1), claim("b", 1)], YEAR)
    assert result.owed == pounds("480.00")
    assert len(result.lines) == 1


@pytest.mark.parametrize(
    ("already", "owed", "most"),
    [(None, "480.00", "600.00"), ("0", "480.00", "600.00"), ("300", "300.00", "300.00"), ("700", "0.00", "0.00")],
)
def test_a_cap_on_the_agreement_counts_what_was_paid_before(already, owed, most):
    term = lonely(cap=Cap(amount=pounds(600), per="agreement"))
    before = None if already is None else pounds(already)
    result = due(term, [claim("a", 1), claim("b", 1)], YEAR, already_paid=before)
    assert result.owed == pounds(owed)
    assert result.most == pounds(most)


def test_what_was_paid_before_does_not_count_towards_a_cap_a_year():
    result = due(lonely(), [claim("a", 1)], YEAR, already_paid=pounds(60000))
    assert result.owed == pounds("240.00")


def test_an_unknown_rate_makes_the_amount_unknown_only_when_somebody_qualifies():
    term = lonely(rate=Unknown(unknown="not published"))
    assert due(term, [claim("a", "0.5")], YEAR).owed == pounds(0)
    assert due(term, [], YEAR).owed == pounds(0)
    owed = due(term, [claim("a", 1)], YEAR).owed
    assert isinstance(owed, Unknown)
    assert owed.unknown == "the rate of this term is not known (not published)"


def test_a_rate_in_fractions_of_a_penny_is_rounded_once():
    term = lonely(rate=Rate(amount=pounds("0.335"), per="person"))
    assert due(term, [claim(p, 1) for p in "abc"], YEAR).owed == pounds("1.01")  # 1.005, halves away from zero


def test_people_who_started_in_another_period_and_other_terms_are_left_alone():
    late = claim("a", 5, started=date(2026, 4, 1))
    other = PersonClaim(term="other", participation=joined("b"), improved_by=Decimal(5), evidence="h")
    assert due(lonely(), [late, other], YEAR).owed == pounds(0)


def test_the_earlier_start_is_paid_and_the_later_is_not():
    here = [claim("a", 2, started=date(2025, 6, 1)), claim("b", 2, started=date(2025, 6, 1))]
    elsewhere = [joined("a", date(2025, 5, 31), "other"), joined("b", date(2025, 6, 2), "other")]
    result = due(lonely(), here, YEAR, elsewhere=elsewhere)
    assert result.owed == pounds("240.00")
    assert result.also_claimed == 2
    line = by_what(result)["People who improved enough, and are paid for elsewhere"]
    assert (line.quantity, line.amount) == (1, pounds(0))
    assert "claimed under “other”, which they joined first" in line.reason
    assert "The change of 1 person is claimed under another agreement too" in result.lines[0].reason


def test_on_the_same_day_the_agreement_whose_id_comes_first_is_paid():
    assert due(lonely(), [claim("a", 1)], YEAR, elsewhere=[joined("a", agreement="aaa")]).owed == pounds(0)
    assert due(lonely(), [claim("a", 1)], YEAR, elsewhere=[joined("a", agreement="zzz")]).owed == pounds("240.00")


@pytest.mark.parametrize(
    ("here", "there", "owed"),
    [("yes", True, "240.00"), ("yes", False, "0"), ("no", True, "0"), ("no", False, "0")],
)
def test_a_change_is_paid_twice_only_if_both_agreements_allow_it(here, there, owed):
    earlier = joined("a", date(2025, 4, 10), "other", allows=there)
    result = due(lonely(also_paid_elsewhere=here), [claim("a", 1)], YEAR, elsewhere=[earlier])
    assert result.owed == pounds(owed)
    assert result.also_claimed == 1


def test_spans_that_do_not_overlap_and_other_changes_are_not_claimed_twice():
    before = joined("a", date(2024, 4, 1), "other")
    another_change = Participation(
        agreement="other", change="emergency_admission", person="a", span=span_of_change(date(2025, 4, 2), 9)
    )
    another_person = joined("b", date(2025, 4, 2), "other")
    own = joined("a", date(2025, 4, 2))
    result = due(lonely(), [claim("a", 1)], YEAR, elsewhere=[before, another_change, another_person, own])
    assert result.owed == pounds("240.00")
    assert result.also_claimed == 0


def test_spans_that_share_their_last_day_overlap():
    first = span_of_change(date(2025, 4, 1), 1)
    assert first.days == 30
    own = claim("a", 1, started=first.end)
    other = Participation(agreement="other", change="ucla3", person="a", span=first)
    assert due(lonely(), [own], YEAR, elsewhere=[other]).also_claimed == 1


def test_a_person_who_joins_again_during_follow_up_is_paid_for_once():
    again = claim("a", 3, started=date(2025, 8, 1))
    result = due(lonely(), [claim("a", 1), again], YEAR)
    assert result.owed == pounds("240.00")
    assert by_what(result)["Second claims for the same person"].quantity == 1


def test_when_nobody_looked_elsewhere_it_is_said():
    result = due(lonely(), [claim("a", 1)], YEAR, elsewhere=Unknown(unknown="the other store is not here"))
    assert result.owed == pounds("240.00")
    line = by_what(result)["Changes claimed under other agreements too"]
    assert isinstance(line.quantity, Unknown)
    assert "the other store is not here" in line.reason


def test_a_cap_in_another_currency_raises():
    euros = Cap(amount=Money(amount=Decimal(100), currency="EUR"), per="year")
    with pytest.raises(BasesDiffer):
        due(lonely(cap=euros), [claim("a", 1)], YEAR)
