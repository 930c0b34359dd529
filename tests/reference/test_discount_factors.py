"""HM Treasury's discount factors: the product of yearly factors over a schedule whose rate falls with time.

Rates: Department for Transport, "TAG forthcoming change: Green Book updates", 16 April 2026 (standard and
health). Factors: asserted in the tests of charlescoverdale/greenbook (R, MIT), and computed again from the rates.
"""

from decimal import Decimal

import pytest

from proventive.reference import NotInForce, open_reference
from proventive.valuation.discounting import Discounter, discount_factor

STANDARD = [
    (0, 1.0),
    (1, 0.966183574879227),
    (30, 0.35627841060230236),
    (31, 0.3459013695167984),
    (75, 0.09421377257669152),
]


@pytest.mark.parametrize("schedule", ["hmt-2022", "hmt-2026"])
@pytest.mark.parametrize(("years", "printed"), STANDARD)
def test_the_standard_schedule(schedule: str, years: int, printed: float) -> None:
    factor = discount_factor(open_reference().schedule(schedule), years)
    assert float(factor) == pytest.approx(printed, rel=1e-12)


def test_the_health_schedule() -> None:
    factor = discount_factor(open_reference().schedule("hmt-2026-health"), 30)
    assert float(factor) == pytest.approx(0.6397624299064905, rel=1e-12)


def test_the_rate_bends_and_does_not_start_afresh() -> None:
    """Year 31 is year 30 discounted once more at 3%, not 1.03 to the power of -31."""
    schedule = open_reference().schedule("hmt-2026")
    assert discount_factor(schedule, 31) == discount_factor(schedule, 30) / Decimal("1.030")
    assert float(discount_factor(schedule, 31)) != pytest.approx(1.03**-31, rel=1e-3)


def test_net_present_value_of_a_level_stream() -> None:
    """-100 now, then 30 at the end of each of 5 years, at 3.5%: the annuity in closed form."""
    schedule = open_reference().schedule("hmt-2026")
    net = -100 + sum(30 * discount_factor(schedule, year) for year in range(1, 6))
    assert float(net) == pytest.approx(-100 + 30 * (1 - 1.035**-5) / 0.035, rel=1e-12)


def test_the_first_year_is_discounted_once_or_not_at_all() -> None:
    schedule = open_reference().schedule("hmt-2026")
    once = Discounter(schedule=schedule, first_year="discounted once")
    later = Discounter(schedule=schedule, first_year="not discounted")
    assert once.factor(1) == 1 / Decimal("1.035")
    assert later.factor(1) == 1
    assert later.factor(2) == once.factor(1)


def test_no_rate_is_made_up_beyond_the_schedule() -> None:
    with pytest.raises(NotInForce, match=r"“sroi-guide” .* has no rate for year 31; its last is for year 30"):
        discount_factor(open_reference().schedule("sroi-guide"), 31)
