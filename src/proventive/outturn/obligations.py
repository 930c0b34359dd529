"""Each obligation held against what was recorded: conduct that was promised, counted."""

from datetime import date
from decimal import Decimal

from proventive.agreement.document import CoProduction, Delivered, Obligation
from proventive.outturn.case import Case
from proventive.outturn.co_production import co_production_promises
from proventive.outturn.met import target_met
from proventive.outturn.outturn import Met, Promise
from proventive.quantities import Figure, Number, Period, Unknown, Value
from proventive.quantities.words import day_in_words
from proventive.records.counts import Counts


def obligation_promises(case: Case, obligation: Obligation, counted: Counts) -> tuple[Promise, ...]:
    """One obligation: a promise for each thing that it asks for."""
    if isinstance(obligation, CoProduction):
        return co_production_promises(case, obligation, counted)
    return (delivered_promise(case, obligation),)


def delivered_promise(case: Case, obligation: Delivered) -> Promise:
    """A conduct counted from the deliverables: in the period, or from the agreement's first day to its due day."""
    counted_in = Period(start=case.agreement.term.start, end=obligation.due) if obligation.due else case.period
    unit = unit_of(obligation)
    promised = Number(number=obligation.count.at_least, unit=unit)
    happened = delivered(case, obligation, counted_in, unit)
    met, why = kept(promised.number, happened, last_day=counted_in.end, as_at=case.as_at)
    counts = f"delivered from {day_in_words(counted_in.start)} to {day_in_words(counted_in.end)}"
    return Promise(
        id=obligation.id,
        label=obligation.label or f"{unit[:1].upper()}{unit[1:]}",
        kind="obligation",
        owner=obligation.owner,
        promised=Figure(
            id=f"{obligation.id}/promised",
            value=promised,
            counts=counts,
            trail=case.trail("as the agreement has it", obligation.id),
        ),
        happened=Figure(
            id=f"{obligation.id}/happened",
            value=happened,
            counts=counts,
            trail=case.trail("sum of what was recorded as delivered", obligation.id, tables=("deliverables",)),
        ),
        target_met=met,
        because_of_the_service="not asked",
        owed=(),
        reason=why,
    )


def delivered(case: Case, obligation: Delivered, counted_in: Period, unit: str) -> Value:
    """What was delivered by the as-at day. Nothing recorded is Unknown, unless the store covers deliverables."""
    if case.as_at < counted_in.start:
        return Unknown(unknown=f"too early: it is counted from {day_in_words(counted_in.start)}")
    so_far = Period(start=counted_in.start, end=min(counted_in.end, case.as_at))
    rows = case.records.query(
        "outturn/delivered",
        agreement=case.agreement.id,
        obligation=obligation.id,
        first_day=so_far.start,
        last_day=so_far.end,
    )
    if len(rows["quantity"]):
        return Number(number=Decimal(rows["quantity"][0]), unit=unit)
    return case.records.covered("deliverables", None, so_far) or Number(number=Decimal(0), unit=unit)


def kept(promised: Decimal, happened: Value, *, last_day: date, as_at: date) -> tuple[Met, str]:
    """Whether an obligation was kept by its last day, and why. Kept early is kept."""
    known = happened.number if isinstance(happened, Number) else None
    if known is not None and known >= promised:
        return "yes", "What was recorded reaches what was promised."
    if as_at < last_day:
        return "too early", f"It runs until {day_in_words(last_day)}."
    if known is None:
        return "not known", f"{happened.unknown}." if isinstance(
            happened, Unknown
        ) else "What happened is not known."
    met = target_met(promised, known)
    return met, f"What was recorded {'nearly reaches' if met == 'nearly' else 'falls short of'} what was promised."


def unit_of(obligation: Delivered) -> str:
    """What is counted, in the plural."""
    kind = obligation.community_benefit or obligation.reporting or obligation.fair_work or obligation.step_down
    words = (kind or "delivery").replace("_", " ").split(" ")
    place = 0 if len(words) > 2 else -1  # “reports sent to the health board”, “apprenticeship starts”
    noun = words[place]
    words[place] = noun if noun.endswith("s") else f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return " ".join(words)
