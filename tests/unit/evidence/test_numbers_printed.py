"""One way to print each kind of value."""

from decimal import Decimal

import pytest

from proventive.evidence.numbers import printed
from proventive.quantities import Cash, Estimate, Money, MoneyEstimate, Number, Real, Unknown, Value

RATIO = "for each £1 that went in"
NONE = Unknown(unknown="no interval was published.")


def estimate(value: float, low: float, high: float, unit: str) -> Estimate:
    return Estimate(value=value, low=low, high=high, level=0.95, unit=unit, basis="test")


def number(amount: str, unit: str) -> Number:
    return Number(number=Decimal(amount), unit=unit)


def money(amount: str, basis: Cash | Real | None = None) -> Money:
    return Money(amount=Decimal(amount), basis=basis or Cash())


RATE = estimate(0.83, 0.73, 0.93, "admissions per person")


@pytest.mark.parametrize(
    ("form", "reads"),
    [
        ("whole", "83 admissions for every 100 people (73 to 93)"),
        ("value", "83 admissions for every 100 people"),
        ("rate", "83 for every 100 people"),
        ("bare", "83"),
        ("interval", "73 to 93"),
    ],
)
def test_a_rate_per_person_reads_for_every_100_people(form: str, reads: str) -> None:
    assert printed(RATE, form) == reads  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ends", "reads"),
    [
        ((-0.17, -0.27, -0.07), "between 7 and 27 fewer"),
        ((-0.04, -0.12, 0.05), "between 12 fewer and 5 more"),
        ((0.11, 0.02, 0.20), "between 2 and 20 more"),
    ],
)
def test_the_interval_of_a_difference_says_which_way_each_end_lies(
    ends: tuple[float, float, float], reads: str
) -> None:
    assert printed(estimate(*ends, "admissions per person"), "change interval") == reads


@pytest.mark.parametrize(
    ("value", "reads"),
    [
        (number("0.15", "share fewer"), "15% fewer"),
        (number("0.1", "share of delivery hours"), "10% of delivery hours"),
        (number("1.0", "points lower"), "1 point lower"),
        (number("1.5", "points lower"), "1.5 points lower"),
        (number("50.00", "shared meals"), "50 shared meals"),
        (number("1", "apprenticeship starts"), "1 apprenticeship start"),
        (number("325.95", "attendances per day"), "326 attendances per day"),
        (number("1234.75", "hours"), "1,234.75 hours"),
        (number("1", "points"), "1 point"),
        (number("1", "people"), "1 person"),
        (number("20411", "contacts"), "20,411 contacts"),
        (number("12.5", "hours"), "12.5 hours"),
        (number("-275", "trips"), "−275 trips"),
        (estimate(1.3, 1.1, 1.5, "points lower"), "1.3 points lower (1.1 to 1.5)"),
        (estimate(0.17, 0.07, 0.27, "share fewer"), "17% fewer (7% to 27%)"),
        (estimate(0.04, -0.05, 0.12, "share fewer"), "4% fewer (5% more to 12% fewer)"),
        (estimate(-0.11, -0.20, -0.02, "share fewer"), "11% more (2% to 20%)"),
        (estimate(2.908, 1.197, 4.61, RATIO), "£2.91 for each £1 that went in (£1.20 to £4.61)"),
        (estimate(312.4, 310.0, 315.0, "attendances per day"), "312 attendances per day (310 to 315)"),
        (NONE, "not known: no interval was published"),
    ],
)
def test_a_value_reads_as_a_person_would_say_it(value: Value, reads: str) -> None:
    assert printed(value) == reads


@pytest.mark.parametrize(
    ("share", "reads"),
    [
        # 142 and 155 for every 100: 8.387 % fewer; 140 and 155: 9.677 % (results.md, part C)
        (1 - 142 / 155, "8.4% fewer"),
        (1 - 140 / 155, "9.7% fewer"),
        (0.09, "9% fewer"),
        (0.25, "25% fewer"),
    ],
)
def test_a_published_share_keeps_the_digit_that_decides(share: float, reads: str) -> None:
    assert printed(Estimate(value=share, unit="share fewer", basis="published", no_interval=NONE)) == reads


def test_events_of_a_published_result_are_not_rounded_away() -> None:
    published = Estimate(value=1.42, unit="reconviction events per person", basis="published", no_interval=NONE)
    assert printed(published, "rate") == "142 for every 100 people"


@pytest.mark.parametrize(
    ("amount", "reads"),
    [
        (money("102000"), "£102,000"),
        (money("102000.00"), "£102,000"),
        (money("81741.93"), "£81,741.93"),
        (money("0.5"), "£0.50"),
        (money("-1306.25"), "−£1,306.25"),
        (money("0"), "£0"),
        (money("180000", Real(year="2025-26")), "£180,000 in 2025-26 prices"),
        (Money(amount=Decimal(12), currency="EUR"), "12 EUR"),
    ],
)
def test_money_that_is_owed_is_printed_to_the_penny(amount: Money, reads: str) -> None:
    assert printed(amount) == reads


def test_money_that_is_estimated_has_three_significant_digits() -> None:
    base = Real(year="2025-26")
    worth = MoneyEstimate(
        central=money("523456.78", base), low=money("215432.10", base), high=money("829876.54", base), level=0.95
    )
    assert printed(worth) == "£523,000 in 2025-26 prices (£215,000 to £830,000)"
    assert printed(worth, "interval") == "£215,000 to £830,000"


def test_money_without_an_interval_is_not_rounded() -> None:
    total = MoneyEstimate(central=money("81741.93", Real(year="2008-09")), no_interval=NONE)
    assert printed(total) == "£81,741.93 in 2008-09 prices"


def test_what_is_not_known_is_never_a_number() -> None:
    for form in ("bare", "rate", "size", "interval"):
        assert printed(NONE, form) == "not known"  # type: ignore[arg-type]


def test_a_value_that_rounds_to_nothing_has_no_minus_sign() -> None:
    assert printed(estimate(-0.001, -0.2, 0.2, "share of hours"), "bare") == "0%"
