"""Lines of worth added up: by payer, by year, and against what went in. What is added is always said."""

import re
from collections.abc import Sequence

from proventive.agreement.document import Agreement, ValueType
from proventive.quantities import Column, Estimate, Figure, Money, MoneyEstimate, Row, Table, Unknown, Value
from proventive.valuation.appraisal import Appraisal
from proventive.valuation.lines import ValuedLine, table_by_year
from proventive.valuation.parts import Part, together

TYPES: tuple[ValueType, ...] = ("fiscal", "economic", "social")
SUM = "lines added up; where all were estimated with draws, draw by draw, and the interval is of the sums"


def total_figure(lines: Sequence[ValuedLine], appraisal: Appraisal) -> Figure:
    """Everything together, as ``worth/total``; Unknown where any line is."""
    value: Value = together([line.reckoned.part for line in lines])
    if not lines:
        value = Unknown(unknown="the agreement has no value map")
    return _figure("worth/total", value, what_is_added(lines), lines, appraisal)


def what_is_added(lines: Sequence[ValuedLine]) -> str:
    """The kinds of value that a total adds, in words: fiscal and social are never added silently."""
    types = [type for type in TYPES if any(line.line.type == type for line in lines)]
    kinds = " and ".join([", ".join(types[:-1]), types[-1]] if len(types) > 1 else types)
    return f"{kinds} value{' added together' if len(types) > 1 else ''}".lstrip()


def by_payer(lines: Sequence[ValuedLine], appraisal: Appraisal) -> Table:
    """A row for each payer, type and cashability, in the order of the lines, as ``worth/by-payer``."""
    groups: dict[tuple[str, str, str], list[Part]] = {}
    for valued in lines:
        line = valued.line
        groups.setdefault((line.payer, line.type, line.cashability), []).append(valued.reckoned.part)
    return Table(
        id="worth/by-payer",
        title="What it is worth, and to whom",
        row_heading="To whom",
        columns=(
            Column(id="type", heading="Kind of value"),
            Column(id="cashability", heading="Could it be cashed?"),
            Column(id="present-value", heading="Present value"),
        ),
        rows=tuple(
            Row(
                id=slug(f"{payer} {type} {cashability}"),
                heading=name_of(payer, appraisal.agreement),
                cells=(type, cashability, together(parts)),
            )
            for (payer, type, cashability), parts in groups.items()
        ),
        counts=f"value to each payer, by kind and by whether it could be cashed, at {appraisal.base}",
        trail=appraisal.trail(SUM, *_ids(lines), rests_on=_present_values(lines)),
    )


def by_year(lines: Sequence[ValuedLine], appraisal: Appraisal) -> Table:
    """A row for each year, all lines together, as ``worth/by-year``. A line that is not known is in no year."""
    years = sorted({year.year for line in lines for year in line.reckoned.years})
    rows = []
    for year in years:
        parts = [part for line in lines for part in line.reckoned.years if part.year == year]
        plain, present = (
            together([part.undiscounted for part in parts]),
            together([part.present for part in parts]),
        )
        rows.append((year, plain, present))
    counts = f"every line that is known, together, at {appraisal.base}"
    trail = appraisal.trail(SUM, *_ids(lines), rests_on=_present_values(lines))
    return table_by_year("worth", "What it is worth, by year", rows, counts, trail)


def net_figure(total: Figure, cost: Figure, lines: Sequence[ValuedLine], appraisal: Appraisal) -> Figure:
    """Worth less what went in, as ``worth/net``."""
    value: Value
    if isinstance(total.value, MoneyEstimate) and isinstance(cost.value, Money):
        value = less(total.value, cost.value)
    else:
        value = _why(total, cost)
    counts = f"{total.counts}, less the fixed price and inputs of the same period"
    return _figure("worth/net", value, counts, lines, appraisal, rests_on=(total.id, cost.id))


def ratio_figure(total: Figure, cost: Figure, lines: Sequence[ValuedLine], appraisal: Appraisal) -> Figure:
    """Worth for each pound that went in, as ``worth/ratio``: with its interval, or the reason why it has none."""
    value: Value
    if isinstance(cost.value, Money) and cost.value.amount == 0:
        value = Unknown(unknown="nothing that went in has a price, so there is nothing to divide by")
    elif isinstance(total.value, MoneyEstimate) and isinstance(cost.value, Money):
        value = ratio(total.value, cost.value)
    else:
        value = _why(total, cost)
    counts = f"{total.counts}, for each 1 of fixed price and inputs"
    return _figure("worth/ratio", value, counts, lines, appraisal, rests_on=(total.id, cost.id))


def less(amount: MoneyEstimate, cost: Money) -> MoneyEstimate:
    """An amount less a cost that is known exactly."""
    return MoneyEstimate(
        central=amount.central - cost,
        low=None if amount.low is None else amount.low - cost,
        high=None if amount.high is None else amount.high - cost,
        level=amount.level,
        no_interval=amount.no_interval,
    )


def ratio(amount: MoneyEstimate, cost: Money) -> Estimate:
    """An amount for each unit of a cost that is known exactly: divided as Decimals, made a statistic once."""

    def over(money: Money | None) -> float | None:
        return None if money is None else float(money.amount / cost.amount)

    return Estimate(
        value=float(amount.central.amount / cost.amount),
        low=over(amount.low),
        high=over(amount.high),
        level=amount.level,
        unit="for each £1 that went in" if cost.currency == "GBP" else f"for each 1 {cost.currency} that went in",
        basis="present value over the cost of the same period",
        no_interval=amount.no_interval,
    )


def name_of(payer: str, agreement: Agreement) -> str:
    """The name of a payer that is a party; else the words that the agreement uses."""
    return {party.id: party.name for party in agreement.parties}.get(payer, payer)


def slug(words: str) -> str:
    """Words as the id of a row."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def _why(total: Figure, cost: Figure) -> Unknown:
    return next(figure.value for figure in (total, cost) if isinstance(figure.value, Unknown))


def _figure(
    id: str,
    value: Value,
    counts: str,
    lines: Sequence[ValuedLine],
    appraisal: Appraisal,
    rests_on: tuple[str, ...] = (),
) -> Figure:
    trail = appraisal.trail(SUM, *_ids(lines), rests_on=rests_on or _present_values(lines))
    return Figure(id=id, value=value, counts=counts, trail=trail)


def _ids(lines: Sequence[ValuedLine]) -> tuple[str, ...]:
    return tuple(valued.line.id for valued in lines)


def _present_values(lines: Sequence[ValuedLine]) -> tuple[str, ...]:
    return tuple(valued.line.present_value.id for valued in lines)
