"""An agreement and what was found, made by hand: the figures of DESIGN.md section 8, invented but consistent."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np

from proventive.agreement.document import (
    Agreement,
    AtLeast,
    CoProduction,
    Delivered,
    EffectOnEveryoneWhoJoined,
    FixedTerm,
    HoursByPeopleServed,
    Objective,
    Party,
    PaysFrom,
    PerPersonImproved,
    Plan,
    Target,
)
from proventive.agreement.payment import Participation, span_of_change
from proventive.agreement.phrases import Cap, Rate
from proventive.evaluation.finding import Finding, Findings
from proventive.quantities import (
    AgreementUsed,
    Column,
    Estimate,
    Figure,
    Money,
    MoneyEstimate,
    Number,
    Period,
    Real,
    RecordsUsed,
    Table,
    Trail,
    Unknown,
)
from proventive.reference import open_reference
from proventive.valuation.worth import Worth

YEAR_1 = Period(start=date(2025, 4, 1), end=date(2026, 3, 31))
YEAR_2 = Period(start=date(2026, 4, 1), end=date(2027, 3, 31))
TERM = Period(start=date(2025, 4, 1), end=date(2028, 3, 31))
REFERENCE = open_reference()
AS_AT = date(2027, 6, 30)
TRAIL = Trail(method="by hand", agreement=AgreementUsed(id="strathearn-falls", hash="h"))


def pounds(amount, basis=None):
    return Money(amount=Decimal(amount), basis=basis) if basis else Money(amount=Decimal(amount))


def share(text):
    return Decimal(text)


CORE = FixedTerm(id="core", fixed=pounds(15000), every="month")
DEMAND = EffectOnEveryoneWhoJoined(
    id="demand",
    effect_on_everyone_who_joined="emergency-admissions",
    rate=Rate(amount=pounds(400), per="admission avoided"),
    pays_from=PaysFrom(effect=share("0.05"), judged_on="lower bound"),
    cap=Cap(amount=pounds(120000), per="year"),
)
LONELY = PerPersonImproved(
    id="lonely",
    per_person_improved="loneliness",
    by=Decimal(1),
    rate=Rate(amount=pounds(240), per="person improved"),
    cap=Cap(amount=pounds(60000), per="year"),
)
ADMISSIONS = Objective(
    id="emergency-admissions",
    reduce="emergency_admission",
    target=Target(fewer_than_comparison=share("0.15")),
    owner="operations manager",
    plan=Plan(design="matched-cohort", follow_up=(12,)),
)
LONELINESS = Objective(
    id="loneliness",
    lower="loneliness",
    measured_by="ucla3",
    target=Target(points=Decimal("1.0")),
    plan=Plan(design="before-after", follow_up=(9,)),
)
CO_PRODUCTION = CoProduction(
    id="co-production",
    label="Run with the people it serves",
    hours_by_people_served=HoursByPeopleServed(at_least=share("0.10")),
    seats_deciding=AtLeast(at_least=Decimal(2)),
)
APPRENTICES = Delivered(
    id="apprentices", community_benefit="apprenticeship_start", count=AtLeast(at_least=Decimal(4))
)


def agreement(**changes):
    given = {
        "proventive": 1,
        "title": "Strathearn Falls and Friendship Service",
        "id": "strathearn-falls",
        "kind": "contract",
        "parties": (
            Party(id="GB-BOARD", name="A health board", roles=("signs", "pays"), share=share("0.6")),
            Party(id="GB-COUNCIL", name="A council", roles=("pays",), share=share("0.4")),
            Party(id="GB-PROVIDER", name="A provider", roles=("provides",)),
        ),
        "term": TERM,
        "price_base": "2025-26",
        "seed": 20250401,
        "objectives": (ADMISSIONS, LONELINESS),
        "obligations": (CO_PRODUCTION, APPRENTICES),
        "payment": (CORE, DEMAND, LONELY),
    }
    return Agreement(**(given | changes))


def number(value, unit="people"):
    return Number(number=Decimal(value), unit=unit)


def estimate(value, low=None, high=None, unit="admissions per person"):
    if low is None:
        return Estimate(value=value, unit=unit, basis="by hand", no_interval=Unknown(unknown="none was published"))
    return Estimate(value=value, low=low, high=high, level=0.95, unit=unit, basis="by hand")


def figure(id, value, counts="those who joined"):
    return Figure(id=id, value=value, counts=counts, trail=TRAIL)


def finding(objective="emergency-admissions", **values):
    """A matched cohort: 0.83 admissions a person against 1.00, 17% fewer (7% to 27%), of 1,500 people."""
    given = {
        "people": number(1500),
        "followed": number(1500),
        "observed": estimate(0.83, 0.79, 0.87),
        "counterfactual": estimate(1.0, 0.93, 1.07),
        "effect": estimate(-0.17, -0.27, -0.07),
        "relative": estimate(0.17, 0.07, 0.27, unit="share fewer"),
        "happened": estimate(0.17, 0.07, 0.27, unit="share fewer"),
    }
    told = {
        "label": "emergency admissions",
        "unit": "admission",
        "direction": "fewer",
        "design": "matched-cohort",
        "status": "estimated",
        "period": YEAR_1,
        "follow_up": 12,
        "checks": (),
    }
    figures = {
        name: figure(f"{objective}/{name}", value) for name, value in (given | values).items() if name in given
    }
    rest = {name: value for name, value in values.items() if name not in given}
    return Finding(objective=objective, **(told | rest), **figures)


def lonely_finding(**values):
    """A before-after: 1.3 points lower (1.1 to 1.5), and nothing to hold it against."""
    none = Unknown(unknown="a before-after has no comparison")
    lower = estimate(1.3, 1.1, 1.5, unit="points lower")
    given = {
        "label": "loneliness (UCLA 3-item)",
        "unit": "point",
        "direction": "lower",
        "design": "before-after",
        "follow_up": 9,
        "people": number(1500),
        "followed": number(900),
        "observed": estimate(5.2, 5.0, 5.4, unit="points"),
        "counterfactual": none,
        "effect": estimate(-1.3, -1.5, -1.1, unit="points"),
        "relative": none,
        "happened": lower,
    }
    return finding("loneliness", **(given | values))


def findings(*found, period=YEAR_1):
    return Findings(
        agreement="strathearn-falls",
        as_at=AS_AT.isoformat(),
        period=period,
        findings=found or (finding(), lonely_finding()),
    )


def table(id, rows=()):
    return Table(
        id=id,
        title=id,
        row_heading="",
        columns=(Column(id="amount", heading="Amount"),),
        rows=rows,
        counts="by hand",
        trail=TRAIL,
    )


def worth(net=None, **changes):
    base = Real(year="2025-26")
    net = net or MoneyEstimate(
        central=pounds(300000, base), low=pounds(35000, base), high=pounds(650000, base), level=0.95
    )
    given = {
        "agreement": "strathearn-falls",
        "as_at": AS_AT.isoformat(),
        "period": YEAR_1,
        "lines": (),
        "by_payer": table("worth/by-payer"),
        "by_year": table("worth/by-year"),
        "total": figure("worth/total", net),
        "fixed_cost": figure("worth/fixed-cost", pounds(180000, base)),
        "inputs": table("worth/inputs"),
        "net": figure("worth/net", net),
        "ratio": figure("worth/ratio", Unknown(unknown="not needed here")),
    }
    return Worth(**(given | changes))


def participation(person, agreement="strathearn-falls", change="emergency_admission", started=None, **rest):
    span = span_of_change(started or date(2025, 5, 1), 12)
    return Participation(agreement=agreement, change=change, person=person, span=span, **rest)


def days(*texts):
    return np.array(texts, dtype="datetime64[D]")


def texts(*values):
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def people_counted(here, everywhere):
    return {
        "served_under_agreement": [here],
        "served": [everywhere],
        "joined_under_agreement": [here],
        "joined": [everywhere],
    }


COUNTED = {
    "records/people_counted": people_counted(1500, 2100),
    "records/time_spent": {
        "what": texts("contact", "contribution"),
        "who": texts("staff", "person served"),
        "role": texts("", "deliver"),
        "under_agreement": [1, 1],
        "split_over": [1, 1],
        "times": [9000, 400],
        "minutes": [504000, 96000],  # 16% of hours
    },
    "records/seats_deciding": {"under_agreement": [3], "over_all": [3]},
    "evaluation/score_near": {"person_id": texts(), "total": texts()},
    "records/money_moved": {"direction": texts(), "under_agreement": [], "amount": texts()},
}


class HandMadeRecords:
    """Records with the answers that a test gives them, step by step."""

    def __init__(self, answers=None, covered=(), as_at=AS_AT, tables=("referrals", "assessments")):
        self.answers = COUNTED | (answers or {})
        self.agreement = agreement()
        self.as_at = as_at
        self.reference = REFERENCE
        self.hash = "records"
        self.computed_on = "plain Python"
        self.folder = Path("a folder without seals")
        self._covered = covered
        self._tables = tables

    def query(self, step, **parameters):
        answer = self.answers[step]
        return answer(**parameters) if callable(answer) else answer

    def materialise(self, step, **parameters):
        """Nothing is kept: every step has its answer already."""

    def used(self, table, rows=None):
        if table not in self._tables:
            return ()
        return (RecordsUsed(store="by-hand", table=table, hash=f"{table}-hash", rows=1),)

    def has(self, table):
        return table in self._tables

    def accounts(self):
        return table("records/accounts")

    def covered(self, table, event, period, area=None):
        return None if table in self._covered else Unknown(unknown=f"{table} were not recorded")
