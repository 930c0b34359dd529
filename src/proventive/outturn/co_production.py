"""Run with the people it serves: their share of delivery hours, and seats where things are decided."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from proventive.agreement.document import CoProduction
from proventive.outturn.case import Case
from proventive.outturn.counted import ask, not_covered, split
from proventive.outturn.met import target_met
from proventive.outturn.outturn import Met, Promise
from proventive.quantities import Figure, Number, Unknown, Value
from proventive.quantities.words import day_in_words

SHARE = "share of delivery hours"
SEATS = "seats deciding"
MILLIONTH = Decimal("0.000001")
GIVEN = ("person served", "volunteer")
HOURS_METHOD = (
    "hours of delivery given by people served, over hours of contact by staff and hours of delivery given by "
    "people served and volunteers; time that names no agreement is split over those of the day"
)
SEATS_METHOD = "people served who took part where things are decided at least once in the period"


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


def co_production_promises(case: Case, obligation: CoProduction) -> tuple[Promise, ...]:
    """A promise for each part of the obligation: the first by the obligation's own id, seats beside it."""
    parts = [part for part in (hours_part(case, obligation), seats_part(case, obligation)) if part is not None]
    ids = (obligation.id, f"{obligation.id}-seats")
    return tuple(promise(case, obligation, id, part) for id, part in zip(ids, parts, strict=False))


def hours_part(case: Case, obligation: CoProduction) -> Part | None:
    """The share of delivery hours that people served give."""
    if obligation.hours_by_people_served is None:
        return None
    return Part(
        label=obligation.label or "Run with the people it serves",
        quantities="",
        promised=Number(number=obligation.hours_by_people_served.at_least, unit=SHARE),
        happened=share_of_hours(case),
        counts="hours of delivery in the period",
        method=HOURS_METHOD,
        tables=("contacts", "contributions"),
    )


def seats_part(case: Case, obligation: CoProduction) -> Part | None:
    """The people served who sit where things are decided."""
    if obligation.seats_deciding is None:
        return None
    return Part(
        label="People served where things are decided",
        quantities="seats-",
        promised=Number(number=obligation.seats_deciding.at_least, unit=SEATS),
        happened=seats(case),
        counts="people served who decide",
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


def share_of_hours(case: Case) -> Value:
    """Hours of delivery by people served over all hours of delivery.

    The share is cut off after six places, so that it never reaches a promise by rounding. Time of staff is taken
    from contacts, time of volunteers and of people served from contributions, so that an hour that
    stands in both tables counts once.
    """
    given = ask(case, "outturn/time_given")
    served, _ = split(given, "minutes", where={"given_by": ("person served",), "role": ("deliver",)})
    both, every = split(given, "minutes", where={"given_by": GIVEN, "role": ("deliver",)})
    staff, _ = split(ask(case, "outturn/contact_time"), "minutes", where={"delivered_by": ("staff",)})
    if every == 0 and (why := not_covered(case, "contributions")) is not None:
        return why
    if staff == 0 and (why := not_covered(case, "contacts")) is not None:
        return why
    if staff + both == 0:
        return Unknown(unknown="no hours of delivery were recorded")
    share = served / (staff + both)
    cut = (Decimal(share.numerator) / Decimal(share.denominator)).quantize(MILLIONTH, rounding=ROUND_DOWN)
    return Number(number=cut, unit=SHARE)


def seats(case: Case) -> Value:
    """People served who took part in deciding. Nobody recorded is Unknown, unless the store covers it."""
    people = int(ask(case, "outturn/seats")["people"][0])
    if people == 0 and (why := not_covered(case, "contributions")) is not None:
        return why
    return Number(number=Decimal(people), unit=SEATS)
