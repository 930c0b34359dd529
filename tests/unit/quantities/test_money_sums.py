"""Money: sums are exact, in any order, and prices of different years are never added."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proventive.quantities import BasesDiffer, Cash, Money, Real, total

AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=4)
BASES = st.one_of(
    st.just(Cash()), st.integers(2000, 2098).map(lambda year: Real(year=f"{year}-{(year + 1) % 100:02d}"))
)


def money(amount: Decimal, basis: Cash | Real = Cash()) -> Money:  # noqa: B008
    return Money(amount=amount, basis=basis)


@given(st.lists(AMOUNTS, max_size=20), BASES, st.randoms(use_true_random=False))
def test_parts_sum_to_the_total_in_any_order(amounts: list[Decimal], basis: Cash | Real, random: object) -> None:
    shuffled = list(amounts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    whole = total([money(amount, basis) for amount in amounts], basis=basis)
    assert whole == total([money(amount, basis) for amount in shuffled], basis=basis)
    assert whole.amount == sum(amounts, Decimal(0))
    assert whole.basis == basis


@given(AMOUNTS, AMOUNTS, BASES, BASES)
def test_bases_never_mix(one: Decimal, other: Decimal, basis: Cash | Real, another: Cash | Real) -> None:
    first, second = money(one, basis), money(other, another)
    if basis == another:
        assert (first + second).amount == one + other
        assert (first - second) + second == first
        return
    for mixing in (
        lambda: first + second,
        lambda: first - second,
        lambda: first < second,
        lambda: first <= second,
    ):
        with pytest.raises(BasesDiffer):
            mixing()


def test_currencies_never_mix() -> None:
    with pytest.raises(BasesDiffer, match="different currencies or price bases"):
        money(Decimal(1)) + Money(amount=Decimal(1), currency="EUR")


@pytest.mark.parametrize(
    ("amount", "rounded"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049", "0.00"), ("2.675", "2.68")]
)
def test_it_is_rounded_to_the_penny_halves_away_from_zero(amount: str, rounded: str) -> None:
    assert money(Decimal(amount)).to_pence().amount == Decimal(rounded)


@pytest.mark.parametrize("amount", [1.5, 1, "1.50"])
def test_an_amount_is_a_decimal_and_nothing_else(amount: object) -> None:
    with pytest.raises(TypeError, match="Decimal"):
        Money(amount=amount)  # type: ignore[arg-type]


@pytest.mark.parametrize("amount", ["NaN", "Infinity"])
def test_an_amount_is_finite(amount: str) -> None:
    with pytest.raises(ValueError, match="finite"):
        money(Decimal(amount))
