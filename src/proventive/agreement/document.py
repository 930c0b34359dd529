"""The nouns of the agreement document. Each is written once: the reader and the JSON Schema are made from it.

Shares are Decimals between 0 and 1, written “15%”; follow-up is in whole months, written “12 months”. The
phrases and how they are read stand in :mod:`proventive.agreement.phrases`; to Python an annotation such as
``Share`` is the plain type, here a Decimal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from html import escape
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from proventive.agreement.annotations import (
    ADOPTION,
    ANY_POINTS,
    ANY_SHARE,
    CAP,
    MONEY,
    OWED,
    RATE,
    RATE_FOR_A_PERSON,
    RATE_OR_UNKNOWN,
    VERSION,
    WINDOW,
    YEAR,
    Day,
    Id,
    Months,
    Number,
    Points,
    Share,
    Text,
    Whole,
)
from proventive.agreement.phrases import Adoption, Cap, MonthsBefore, Rate
from proventive.agreement.phrases import FactValue as FactValue
from proventive.agreement.value_map import Cashability as Cashability
from proventive.agreement.value_map import Discounting as Discounting
from proventive.agreement.value_map import Gross as Gross
from proventive.agreement.value_map import GrossLine as GrossLine
from proventive.agreement.value_map import Input as Input
from proventive.agreement.value_map import NetLine as NetLine
from proventive.agreement.value_map import ValueMap as ValueMap
from proventive.agreement.value_map import ValueType as ValueType
from proventive.agreement.written import AsMapping, Kinds, OneOrLevels, OneOrMore
from proventive.quantities import Money, NotFound, Period, Place, Real, Unknown

Role = Literal["directs", "signs", "pays", "provides", "hosts", "subcontracts", "preventive partner"]
YesNo = Literal["yes", "no"]
Texts = Annotated[tuple[Text, ...], OneOrMore()]
AnyShare = Annotated[Decimal, ANY_SHARE]
OneAdoption = Annotated[Adoption, ADOPTION]

TERM = AsMapping(noun=Period, required={"start": Day, "end": Day}, optional={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A body with its roles; one body may hold several."""

    id: Id
    name: Text
    roles: Annotated[tuple[Role, ...], OneOrMore()]
    share: Share | None = None  # of what is paid; the shares of all who pay add up to 1
    legal_form: Text | None = None
    does: Text | None = None
    paid: Annotated[Rate, RATE] | None = None  # “6000 GBP a year”: what a partner or subcontractor receives


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """A target promised at three levels."""

    low: Decimal
    median: Decimal
    high: Decimal


def at_levels(one: Any) -> OneOrLevels:
    """A target written as one phrase, or as that phrase at three levels."""
    levels = AsMapping(noun=Levels, required=dict.fromkeys(("low", "median", "high"), one), optional={})
    return OneOrLevels(one=one, levels=levels)


ShareOrLevels = Annotated[Decimal | Levels, at_levels(Share)]
PointsOrLevels = Annotated[Decimal | Levels, at_levels(Points)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is promised. Exactly one of the first two; ``by`` is the day by which it is reached."""

    exactly_one: ClassVar[tuple[str, ...]] = ("fewer_than_comparison", "points")

    fewer_than_comparison: ShareOrLevels | None = None  # of what would have happened anyway
    points: PointsOrLevels | None = None  # on the instrument, in the promised direction
    by: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expects:
    """What the plan expects to find; power is computed from it."""

    people: Whole | None = None
    baseline: Text | None = None
    dispersion: Number | None = None
    source: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """How similar people are chosen. What is not written is the default, which the design's page tells."""

    distance: Literal["use", "propensity", "mahalanobis"] = "use"
    exact: Texts = ()  # which of match_on are held alike; the others enter the distance
    caliper: Number | None = None  # how far apart a pair may lie, in the terms of the distance
    ratio: Whole = 1  # how many similar people each participant may have
    order: Literal["greedy", "optimal"] = "greedy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How an objective will be measured, fixed before the data are seen. Each design says what it needs."""

    design: Text
    follow_up: Annotated[tuple[Months, ...], OneOrMore()] = ()  # months after joining; the last is the one told
    baseline: Annotated[MonthsBefore, WINDOW] | None = None
    match_on: Texts = ()
    matching: Matching | None = None
    area: Text | None = None  # an area series: whose
    starts: Day | None = None  # an area series: the first day on which the service ran
    wash_in: Months | None = None  # of one area series: months from the start that are left out
    errors: Literal["AR(1)-REML", "fixed-b"] = "AR(1)-REML"  # of one area series: how months follow on one another
    comparison: Texts = ()  # area series: the areas with which it is compared
    adoptions: Annotated[
        tuple[OneAdoption, ...], OneOrMore()
    ] = ()  # area series: where the service came to several areas one after another
    compare_with: Literal["never treated", "not yet treated"] = "never treated"  # of adoptions: with which areas
    adjust_for: Texts = ()  # of adoptions: events whose earlier count decides which areas are alike
    cutoff: Number | None = None  # of a referral score: the line that decides who is offered the service
    offered: Literal["at or above", "below"] | None = None  # on which side of the line
    clustered_by: Literal["site"] | None = None  # of a referral score: among whom errors may go together
    expects: Expects | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """A promised change: exactly one of reduce (a demand event), lower or raise (an outcome on an instrument)."""

    exactly_one: ClassVar[tuple[str, ...]] = ("reduce", "lower", "raise")

    id: Id
    label: Text | None = None
    reduce: Text | None = None
    lower: Text | None = None
    raise_: Annotated[Text | None, Field(alias="raise")] = None
    measured_by: Text | None = None
    target: Target | None = None
    among: Text = "participants"
    serves: Texts = ()  # outcomes of the framework
    owner: Text | None = None
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursByPeopleServed:
    at_least: Share
    paid: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast:
    at_least: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class CoProduction:
    """People served as equal partners: their share of delivery hours, and seats where things are decided."""

    id: Id
    label: Text | None = None
    owner: Text | None = None
    serves: Texts = ()
    hours_by_people_served: HoursByPeopleServed | None = None
    seats_deciding: AtLeast | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A conduct counted from the table of deliverables: exactly one of the four kinds."""

    exactly_one: ClassVar[tuple[str, ...]] = ("community_benefit", "reporting", "fair_work", "step_down")

    id: Id
    label: Text | None = None
    owner: Text | None = None
    serves: Texts = ()
    community_benefit: Text | None = None
    reporting: Text | None = None
    fair_work: Text | None = None
    step_down: Text | None = None
    count: AtLeast
    due: Day | None = None


Obligation = CoProduction | Delivered
OBLIGATION = Kinds(
    what="obligation",
    telling={CoProduction: ("hours_by_people_served", "seats_deciding"), Delivered: Delivered.exactly_one},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedTerm:
    """A fixed sum for every month, quarter or year, or once."""

    id: Id
    fixed: Annotated[Money, MONEY]
    every: Literal["month", "quarter", "year", "once"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PerPersonImproved:
    """A sum for each person whose score improved by so many points at the named follow-up (default the last)."""

    id: Id
    per_person_improved: Id  # an objective
    by: Points  # “1 point”
    rate: Annotated[Rate | Unknown, RATE_FOR_A_PERSON]
    follow_up: Months | None = None
    cap: Annotated[Cap, CAP] | None = None
    also_paid_elsewhere: YesNo = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaysFrom:
    """The threshold of an effect payment, and what happens at it."""

    effect: Share  # a share: of what would have happened anyway
    judged_on: Literal["lower bound", "point estimate"]
    then: Literal["all", "above threshold"] = "all"
    if_unclear: Literal["nothing", "as measured"] = "nothing"  # when there is no interval to judge on
    if_more_die: Literal["nothing", "as measured"] = "nothing"  # when more died than in the comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectOnEveryoneWhoJoined:
    """A sum for each unit avoided among everyone who joined, against the counterfactual."""

    id: Id
    effect_on_everyone_who_joined: Id  # an objective
    rate: Annotated[Rate | Unknown, RATE_OR_UNKNOWN]
    pays_from: PaysFrom
    follow_up: Months | None = None
    cap: Annotated[Cap, CAP] | None = None
    unmatched: Literal["no effect", "as matched"] = "no effect"
    also_paid_elsewhere: YesNo = "no"


PaymentTerm = FixedTerm | PerPersonImproved | EffectOnEveryoneWhoJoined
PAYMENT_TERM = Kinds(
    what="payment term",
    telling={
        FixedTerm: ("fixed",),
        PerPersonImproved: ("per_person_improved",),
        EffectOnEveryoneWhoJoined: ("effect_on_everyone_who_joined",),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPerson:
    """An invented person of a worked example; ``elsewhere`` is the day they started under another agreement."""

    person: Text
    started: Day
    improved_by: Annotated[Decimal, ANY_POINTS]
    elsewhere: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Invented facts about one objective (or, for a fixed term, that term)."""

    people: Whole | None = None
    observed: Number | None = None
    counterfactual: Number | None = None
    effect: AnyShare | None = None  # a share; where absent, 1 - observed / counterfactual
    low: AnyShare | None = None
    high: AnyShare | None = None
    more_died: YesNo = "no"
    persons: tuple[GivenPerson, ...] = ()
    times: Whole | None = None  # of a fixed term: instalments


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedExample:
    """A few invented facts, and the payment that both parties expect from each term, to the penny."""

    given: Mapping[str, Given]
    owed: Mapping[str, Annotated[Money | Literal["unknown"], OWED]]
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amends:
    """Which version this one amends (its hash), and why."""

    hash: Text
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A contract, service level agreement or grant: what was promised, by whom, and what is paid for it."""

    proventive: Annotated[Literal[1], VERSION]
    title: Text
    id: Id
    kind: Literal["contract", "service level agreement", "grant"]
    about: Text | None = None  # a sentence or two for readers of the pack; says so where anything is invented
    parties: tuple[Party, ...]
    term: Annotated[Period, TERM]
    framework: Text | None = None
    price_base: Annotated[str, YEAR]
    seed: Whole
    settle_every: Literal["year", "term"] = "year"
    objectives: tuple[Objective, ...] = ()
    obligations: tuple[Annotated[Obligation, OBLIGATION], ...] = ()
    payment: tuple[Annotated[PaymentTerm, PAYMENT_TERM], ...] = ()
    worked_examples: tuple[WorkedExample, ...] = ()
    value: ValueMap | None = None
    amends: Amends | None = None
    in_force_from: date | None = field(default=None, compare=False)  # from the file's name; else the term's start
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)
    earlier: tuple["Agreement", ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        # A unit value is a price, at the price base of the agreement; all other money is that of its day.
        if self.value is not None:
            object.__setattr__(self, "value", self.value.at(Real(year=self.price_base)))

    def _repr_html_(self) -> str:
        """What a notebook shows: title, kind, term, and what is promised."""
        promised = (*self.objectives, *self.obligations)
        items = "".join(f"<li>{escape(promise.label or promise.id)}</li>" for promise in promised)
        return (
            f"<p><strong>{escape(self.title)}</strong>: {escape(self.kind)}, {self.term.start} to {self.term.end}"
            f"</p><ul>{items}</ul>"
        )

    def as_at(self, day: date) -> "Agreement":
        """The version of the agreement in force on a day: this one, or an earlier one that it amends.

        Raises NotFound before the first version is in force.
        """
        versions = sorted((*self.earlier, self), key=Agreement.first_day)
        in_force = [version for version in versions if version.first_day() <= day]
        if not in_force:
            raise NotFound(
                f"“{self.title}” was not in force on {day}. Its first version starts on "
                f"{versions[0].first_day()}. Without terms in force nothing was promised. Ask for a later day."
            )
        return in_force[-1]

    def first_day(self) -> date:
        """The day from which this version is in force."""
        return self.in_force_from or self.term.start

    def objective(self, id: str) -> Objective:
        """The objective of that id; raises NotFound."""
        for objective in self.objectives:
            if objective.id == id:
                return objective
        raise NotFound(f"“{self.title}” has no objective “{id}”.")

    def with_role(self, role: Role) -> tuple[Party, ...]:
        """The parties that hold a role."""
        return tuple(party for party in self.parties if role in party.roles)
