"""Run with the people it serves: their share of delivery hours, and seats where things are decided."""

from dataclasses import dataclass
from decimal import Decimal

from proventive.agreement.document import CoProduction
from proventive.outturn.case import Case
from proventive.outturn.met import target_met
from proventive.outturn.outturn import Met, Promise
from proventive.quantities import Figure, Number, Unknown, Value
from proventive.quantities.words import day_in_words
from proventive.records.counts import Counts

SHARE = "share of delivery hours"
SEATS = "people"
SHARE_METHOD = (
    "hours given by people served in deciding, designing and delivering, over all hours of delivery, each hour "
    "once; time that names no agreement is split over those of the day"
)
SEATS_METHOD = "people served who took part where things are decided in the period, each counted once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that co-production is asked for: what was promised, what was counted, and how."""

    label: str
    quantities: str  # what the names of its figures begin with
    promised: Number
    happened: Value
    counts: str
    method: str
    tables: tuple[str, ...]


def co_production_promises(case: Case, obligation: CoProduction, counted: Counts) -> tuple[Promise, ...]:
    """A promise for each part of the obligation: the first by the obligation's own id, seats beside it."""
    asked = (hours_part(obligation, counted), seats_part(obligation, counted))
    parts = [part for part in asked if part is not None]
    ids = (obligation.id, f"{obligation.id}-seats")
    return tuple(promise(case, obligation, id, part) for id, part in zip(ids, parts, strict=False))


def hours_part(obligation: CoProduction, counted: Counts) -> Part | None:
    """The share of delivery hours that people served give."""
    if obligation.hours_by_people_served is None:
        return None
    return Part(
        label=obligation.label or "Run with the people it serves",
        quantities="",
        promised=Number(number=obligation.hours_by_people_served.at_least, unit=SHARE),
        happened=counted.share_by_people_served.agreement,
        counts="hours of delivery in the period",
        method=SHARE_METHOD,
        tables=("contacts", "contributions"),
    )


def seats_part(obligation: CoProduction, counted: Counts) -> Part | None:
    """The people served who sit where things are decided."""
    if obligation.seats_deciding is None:
        return None
    return Part(
        label="People served where things are decided",
        quantities="seats-",
        promised=Number(number=obligation.seats_deciding.at_least, unit=SEATS),
        happened=counted.seats_deciding.agreement,
        counts="people served who take part in deciding",
        method=SEATS_METHOD,
        tables=("contributions",),
    )


def promise(case: Case, obligation: CoProduction, id: str, part: Part) -> Promise:
    """One part of the obligation, promised and happened."""
    met, why = judged(case, part.promised.number, part.happened)
    return Promise(
        id=id,
        label=part.label,
        kind="obligation",
        owner=obligation.owner,
        promised=Figure(
            id=f"{obligation.id}/{part.quantities}promised",
            value=part.promised,
            counts=part.counts,
            trail=case.trail("as the agreement has it", obligation.id),
        ),
        happened=Figure(
            id=f"{obligation.id}/{part.quantities}happened",
            value=part.happened,
            counts=part.counts,
            trail=case.trail(part.method, obligation.id, tables=part.tables),
        ),
        target_met=met,
        because_of_the_service="not asked",
        owed=(),
        reason=why,
    )


def judged(case: Case, promised: Decimal, happened: Value) -> tuple[Met, str]:
    """Whether it was kept over the whole period; too early while the period runs."""
    if case.as_at < case.period.end:
        return "too early", f"The period runs until {day_in_words(case.period.end)}."
    if not isinstance(happened, Number):
        return "not known", f"{happened.unknown}." if isinstance(happened, Unknown) else "It is not known."
    met = target_met(promised, happened.number)
    words = {"yes": "reaches", "nearly": "nearly reaches"}.get(met, "falls short of")
    return met, f"What was recorded {words} what was promised."
