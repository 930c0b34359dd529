"""What valuation can see wrong in an agreement before there is anything to value."""

from collections.abc import Iterator

from proventive.agreement.designs import GIVES_COUNTERFACTUAL
from proventive.agreement.document import Agreement, FactValue, FixedTerm, GrossLine, NetLine, ValueMap
from proventive.agreement.periods import statement_periods
from proventive.agreement.pointing import fault
from proventive.quantities import NotFound, Unknown
from proventive.reading.faults import Fault
from proventive.reference import Fact, NotInForce, Reference
from proventive.valuation.appraisal import Appraisal


def faults(agreement: Agreement, reference: Reference) -> list[Fault]:
    """Faults in how an agreement would be valued; whether facts are held is not asked here.

    Units that do not fit, prices not in force, years beyond the schedule, a map told again every year; and, as
    notes, what will be told as not known, and costs that may be counted twice.
    """
    written = agreement.value
    if written is None:
        return []
    found = [*years_beyond_schedule(agreement, written, reference), *map_settled_often(agreement, written)]
    for number, line in enumerate(written.lines):
        at = f"value/lines/{number}"
        if isinstance(line, NetLine):
            found.extend(no_counterfactual(agreement, line, at))
        if isinstance(line.unit_value, FactValue) and line.unit_value.fact in reference.facts:
            fact = reference.fact(line.unit_value.fact)
            found.extend(unit_fits(agreement, line, fact, at, reference))
            found.extend(in_force(agreement, fact, at, reference))
    return [*found, *price_among_inputs(agreement, written)]


def years_beyond_schedule(agreement: Agreement, written: ValueMap, reference: Reference) -> Iterator[Fault]:
    """An outcome may not last longer than the schedule has rates for."""
    schedule = reference.schedules.get(written.discounting.schedule)
    if schedule is None:
        return
    last = max(band.last for band in schedule.bands)
    for number, line in enumerate(written.lines):
        if isinstance(line, GrossLine) and line.gross.years + 1 > last:
            yield fault(
                agreement,
                "years-beyond-schedule",
                f"value/lines/{number}/gross/years",
                what=f"“{line.id}” lasts {line.gross.years} years, and “{schedule.id}” has rates for {last}.",
                why="No rate is made up, so the later years could not be discounted.",
                do="Count fewer years, or name a schedule that goes as far.",
            )


def no_counterfactual(agreement: Agreement, line: NetLine, at: str) -> Iterator[Fault]:
    """A line on a design without a comparison will be told as not known; that is said beforehand."""
    try:
        design = agreement.objective(line.objective).plan.design
    except NotFound:
        return
    if GIVES_COUNTERFACTUAL.get(design) is False:
        yield fault(
            agreement,
            "value-without-counterfactual",
            f"{at}/objective",
            what=f"“{line.id}” values “{line.objective}”, whose design, “{design}”, has no comparison.",
            why="What would have happened anyway is not known, so this line will be told as not known.",
            do="Choose a design with a comparison, or leave the line as it is and let it be told so.",
            stops=False,
        )


def unit_fits(
    agreement: Agreement, line: GrossLine | NetLine, fact: Fact, at: str, reference: Reference
) -> Iterator[Fault]:
    """The price of a net line is a price of what its objective counts."""
    objective = next((one for one in agreement.objectives if one.id == getattr(line, "objective", None)), None)
    event = reference.events.get(objective.reduce or "") if objective else None
    if objective is None or (objective.reduce is not None and event is None):
        return
    one = event.noun if event else "point"
    if fact.unit != f"GBP per {one}":
        yield fault(
            agreement,
            "unit-does-not-fit",
            f"{at}/unit_value",
            what=f"“{line.id}” values “{objective.id}”, counted by the {one}, at “{fact.id}”, in {fact.unit}.",
            why="The price of one thing says nothing of the value of another.",
            do=f"Name a fact in GBP per {one}.",
        )


def in_force(agreement: Agreement, fact: Fact, at: str, reference: Reference) -> Iterator[Fault]:
    """A price is in force on the first day of every period, and in prices that can be restated."""
    for period in statement_periods(agreement):
        appraisal = Appraisal(agreement=agreement, reference=reference, period=period)
        try:
            price = appraisal.price(FactValue(fact=fact.id))
        except NotInForce:
            yield fault(
                agreement,
                "fact-not-in-force",
                f"{at}/unit_value",
                what=f"“{fact.id}” ({fact.place}) has no value for {period.start}.",
                why="A period is valued at the price of its first day, and no price is carried over.",
                do="Add a value in force on that day, with its source.",
            )
            return
        if isinstance(price.money, Unknown):
            yield fault(
                agreement,
                "price-not-restated",
                f"{at}/unit_value",
                what=f"The value of “{fact.id}” will be told as {price.money}.",
                why="Money of different price years is never added.",
                do=f"Give the price in {agreement.price_base} prices, or add a deflator by financial year.",
                stops=False,
            )
            return


def map_settled_often(agreement: Agreement, written: ValueMap) -> Iterator[Fault]:
    """A value map of the whole term is told once."""
    gross = any(isinstance(line, GrossLine) for line in written.lines)
    if gross and len(statement_periods(agreement)) > 1:
        yield fault(
            agreement,
            "value-map-settled-yearly",
            "value",
            what="The value map counts the whole term, and this agreement is settled each year.",
            why="The same value and the same inputs would be told again every year.",
            do="Write “settle_every: term”.",
        )


def price_among_inputs(agreement: Agreement, written: ValueMap) -> Iterator[Fault]:
    """An input from a body that also pays a fixed price may be that price."""
    if not any(isinstance(term, FixedTerm) for term in agreement.payment):
        return
    payers = {word for party in agreement.with_role("pays") for word in (party.id, party.name)}
    for number, going_in in enumerate(written.inputs):
        if going_in.who in payers:
            yield fault(
                agreement,
                "price-among-inputs",
                f"value/inputs/{number}",
                what=f"The input “{going_in.id}” comes from {going_in.who}, who also pays a fixed price.",
                why="The fixed price is counted as a cost already; the same money may be counted twice.",
                do="Leave the fixed price out of the inputs. If this is something else that they give, leave it.",
                stops=False,
            )
