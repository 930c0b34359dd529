"""What a reader of worth must hear with it: who could cash it, what it hangs on, how old the prices are."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from proventive.evaluation.finding import Finding
from proventive.quantities import Money, MoneyEstimate, Number
from proventive.quantities.words import in_words
from proventive.valuation.appraisal import Appraisal
from proventive.valuation.lines import ValuedLine

HALF = Decimal("0.5")
BILL_FALLS = frozenset({"cashable", "growth avoided"})


def notes(lines: Sequence[ValuedLine], findings: Mapping[str, Finding], appraisal: Appraisal) -> tuple[str, ...]:
    """A sentence for each thing that would mislead if it were left unsaid."""
    said = [*cashing(lines), *hanging_on_one(lines), *unmatched(lines, findings)]
    return tuple(said + ages(lines, appraisal))


def cashing(lines: Sequence[ValuedLine]) -> list[str]:
    """Which value nobody could take out of a budget."""
    known = [line for line in lines if isinstance(line.line.present_value.value, MoneyEstimate)]
    kinds = {line.line.cashability for line in known}
    if known and not kinds & BILL_FALLS:
        unknown = {line.line.cashability for line in lines if line not in known}
        this = "what is known of this" if unknown & BILL_FALLS else "any of this"
        freed = " It frees time and room that can be used for others." if "capacity released" in kinds else ""
        return [f"Nobody could cash {this}: no bill falls by it.{freed}"]
    stuck = [line for line in known if line.line.cashability == "not cashable"]
    if not stuck:
        return []
    outcomes = "; ".join(dict.fromkeys(line.reckoned.part.of for line in stuck))
    return [f"Nobody could cash {in_words(_sum(stuck))} of this ({outcomes}): no bill falls by it."]


def hanging_on_one(lines: Sequence[ValuedLine]) -> list[str]:
    """Where one outcome is more than half of the value of the first year, that is said."""
    first = [
        (line.reckoned.part.of, year.undiscounted.amount.central)
        for line in lines
        for year in line.reckoned.years
        if year.year == 1 and isinstance(year.undiscounted.amount, MoneyEstimate)
    ]
    outcomes = list(dict.fromkeys(outcome for outcome, _ in first))
    whole = sum((money.amount for _, money in first), Decimal(0))
    if len(outcomes) < 2 or whole <= 0:
        return []
    shares = {name: sum((m.amount for o, m in first if o == name), Decimal(0)) / whole for name in outcomes}
    most = max(outcomes, key=lambda name: shares[name])
    if shares[most] <= HALF:
        return []
    return [f"“{most}” is {shares[most]:.0%} of the value of year 1: if it is wrong, so is the total."]


def unmatched(lines: Sequence[ValuedLine], findings: Mapping[str, Finding]) -> list[str]:
    """People who joined and for whom nothing is counted, because the estimate does not apply to them."""
    said = []
    for id in dict.fromkeys(line.line.objective for line in lines if line.line.objective):
        finding = findings.get(id)
        if finding is None or not isinstance(finding.people.value, Number):
            continue
        followed = finding.followed.value
        if isinstance(followed, Number) and followed.number < finding.people.value.number:
            joined = finding.people.value.number
            said.append(
                f"Nothing is counted for {joined - followed.number:,} of the {joined:,} people who joined: the "
                f"estimate of {finding.label} does not apply to them."
            )
    return said


def ages(lines: Sequence[ValuedLine], appraisal: Appraisal) -> list[str]:
    """How old the prices are; a value map whose prices say no year is said to."""
    said = []
    for line in lines:
        if line.price.years_old > 0:
            years = "1 year" if line.price.years_old == 1 else f"{line.price.years_old} years"
            said.append(f"The unit value of {line.reckoned.part.of} is {years} older than the price base.")
    if any(line.line.kind == "gross" and not line.price.facts for line in lines):
        said.append(f"The value map does not say how old its unit values are; they are taken at {appraisal.base}.")
    return said


def _sum(lines: Sequence[ValuedLine]) -> Money:
    amounts = [line.line.present_value.value for line in lines]
    known = [amount.central for amount in amounts if isinstance(amount, MoneyEstimate)]
    total = known[0]
    for amount in known[1:]:
        total = total + amount
    return total
