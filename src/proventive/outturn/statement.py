"""A settled term as it is told: what is owed, the most it could be, and a line for everything claimed."""

from proventive.agreement.document import EffectOnEveryoneWhoJoined, FixedTerm, PaymentTerm, PerPersonImproved
from proventive.agreement.payment import Due
from proventive.agreement.phrases import Rate
from proventive.evaluation.finding import Finding
from proventive.outturn.case import Case, objective_of
from proventive.outturn.outturn import Payment
from proventive.quantities import Column, Figure, Number, Row, Table, Trail, Unknown
from proventive.quantities.words import day_in_words


def told(case: Case, term: PaymentTerm, settled: Due, finding: Finding | None, trail: Trail) -> Payment:
    """What was settled, as figures."""
    most = settled.most or Unknown(unknown="the agreement sets no cap on this term")
    return Payment(
        term=term.id,
        label=label(case, term),
        objective=objective_of(term),
        owed=Figure(
            id=f"{term.id}/owed", value=settled.owed, counts=f"owed for {period_in_words(case)}", trail=trail
        ),
        most=Figure(id=f"{term.id}/most", value=most, counts="the most that this term could pay", trail=trail),
        lines=lines_table(term, settled, trail),
        reason=reason(term, settled, finding),
    )


def unsettled(
    case: Case, term: PerPersonImproved | EffectOnEveryoneWhoJoined, why: Unknown, trail: Trail
) -> Payment:
    """A term that cannot be settled: nothing is owed yet, and the reason is said."""
    most = term.cap.amount.to_pence() if term.cap is not None else None
    return told(case, term, Due(term=term.id, owed=why, most=most, lines=()), None, trail)


def lines_table(term: PaymentTerm, settled: Due, trail: Trail) -> Table:
    """A row for each line: how many, what they come to, and why."""
    rows = tuple(
        Row(
            id=str(number),
            heading=line.what,
            cells=(
                line.quantity
                if isinstance(line.quantity, Unknown)
                else Number(number=line.quantity, unit=plural(line.unit)),
                line.amount,
                line.reason,
            ),
        )
        for number, line in enumerate(settled.lines, start=1)
    )
    return Table(
        id=f"{term.id}/lines",
        title="What is owed, line by line",
        row_heading="Line",
        columns=(
            Column(id="quantity", heading="How many"),
            Column(id="amount", heading="Amount"),
            Column(id="reason", heading="Why"),
        ),
        rows=rows,
        counts="what the term pays for, and what it does not",
        trail=trail,
    )


def plural(unit: str) -> str:
    """The unit of a line in the plural, as units are kept: ``people``, ``instalments``, ``admissions avoided``."""
    first, _, rest = unit.partition(" ")
    return f"{'people' if first == 'person' else first + 's'} {rest}".strip()


def reason(term: PaymentTerm, settled: Due, finding: Finding | None) -> str:
    """Why the term owes what it owes, in a sentence or two."""
    if not settled.lines and isinstance(settled.owed, Unknown):
        return f"Nothing is owed yet: {settled.owed.unknown}."
    said = settled.lines[0].reason if settled.lines else ""
    unknown = ""
    if isinstance(settled.owed, Unknown) and settled.owed.unknown not in said:
        unknown = f"What is owed is not known: {settled.owed.unknown}."
    return " ".join(part for part in (said, unknown, whom_it_covers(term, finding)) if part)


def whom_it_covers(term: PaymentTerm, finding: Finding | None) -> str:
    """How people without a similar comparator were counted, where there are any."""
    if not isinstance(term, EffectOnEveryoneWhoJoined) or finding is None:
        return ""
    joined, matched = finding.people.value, finding.followed.value
    if not isinstance(joined, Number) or not isinstance(matched, Number) or matched.number >= joined.number:
        return ""
    alone = joined.number - matched.number
    rule = "nothing is paid for them" if term.unmatched == "no effect" else "they count like the others"
    who = "1 person who joined has" if alone == 1 else f"{alone:,} people who joined have"
    return f"{who} no similar person to compare with: {rule}."


def label(case: Case, term: PaymentTerm) -> str:
    """What a term pays for, in words."""
    if isinstance(term, FixedTerm):
        return "Price, once" if term.every == "once" else f"Price, for every {term.every}"
    objective = case.agreement.objective(objective_of(term) or "")
    named = mid_sentence(objective.label or objective.id.replace("-", " "))
    if isinstance(term, PerPersonImproved):
        return f"For each person who improved: {named}"
    return f"For each {term.rate.per}" if isinstance(term.rate, Rate) else f"For the result on {named}"


def mid_sentence(text: str) -> str:
    """A label as it stands within a sentence."""
    return text[:1].lower() + text[1:]


def period_in_words(case: Case) -> str:
    """``1 April 2025 to 31 March 2026``."""
    return f"{day_in_words(case.period.start)} to {day_in_words(case.period.end)}"
