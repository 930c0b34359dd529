"""The lines of a value map, each valued year by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from proventive.agreement.document import GrossLine, NetLine
from proventive.evaluation.finding import Finding
from proventive.quantities import Column, Figure, Money, MoneyEstimate, Row, Table, Trail, Unknown, Value
from proventive.valuation.appraisal import Appraisal, Price, in_money
from proventive.valuation.discounting import Discounter
from proventive.valuation.net_lines import Benefit, benefit_of, shares_by_year, worth_of
from proventive.valuation.parts import Part
from proventive.valuation.social_return import YearOfValue, impact, present_value, years_of_value
from proventive.valuation.worth import WorthLine

GROSS = "quantity at its unit value, less deadweight, displacement and attribution (social return on investment)"
NET = "effect against the counterfactual, for the people to whom it applies, at its unit value"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPart:
    """What one line is worth in one year, before and after discounting."""

    year: int
    undiscounted: Part
    present: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """What a line comes to: over all years, and in each."""

    part: Part
    years: tuple[YearPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuedLine:
    """A line of worth, with the parts by which it is added to others and the price that it was valued at."""

    line: WorthLine
    reckoned: Reckoned
    price: Price


def gross_line(written: GrossLine, appraisal: Appraisal, discounter: Discounter) -> ValuedLine:
    """A line of a value map, by the method of social return on investment. Exact throughout.

    Method: A guide to Social Return on Investment, The SROI Network, 2009 and 2012.
    """
    price = appraisal.price(written.unit_value)
    if isinstance(price.money, Unknown):
        reckoned = Reckoned(part=Part(of=written.outcome, amount=price.money))
    else:
        first = impact(written.quantity, price.money.amount, written.gross)
        years = years_of_value(first, written.gross, discounter)
        reckoned = _exactly(written.outcome, years, price.money, no_interval_of_a_map(appraisal))
    facts = (*appraisal.stated(written), *price.facts, discounter.used)
    trail = appraisal.trail(f"{GROSS}; {discounter.said}", written.id, facts=facts)
    line = _line(written, reckoned, price, trail, counts=f"{written.outcome}, to {written.stakeholder}")
    return ValuedLine(line=line, reckoned=reckoned, price=price)


def net_line(
    written: NetLine, appraisal: Appraisal, discounter: Discounter, finding: Finding | None
) -> ValuedLine:
    """The value of a finding. Nothing is taken off: the counterfactual has it already."""
    price = appraisal.price(written.unit_value)
    label = finding.label if finding else written.objective
    benefit = benefit_of(finding)
    if isinstance(benefit, Unknown):
        reckoned = Reckoned(part=Part(of=label, amount=benefit))
    elif isinstance(price.money, Unknown):
        reckoned = Reckoned(part=Part(of=label, amount=price.money))
    else:
        reckoned = _estimated(label, benefit, price.money, discounter, finding.follow_up if finding else None)
    rests_on = (finding.effect.id, finding.followed.id) if finding else ()
    trail = appraisal.trail(
        f"{NET}; {discounter.said}", written.id, facts=(*price.facts, discounter.used), rests_on=rests_on
    )
    return ValuedLine(
        line=_line(written, reckoned, price, trail, counts=f"{label}, for the people whom the finding follows"),
        reckoned=reckoned,
        price=price,
    )


def no_interval_of_a_map(appraisal: Appraisal) -> Unknown:
    """Why a line of a value map has no interval, naming the map's source."""
    source = appraisal.agreement.value.source if appraisal.agreement.value else None
    named = f" ({source.title})" if source else ""
    return Unknown(unknown=f"the value map{named} gives single figures and no interval")


def _exactly(outcome: str, years: tuple[YearOfValue, ...], unit: Money, no_interval: Unknown) -> Reckoned:
    def part(amount: Decimal) -> Part:
        return Part(of=outcome, amount=MoneyEstimate(central=in_money(amount, unit), no_interval=no_interval))

    return Reckoned(
        part=part(present_value(years)),
        years=tuple(
            YearPart(year=year.year, undiscounted=part(year.undiscounted), present=part(year.present_value))
            for year in years
        ),
    )


def _estimated(
    label: str, benefit: Benefit, unit: Money, discounter: Discounter, follow_up: int | None
) -> Reckoned:
    """A benefit spread over the years of its follow-up, counted from joining."""
    years = []
    over_all_years = unit * 0
    for year, share in enumerate(shares_by_year(follow_up), start=1):
        plain = unit * share
        discounted = plain * discounter.factor(year)
        over_all_years = over_all_years + discounted
        years.append(
            YearPart(
                year=year,
                undiscounted=worth_of(benefit, plain, of=label),
                present=worth_of(benefit, discounted, of=label),
            )
        )
    return Reckoned(part=worth_of(benefit, over_all_years, of=label), years=tuple(years))


def _line(
    written: GrossLine | NetLine, reckoned: Reckoned, price: Price, trail: Trail, *, counts: str
) -> WorthLine:
    present = reckoned.part.amount
    return WorthLine(
        id=written.id,
        outcome=_told(written, reckoned),
        objective=written.objective if isinstance(written, NetLine) else None,
        kind="net of counterfactual" if isinstance(written, NetLine) else "gross",
        type=written.type,
        payer=written.payer,
        cashability=written.cashability,
        unit_value=Figure(id=f"{written.id}/unit-value", value=price.money, counts=counts, trail=trail),
        present_value=Figure(id=f"{written.id}/present-value", value=present, counts=counts, trail=trail),
        by_year=table_by_year(written.id, f"{_told(written, reckoned)}, by year", _rows(reckoned), counts, trail),
        draws=reckoned.part.draws,
    )


def _told(written: GrossLine | NetLine, reckoned: Reckoned) -> str:
    """The outcome in words: with its indicator, where several lines of a map share an outcome."""
    indicator = written.indicator if isinstance(written, GrossLine) else None
    return f"{reckoned.part.of} ({indicator})" if indicator else reckoned.part.of


def _rows(reckoned: Reckoned) -> list[tuple[int, Value, Value]]:
    return [(year.year, year.undiscounted.amount, year.present.amount) for year in reckoned.years]


def table_by_year(
    id: str, title: str, years: Sequence[tuple[int, Value, Value]], counts: str, trail: Trail
) -> Table:
    """A row for each year, counted from the year of activity: the value before and after discounting."""
    return Table(
        id=f"{id}/by-year",
        title=title,
        row_heading="Year",
        columns=(
            Column(id="undiscounted", heading="Before discounting"),
            Column(id="present-value", heading="Present value"),
        ),
        rows=tuple(
            Row(id=str(year), heading=f"Year {year}", cells=(plain, present)) for year, plain, present in years
        ),
        counts=counts,
        trail=trail,
    )
