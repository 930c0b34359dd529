"""What the field already knows: dated, cited, never carried beyond its dates, never given twice."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from proventive.quantities import FactError, Status, Unknown
from proventive.reference import NotInForce, Published, open_reference

HOME_CARE = """\
kind: quantity
description: What a council pays for an hour of home care.
unit: GBP per hour
source: {title: A made-up price list, publisher: invented for this test, status: assumed}
values:
  - {from: 2024-04-01, to: 2025-03-31, value: "21.50", price_year: 2024-25}
  - {from: 2025-04-01, to: 2026-03-31, value: "22.10", price_year: 2025-26, source: {where: page 2}}
"""


def folder_with(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "reference"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8", newline="\n")
    return folder


def test_a_local_fact_has_its_value_source_and_place(tmp_path: Path) -> None:
    reference = open_reference(folder_with(tmp_path, home_care=HOME_CARE))
    used = reference.used("local/home_care", date(2025, 4, 1))
    assert (used.value, used.unit) == ("22.10", "GBP per hour, 2025-26 prices")
    assert used.source.where == "page 2"
    assert used.source.title == "A made-up price list"
    assert used.source.status is Status.ASSUMED
    assert str(used.place) == "reference/home_care.yaml, line 7, column 5"


def test_a_fact_is_in_force_on_both_its_end_days_and_no_longer(tmp_path: Path) -> None:
    fact = open_reference(folder_with(tmp_path, home_care=HOME_CARE)).fact("local/home_care")
    assert fact.on(date(2024, 4, 1)).value == fact.on(date(2025, 3, 31)).value == Decimal("21.50")
    with pytest.raises(NotInForce):
        fact.on(date(2024, 3, 31))
    with pytest.raises(NotInForce):
        fact.on(date(2026, 4, 1))


def test_not_in_force_says_what_is_where_why_and_what_to_do(tmp_path: Path) -> None:
    fact = open_reference(folder_with(tmp_path, home_care=HOME_CARE)).fact("local/home_care")
    with pytest.raises(NotInForce) as raised:
        fact.on(date(2013, 5, 1))
    assert str(raised.value) == (
        "“local/home_care” has no value for 2013-05-01; the first after it starts on 2024-04-01 "
        "(reference/home_care.yaml, line 6, column 5). Without a value in force nothing can be reckoned with it, "
        "and nothing is carried forward or back. Add a value with its source, or choose another period."
    )
    assert raised.value.exit_code == 12


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("from: 2025-04-01", "from: 2025-03-31"), "never overlap"),
        (("GBP per hour", "pounds an hour"), "not in the list of units"),
        (('"22.10"', '"2210000"'), "lost decimal point"),
        (("to: 2026-03-31", "to: 2024-03-31"), "ends before it starts"),
        (('value: "22.10"', 'value: "about 22"'), "“values.1.value” is not a number"),
        (("kind: quantity", "kind: price"), "Write one of: quantity, events"),
        (("unit: GBP per hour", "unit: GBP per hour\nunit: share"), "twice"),
        (("unit: GBP per hour", "unit: GBP per hour\nprice: 3"), "“price” is not known here"),
        (
            ("source: {title: A made-up price list, publisher: invented for this test, status: assumed}\n", ""),
            "source” is missing",
        ),
    ],
)
def test_a_file_that_cannot_be_relied_on_is_refused(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    broken = HOME_CARE.replace(*change)
    assert broken != HOME_CARE
    with pytest.raises(FactError, match=r"reference/home_care\.yaml") as raised:
        open_reference(folder_with(tmp_path, home_care=broken))
    assert said in str(raised.value)


def test_a_local_file_does_not_replace_a_shipped_fact_silently(tmp_path: Path) -> None:
    mine = HOME_CARE.replace("kind: quantity", "kind: quantity\nid: hm-treasury/gdp-deflator")
    with pytest.raises(FactError, match=r"“hm-treasury/gdp-deflator” is already given in .*gdp-deflator\.yaml"):
        open_reference(folder_with(tmp_path, mine=mine))


def test_every_fault_of_every_file_is_said_at_once(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, one=HOME_CARE.replace("GBP", "EUR"), two=HOME_CARE.replace("quantity", "price"))
    with pytest.raises(FactError, match=r"(?s)one\.yaml.*two\.yaml"):
        open_reference(folder)


def test_a_fact_that_is_not_held_suggests_the_nearest() -> None:
    with pytest.raises(FactError, match="Did you mean “hm-treasury/gdp-deflator”"):
        open_reference().fact("hm-treasury/gdp_deflater")


def test_the_hash_follows_the_text_and_not_the_line_endings(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, home_care=HOME_CARE)
    before = open_reference(folder).hash
    (folder / "home_care.yaml").write_text(HOME_CARE, encoding="utf-8", newline="\r\n")
    assert open_reference(folder).hash == before
    (folder / "home_care.yaml").write_text(HOME_CARE.replace("22.10", "22.20"), encoding="utf-8", newline="\n")
    assert open_reference(folder).hash != before


def test_facts_to_be_looked_at_again_are_named() -> None:
    reference = open_reference()
    assert [fact.id for fact in reference.review_due(date(2027, 1, 31))] == ["hm-treasury/gdp-deflator"]
    assert reference.review_due(date(2027, 1, 30)) == ()


def test_no_reliable_change_is_invented() -> None:
    """None was found published but for SWEMWBS: Health and Quality of Life Outcomes 2018;16:239."""
    instruments = open_reference().instruments
    assert instruments["swemwbs"].reliable_change == Decimal("2.87")
    assert instruments["swemwbs"].standard_error == Decimal("1.03")
    assert isinstance(instruments["ucla3"].reliable_change, Unknown)
    assert isinstance(instruments["ons4_life_satisfaction"].reliable_change, Unknown)


def test_important_change_and_how_far_scores_come_back_are_published_or_unknown() -> None:
    """Kounali and others 2022 (PMC9340848); Ng Fat and others 2017; Sun and others 2019; Löwe and others 2008."""
    instruments = open_reference().instruments
    held = {
        (id, name): figure.value
        for id, one in instruments.items()
        for name, figure in (
            ("important", one.important_change),
            ("mean", one.population_mean),
            ("retest", one.retest),
        )
        if isinstance(figure, Published)
    }
    assert held == {
        ("phq9", "important"): Decimal("1.7"),
        ("gad7", "important"): Decimal("1.5"),
        ("gad7", "mean"): Decimal("3.2"),
        ("swemwbs", "mean"): Decimal("23.2"),
        ("swemwbs", "retest"): Decimal("0.70"),
    }
    for one in instruments.values():
        assert all(fact.source.where and fact.source.publisher for fact in one.cited())
        assert not isinstance(one.retest, Published) or 0 <= one.retest.value <= 1


def test_what_is_shipped_has_a_source_with_a_place_in_it() -> None:
    reference = open_reference()
    held = [reference.events, reference.instruments, reference.frameworks, reference.scales, reference.schedules]
    sources = [holding.source for holdings in held for holding in holdings.values()]
    sources += [value.source for fact in reference.facts.values() for value in fact.values]
    assert all(source.title and source.publisher and source.where for source in sources)


def test_the_nine_outcomes_are_held() -> None:
    """National health and wellbeing outcomes framework, Scottish Government, page 5: nine of them."""
    outcomes = open_reference().frameworks["scotland-nhwo"].outcomes
    assert [outcome.code for outcome in outcomes] == [f"nhwo-{number}" for number in range(1, 10)]
