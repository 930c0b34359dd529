"""An agreement with every mechanism of payment, for tests that need one."""

from datetime import date
from decimal import Decimal

import pytest

from proventive.agreement.document import (
    Agreement,
    AtLeast,
    CoProduction,
    EffectOnEveryoneWhoJoined,
    FixedTerm,
    Given,
    GivenPerson,
    HoursByPeopleServed,
    Objective,
    Party,
    PaysFrom,
    PerPersonImproved,
    Plan,
    Target,
    WorkedExample,
)
from proventive.agreement.phrases import Cap, MonthsBefore, Rate
from proventive.quantities import Money, Period

TERM = Period(start=date(2025, 4, 1), end=date(2028, 3, 31))
MATCH_ON = ("age", "sex", "simd_decile", "frailty", "use.last_3_months", "use.prior_9_months")


def pounds(amount):
    return Money(amount=Decimal(amount))


def rate(amount, per):
    return Rate(amount=pounds(amount), per=per)


@pytest.fixture
def strathearn():
    """The agreement of the design document, without its value map."""
    return Agreement(
        proventive=1,
        title="Strathearn Falls and Friendship Service",
        id="strathearn",
        kind="contract",
        parties=parties(),
        term=TERM,
        framework="scotland-nhwo",
        price_base="2025-26",
        seed=20250401,
        objectives=objectives(),
        obligations=(
            CoProduction(
                id="co-production",
                owner="chair",
                hours_by_people_served=HoursByPeopleServed(at_least=Decimal("0.10"), paid="living wage"),
                seats_deciding=AtLeast(at_least=Decimal(2)),
            ),
        ),
        payment=terms(),
        worked_examples=examples(),
    )


def parties():
    return (
        Party(id="health-board", name="A health board", roles=("signs", "pays"), share=Decimal("0.6")),
        Party(id="council", name="A council", roles=("pays",), share=Decimal("0.4")),
        Party(id="provider", name="A charity", roles=("provides",)),
        Party(id="friends", name="A befriending scheme", roles=("preventive partner",), paid=rate(6000, "year")),
    )


def objectives():
    return (
        Objective(
            id="emergency-admissions",
            reduce="emergency_admission",
            target=Target(fewer_than_comparison=Decimal("0.15")),
            serves=("nhwo-2", "nhwo-9"),
            owner="operations manager",
            plan=Plan(
                design="matched-cohort",
                follow_up=(12,),
                baseline=MonthsBefore(first=24, last=13),
                match_on=MATCH_ON,
            ),
        ),
        Objective(
            id="loneliness",
            lower="loneliness",
            measured_by="ucla3",
            target=Target(points=Decimal("1.0")),
            owner="operations manager",
            plan=Plan(design="before-after", follow_up=(5, 9)),
        ),
    )


def terms():
    return (
        FixedTerm(id="core", fixed=pounds(15000), every="month"),
        EffectOnEveryoneWhoJoined(
            id="demand",
            effect_on_everyone_who_joined="emergency-admissions",
            rate=rate(400, "admission avoided"),
            pays_from=PaysFrom(effect=Decimal("0.05"), judged_on="lower bound"),
            cap=Cap(amount=pounds(120000), per="year"),
        ),
        PerPersonImproved(
            id="lonely",
            per_person_improved="loneliness",
            by=Decimal(1),
            rate=rate(240, "person"),
            cap=Cap(amount=pounds(60000), per="year"),
        ),
    )


def examples():
    def cohort(low):
        return Given(people=200, observed=Decimal(166), counterfactual=Decimal(200), low=Decimal(low))

    people = (
        GivenPerson(person="A", started=date(2025, 5, 1), improved_by=Decimal(2)),
        GivenPerson(person="B", started=date(2025, 5, 1), improved_by=Decimal("0.5")),
        GivenPerson(person="C", started=date(2025, 5, 1), improved_by=Decimal(2), elsewhere=date(2025, 4, 1)),
    )
    return (
        WorkedExample(given={"emergency-admissions": cohort("0.07")}, owed={"demand": pounds(13600)}),
        WorkedExample(given={"emergency-admissions": cohort("-0.02")}, owed={"demand": pounds(0)}),
        WorkedExample(
            given={"loneliness": Given(persons=people), "core": Given(times=12)},
            owed={"lonely": pounds(240), "core": pounds(180000)},
        ),
    )
