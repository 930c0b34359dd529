"""The nouns of the agreement document. Each is written once: the reader and the JSON Schema are made from it.

Shares are Decimals between 0 and 1, written “15%”; follow-up is in whole months, written “12 months”. The
phrases and how they are read stand in :mod:`proventive.agreement.phrases`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from proventive.agreement.phrases import Cap, MonthsBefore, Rate
from proventive.quantities import Money, NotFound, Period, Place, Source, Unknown

Role = Literal["directs", "signs", "pays", "provides", "hosts", "subcontracts", "preventive partner"]
YesNo = Literal["yes", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A body with its roles; one body may hold several."""

    id: str
    name: str
    roles: tuple[Role, ...]
    share: Decimal | None = None  # of what is paid; the shares of all who pay add up to 1
    legal_form: str | None = None
    does: str | None = None
    paid: Rate | None = None  # “6000 GBP a year”: what a partner or subcontractor receives


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """A target promised at three levels."""

    low: Decimal
    median: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is promised. Exactly one of the first two; ``by`` is the day by which it is reached."""

    fewer_than_comparison: Decimal | Levels | None = None  # a share: of what would have happened anyway
    points: Decimal | Levels | None = None  # on the instrument, in the promised direction
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expects:
    """What the plan expects to find; power is computed from it."""

    people: int | None = None
    baseline: str | None = None
    dispersion: Decimal | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How an objective will be measured, fixed before the data are seen. Each design says what it needs."""

    design: str
    follow_up: tuple[int, ...] = ()  # months after joining; the last is the one told
    baseline: MonthsBefore | None = None
    match_on: tuple[str, ...] = ()
    area: str | None = None  # an area series: whose
    starts: date | None = None  # an area series: the first day on which the service ran
    expects: Expects | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """A promised change: exactly one of reduce (a demand event), lower or raise (an outcome on an instrument)."""

    id: str
    label: str | None = None
    reduce: str | None = None
    lower: str | None = None
    raise_: str | None = None  # written “raise”
    measured_by: str | None = None
    target: Target | None = None
    among: str = "participants"
    serves: tuple[str, ...] = ()  # outcomes of the framework
    owner: str | None = None
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursByPeopleServed:
    at_least: Decimal
    paid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast:
    at_least: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CoProduction:
    """People served as equal partners: their share of delivery hours, and seats where things are decided."""

    id: str
    label: str | None = None
    owner: str | None = None
    serves: tuple[str, ...] = ()
    hours_by_people_served: HoursByPeopleServed | None = None
    seats_deciding: AtLeast | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A conduct counted from the table of deliverables: exactly one of the four kinds."""

    id: str
    label: str | None = None
    owner: str | None = None
    serves: tuple[str, ...] = ()
    community_benefit: str | None = None
    reporting: str | None = None
    fair_work: str | None = None
    step_down: str | None = None
    count: AtLeast
    due: date | None = None


Obligation = CoProduction | Delivered


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedTerm:
    """A fixed sum for every month, quarter or year, or once."""

    id: str
    fixed: Money
    every: Literal["month", "quarter", "year", "once"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PerPersonImproved:
    """A sum for each person whose score improved by so many points at the named follow-up (default the last)."""

    id: str
    per_person_improved: str  # an objective
    by: Decimal  # “1 point”
    rate: Rate | Unknown
    follow_up: int | None = None
    cap: Cap | None = None
    also_paid_elsewhere: YesNo = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaysFrom:
    """The threshold of an effect payment, and what happens at it."""

    effect: Decimal  # a share: of what would have happened anyway
    judged_on: Literal["lower bound", "point estimate"]
    then: Literal["all", "above threshold"] = "all"
    if_unclear: Literal["nothing", "as measured"] = "nothing"  # when there is no interval to judge on


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectOnEveryoneWhoJoined:
    """A sum for each unit avoided among everyone who joined, against the counterfactual."""

    id: str
    effect_on_everyone_who_joined: str  # an objective
    rate: Rate | Unknown
    pays_from: PaysFrom
    follow_up: int | None = None
    cap: Cap | None = None
    unmatched: Literal["no effect", "as matched"] = "no effect"
    also_paid_elsewhere: YesNo = "no"


PaymentTerm = FixedTerm | PerPersonImproved | EffectOnEveryoneWhoJoined


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPerson:
    """An invented person of a worked example; ``elsewhere`` is the day they started under another agreement."""

    person: str
    started: date
    improved_by: Decimal
    elsewhere: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Invented facts about one objective (or, for a fixed term, that term)."""

    people: int | None = None
    observed: Decimal | None = None
    counterfactual: Decimal | None = None
    effect: Decimal | None = None  # a share; where absent, 1 - observed / counterfactual
    low: Decimal | None = None
    high: Decimal | None = None
    persons: tuple[GivenPerson, ...] = ()
    times: int | None = None  # of a fixed term: instalments


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedExample:
    """A few invented facts, and the payment that both parties expect from each term, to the penny."""

    given: Mapping[str, Given]
    owed: Mapping[str, Money | Literal["unknown"]]
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something that goes in: the money, time or goods of one party."""

    id: str
    who: str
    what: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Gross:
    """What to take off a gross effect. An effect against a counterfactual has deadweight in it already."""

    deadweight: Decimal
    displacement: Decimal
    attribution: Decimal
    drop_off: Decimal
    years: int
    starts: Literal["in the period of activity", "in the period after"] = "in the period of activity"


ValueType = Literal["fiscal", "economic", "social"]
Cashability = Literal["cashable", "capacity released", "growth avoided", "not cashable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactValue:
    """A unit value that stands in the reference facts."""

    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrossLine:
    """A line of a value map: outcome, quantity, unit value, and what to take off."""

    id: str
    stakeholder: str
    outcome: str
    indicator: str | None = None
    quantity: Decimal
    unit_value: Money | FactValue
    type: ValueType
    payer: str
    cashability: Cashability
    gross: Gross
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NetLine:
    """A line that values a finding: the effect on an objective, net of its counterfactual, at a unit value."""

    id: str
    objective: str
    unit_value: Money | FactValue
    type: ValueType
    payer: str  # the id of a party, or words
    cashability: Cashability


@dataclass(frozen=True, slots=True, kw_only=True)
class Discounting:
    """Which schedule, and whether the first year is discounted. The convention belongs to the method's edition."""

    schedule: str
    first_year: Literal["discounted once", "not discounted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueMap:
    """How worth is reckoned: inputs, lines, discounting, and the source of lines that name none."""

    inputs: tuple[Input, ...] = ()
    lines: tuple[GrossLine | NetLine, ...] = ()
    discounting: Discounting
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amends:
    """Which version this one amends (its hash), and why."""

    hash: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A contract, service level agreement or grant: what was promised, by whom, and what is paid for it."""

    proventive: Literal[1]
    title: str
    id: str
    kind: Literal["contract", "service level agreement", "grant"]
    about: str | None = None  # a sentence or two for readers of the pack; says so where anything is invented
    parties: tuple[Party, ...]
    term: Period
    framework: str | None = None
    price_base: str
    seed: int
    settle_every: Literal["year", "term"] = "year"
    objectives: tuple[Objective, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    payment: tuple[PaymentTerm, ...] = ()
    worked_examples: tuple[WorkedExample, ...] = ()
    value: ValueMap | None = None
    amends: Amends | None = None
    in_force_from: date | None = field(default=None, compare=False)  # from the file's name; else the term's start
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)
    earlier: tuple["Agreement", ...] = field(default=(), compare=False, repr=False)

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
