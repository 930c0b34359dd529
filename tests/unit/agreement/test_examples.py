"""Worked examples are run, must agree to the penny, and say line by line where they do not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from proventive.agreement.document import Given, GivenPerson, WorkedExample
from proventive.agreement.examples import example_faults, run_example
from proventive.agreement.phrases import Cap
from proventive.quantities import Money, Place, Unknown


def pounds(amount):
    return Money(amount=Decimal(amount))


def with_example(agreement, **parts):
    places = {"worked_examples/0/owed/demand": Place(file="agreement.yaml", line=60, column=9)}
    return replace(agreement, worked_examples=(WorkedExample(**parts),), places=places)


def persons(*people):
    return Given(persons=tuple(people))


def person(name, improved_by, started=date(2025, 5, 1), elsewhere=None):
    return GivenPerson(person=name, started=started, improved_by=Decimal(improved_by), elsewhere=elsewhere)


COHORT = Given(people=200, observed=Decimal(166), counterfactual=Decimal(200), low=Decimal("0.07"))


def test_the_worked_examples_of_the_design_hold_to_the_penny(strathearn):
    first, second, third = strathearn.worked_examples
    assert run_example(strathearn, first)["demand"].owed == pounds("13600.00")
    assert run_example(strathearn, second)["demand"].owed == pounds("0.00")
    assert {id: due.owed for id, due in run_example(strathearn, third).items()} == {
        "core": pounds("180000.00"),
        "lonely": pounds("240.00"),
    }
    assert example_faults(strathearn) == []


def test_a_penny_of_difference_is_a_fault_that_shows_what_the_terms_produce(strathearn):
    agreement = with_example(
        strathearn, given={"emergency-admissions": COHORT}, owed={"demand": pounds("13600.01")}
    )
    (fault,) = example_faults(agreement)
    assert fault.code == "worked-example-differs"
    assert fault.stops
    assert fault.where == Place(file="agreement.yaml", line=60, column=9)
    assert "expects “demand” to pay £13,600.01; the terms pay £13,600:" in fault.what
    assert "Avoided among everyone who joined, at £400 each: 34 (admission avoided), £13,600." in fault.what
    assert "reaches the 5% from which this term pays" in fault.what


def test_an_example_may_expect_unknown(strathearn):
    fixed, demand, lonely = strathearn.payment
    unpriced = replace(strathearn, payment=(fixed, replace(demand, rate=Unknown(unknown="not published")), lonely))
    agreement = with_example(unpriced, given={"emergency-admissions": COHORT}, owed={"demand": "unknown"})
    assert example_faults(agreement) == []
    agreement = with_example(unpriced, given={"emergency-admissions": COHORT}, owed={"demand": pounds(0)})
    (fault,) = example_faults(agreement)
    assert "expects “demand” to pay £0; the terms pay an amount that is not known" in fault.what
    priced = with_example(strathearn, given={"emergency-admissions": COHORT}, owed={"demand": "unknown"})
    (fault,) = example_faults(priced)
    assert "expects “demand” to pay an amount that is not known; the terms pay £13,600" in fault.what


def test_an_effect_is_reckoned_from_the_counts_unless_it_is_given(strathearn):
    counts = Given(people=200, observed=Decimal(166), counterfactual=Decimal(200))
    fixed, demand, lonely = strathearn.payment
    on_point = replace(demand.pays_from, judged_on="point estimate", effect=Decimal("0.17"))
    agreement = replace(strathearn, payment=(fixed, replace(demand, pays_from=on_point), lonely))
    owed = {"demand": pounds(13600)}
    assert not example_faults(with_example(agreement, given={"emergency-admissions": counts}, owed=owed))
    smaller = replace(counts, effect=Decimal("0.1699"))
    assert example_faults(with_example(agreement, given={"emergency-admissions": smaller}, owed=owed))


@pytest.mark.parametrize(
    ("elsewhere", "owed"), [(date(2025, 4, 30), "0"), (date(2025, 5, 1), "0"), (date(2025, 5, 2), "240")]
)
def test_a_person_who_started_elsewhere_first_is_not_paid_for(strathearn, elsewhere, owed):
    given = {"loneliness": persons(person("A", 2, elsewhere=elsewhere))}
    agreement = with_example(strathearn, given=given, owed={"lonely": pounds(owed)})
    assert example_faults(agreement) == []


def test_a_second_example_person_of_the_same_name_is_a_second_claim(strathearn):
    given = {"loneliness": persons(person("A", 2), person("A", 3, started=date(2025, 8, 1)))}
    agreement = with_example(strathearn, given=given, owed={"lonely": pounds(240)})
    assert example_faults(agreement) == []


def test_an_example_that_names_what_does_not_exist_is_not_run(strathearn):
    agreement = with_example(
        strathearn, given={"emergency-admision": COHORT}, owed={"demand": pounds(13600), "demnd": pounds(0)}
    )
    codes = [fault.code for fault in example_faults(agreement)]
    assert codes == [
        "worked-example-gives-nothing",
        "worked-example-unknown-term",
        "worked-example-unknown-objective",
    ]
    assert "Did you mean “demand”?" in example_faults(agreement)[1].do
    assert "Did you mean “emergency-admissions”?" in example_faults(agreement)[2].do


def test_people_of_an_example_join_in_one_statement_period(strathearn):
    given = {"loneliness": persons(person("A", 2), person("B", 2, started=date(2026, 4, 1)))}
    (fault,) = example_faults(with_example(strathearn, given=given, owed={"lonely": pounds(480)}))
    assert fault.code == "worked-example-outside-period"
    assert "2026-04-01, outside 2025-04-01 to 2026-03-31" in fault.what


def test_people_may_join_in_a_later_year_of_the_term(strathearn):
    given = {"loneliness": persons(person("A", 2, started=date(2027, 4, 1)))}
    assert not example_faults(with_example(strathearn, given=given, owed={"lonely": pounds(240)}))


def test_a_cap_in_another_currency_is_left_to_its_own_fault(strathearn):
    fixed, demand, lonely = strathearn.payment
    euros = Cap(amount=Money(amount=Decimal(1), currency="EUR"), per="year")
    agreement = replace(strathearn, payment=(fixed, replace(demand, cap=euros), lonely))
    assert example_faults(agreement) == []
