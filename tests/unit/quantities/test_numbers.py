"""Money, periods, estimates and figures."""

import itertools
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proventive.quantities import (
    AgreementUsed,
    BasesDiffer,
    Cash,
    Column,
    Estimate,
    Figure,
    Money,
    MoneyEstimate,
    Number,
    Period,
    Place,
    Real,
    RecordsUsed,
    Row,
    SourceFile,
    Table,
    Trail,
    Unknown,
    Value,
    canonical_hash,
    figures_in,
    financial_year,
    from_json,
    months_as_days,
    to_json,
    total,
    years_of,
)

pence = st.integers(-(10**12), 10**12).map(lambda n: Decimal(n) / 100)
bases = st.sampled_from([Cash(), Real(year="2024-25"), Real(year="2025-26")])
money = st.builds(Money, amount=pence, basis=bases)
finite = st.floats(allow_nan=False, allow_infinity=False, width=64)
values: st.SearchStrategy[Value] = st.one_of(
    money,
    st.builds(Number, number=pence, unit=st.text(max_size=5)),
    st.builds(
        Estimate, value=finite, low=finite, high=finite, level=st.just(0.95), unit=st.just("x"), basis=st.just("y")
    ),
    st.builds(MoneyEstimate, central=money, no_interval=st.just(Unknown(unknown="the publication gives none"))),
    st.builds(Unknown, unknown=st.text(min_size=1, max_size=9).filter(str.strip)),
)
TRAIL = Trail(
    method="counted",
    agreement=AgreementUsed(id="a", hash="b", places=(Place(file="agreement.yaml", line=3, column=5),)),
    records=(
        RecordsUsed(
            store="s", table="people", hash="h", rows=3, sources=(SourceFile(name="f", hash="h", rows=4),)
        ),
    ),
    seed=7,
)


@given(st.lists(money, max_size=6))
def test_a_sum_does_not_depend_on_order_and_never_mixes_bases(amounts: list[Money]) -> None:
    if len({amount.basis for amount in amounts}) > 1:
        with pytest.raises(BasesDiffer, match="Restate one of them"):
            total(amounts, basis=amounts[0].basis)
    else:
        basis = amounts[0].basis if amounts else Cash()
        forwards, backwards = total(amounts, basis=basis), total(reversed(amounts), basis=basis)
        assert forwards == backwards
        assert forwards.amount == sum(amount.amount for amount in amounts)


def test_money_is_made_of_decimals_only() -> None:
    with pytest.raises(TypeError):
        Money(amount=1.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "pence"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("1", "1.00")]
)
def test_halves_are_rounded_away_from_zero(amount: str, pence: str) -> None:
    assert Money(amount=Decimal(amount)).to_pence().amount == Decimal(pence)


@pytest.mark.parametrize("year", ["2025", "2025-27", "25-26", "2025/26"])
def test_a_price_base_is_a_financial_year(year: str) -> None:
    with pytest.raises(ValueError, match="financial year"):
        Real(year=year)


def test_an_estimate_has_an_interval_or_says_why_not() -> None:
    with pytest.raises(ValueError, match="says why"):
        Estimate(value=1.0, unit="x", basis="y")
    with pytest.raises(ValueError, match="not both"):
        Estimate(value=1.0, low=0.0, high=2.0, level=0.95, unit="x", basis="y", no_interval=Unknown(unknown="z"))
    with pytest.raises(ValueError, match="says why"):
        Unknown(unknown=" ")


@given(values, values)
def test_figures_and_tables_are_read_back_equal(one: Value, other: Value) -> None:
    figure = Figure(id="a/b", value=one, counts="people", trail=TRAIL)
    table = Table(
        id="a/t",
        title="T",
        row_heading="r",
        columns=(Column(id="x", heading="X"), Column(id="y", heading="Y"), Column(id="z", heading="Z")),
        rows=(Row(id="1", heading="one", cells=(one, "12.5", other)),),
        counts="people",
        trail=TRAIL,
    )
    assert from_json(to_json(figure), Figure) == figure
    assert from_json(to_json(table), Table) == table
    assert [cell.id for cell in figures_in((figure, table))] == ["a/b", "a/t/1/x", "a/t/1/z"]


def test_a_table_refuses_ragged_rows_and_double_ids() -> None:
    column = (Column(id="x", heading="X"),)
    kept = {"id": "a/t", "title": "T", "row_heading": "r", "columns": column, "counts": "", "trail": TRAIL}
    with pytest.raises(ValueError, match="cells"):
        Table(rows=(Row(id="1", heading="", cells=()),), **kept)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="share an id"):
        Table(rows=(Row(id="1", heading="", cells=("",)), Row(id="1", heading="", cells=("",))), **kept)  # type: ignore[arg-type]


def test_months_as_days() -> None:
    """The windows of DESIGN: 3 and 9 months make a year; so do months 24 to 13; a year is 365 days."""
    assert (months_as_days(3), months_as_days(9), months_as_days(12)) == (91, 274, 365)
    assert months_as_days(3) + months_as_days(9) == months_as_days(12)
    assert months_as_days(24) - months_as_days(12) == 365


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 4000))
def test_agreement_years_cover_the_term_once(start: date, days: int) -> None:
    term = Period(start=start, end=start + timedelta(days=days))
    years = years_of(term)
    assert years[0].start == term.start
    assert years[-1].end == term.end
    assert all(later.start - earlier.end == timedelta(days=1) for earlier, later in itertools.pairwise(years))
    assert all(year.days in (365, 366) for year in years[:-1])


@pytest.mark.parametrize(
    ("day", "year"), [("2026-03-31", "2025-26"), ("2026-04-01", "2026-27"), ("2000-01-01", "1999-00")]
)
def test_financial_year(day: str, year: str) -> None:
    assert financial_year(date.fromisoformat(day)) == year


def test_a_hash_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical_hash({"a": 1, "b": [2, "c"]}) == canonical_hash({"b": [2, "c"], "a": 1})
    assert canonical_hash({"a": [1, 2]}) != canonical_hash({"a": [2, 1]})
