"""Restating money between price bases: by a cited deflator, or not at all."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from proventive.quantities import Money, Real, Unknown
from proventive.reference import Reference, open_reference
from proventive.valuation.deflating import restated

DEFLATOR = """\
kind: quantity
description: An invented deflator.
unit: index by financial year
source: {title: Invented for this test, publisher: nobody, where: here, status: assumed}
values:
  - {from: 2023-04-01, to: 2024-03-31, value: "96"}
  - {from: 2024-04-01, to: 2025-03-31, value: "100"}
"""


def with_deflator(tmp_path: Path, **files: str) -> Reference:
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8", newline="\n")
    return open_reference(tmp_path)


def pounds(amount: str, year: str) -> Money:
    return Money(amount=Decimal(amount), basis=Real(year=year))


def test_an_amount_is_multiplied_by_the_ratio_of_the_deflator(tmp_path: Path) -> None:
    result = restated(
        pounds("48", "2023-24"), to=Real(year="2024-25"), reference=with_deflator(tmp_path, deflator=DEFLATOR)
    )
    assert result.money == pounds("50", "2024-25")
    assert [fact.value for fact in result.facts] == ["96", "100"]


def test_cash_is_in_the_prices_of_the_financial_year_in_which_it_is_paid(tmp_path: Path) -> None:
    reference = with_deflator(tmp_path, deflator=DEFLATOR)
    cash = Money(amount=Decimal("48"))
    result = restated(cash, to=Real(year="2024-25"), reference=reference, paid_on=date(2024, 3, 31))
    assert result.money == pounds("50", "2024-25")
    assert restated(cash, to=Real(year="2024-25"), reference=reference, paid_on=date(2024, 4, 1)).money == pounds(
        "48", "2024-25"
    )
    with pytest.raises(ValueError, match="the day on which it is paid"):
        restated(cash, to=Real(year="2024-25"), reference=reference)


def test_the_shipped_deflator_is_by_calendar_year_and_does_not_fit() -> None:
    result = restated(pounds("48", "2023-24"), to=Real(year="2024-25"), reference=open_reference())
    assert result.money == Unknown(
        unknown="2023-24 prices cannot be restated at 2024-25 prices: no deflator by financial year is held, and "
        "one by calendar year does not fit"
    )
    assert result.facts == ()


def test_nothing_needs_a_deflator_within_one_financial_year() -> None:
    result = restated(
        Money(amount=Decimal("48")),
        to=Real(year="2024-25"),
        reference=open_reference(),
        paid_on=date(2025, 3, 31),
    )
    assert result.money == pounds("48", "2024-25")


@pytest.mark.parametrize(
    ("files", "why"),
    [
        (
            {"deflator": DEFLATOR.replace("2023-04-01, to: 2024-03-31", "2022-04-01, to: 2023-03-31")},
            "no value for",
        ),
        ({"deflator": DEFLATOR.replace("2023-04-01", "2023-01-01")}, "no value for exactly 2023-24"),
        ({"one": DEFLATOR, "two": DEFLATOR}, "2 deflators by financial year are held"),
    ],
)
def test_a_deflator_that_does_not_say_gives_unknown(tmp_path: Path, files: dict[str, str], why: str) -> None:
    reference = with_deflator(tmp_path, **files)
    result = restated(pounds("48", "2023-24"), to=Real(year="2024-25"), reference=reference)
    assert isinstance(result.money, Unknown)
    assert why in result.money.unknown
