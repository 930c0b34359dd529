"""What is lacking and what is not known, each said once."""

from collections.abc import Iterable, Iterator, Sequence

from proventive.agreement.document import CoProduction
from proventive.evaluation.finding import Findings
from proventive.outturn.case import Case
from proventive.outturn.outturn import Payment, Promise
from proventive.outturn.statement import mid_sentence
from proventive.quantities import Estimate, MoneyEstimate, Unknown
from proventive.reading.faults import Fault
from proventive.valuation.worth import Worth


def notes_of(faults: Iterable[Fault]) -> tuple[str, ...]:
    """What the agreement lacks that every agreement is asked for, kindly: the notes that checking it gave."""
    return once(f"{fault.what} {fault.why} {fault.do}" for fault in faults if not fault.stops)


def unknowns(
    case: Case, worth: Worth, promises: Sequence[Promise], payments: Sequence[Payment], more: Iterable[str]
) -> tuple[str, ...]:
    """What is not known: of what was found, its worth, what was promised, what is owed. Each said once."""
    found = (*of_findings(case.findings), *of_obligations(promises), *of_paid_hours(case))
    return once((*found, *of_worth(worth), *of_payment(case, payments), *more))


def of_findings(findings: Findings) -> Iterator[str]:
    """Of each objective, why nothing could be estimated, or why an estimate has no interval."""
    for finding in findings.findings:
        happened, label = finding.happened.value, finding.label
        if isinstance(happened, Unknown):
            yield f"{sentence_case(label)}: {happened.unknown}"
        elif isinstance(happened, Estimate) and happened.no_interval is not None:
            yield f"How far off the result on {mid_sentence(label)} may be: {happened.no_interval.unknown}"


def of_obligations(promises: Sequence[Promise]) -> Iterator[str]:
    for promise in promises:
        if promise.kind == "obligation" and isinstance(promise.happened.value, Unknown):
            yield f"{promise.label}: {promise.happened.value.unknown}"


def of_paid_hours(case: Case) -> Iterator[str]:
    """Where hours of people served are to be paid at a rate: the records hold whether they were paid, no rate."""
    for obligation in case.agreement.obligations:
        hours = obligation.hours_by_people_served if isinstance(obligation, CoProduction) else None
        if hours is not None and hours.paid is not None:
            yield f"Whether hours given by people served were paid at the {hours.paid}: no rate is on record"


def of_worth(worth: Worth) -> Iterator[str]:
    """Of each benefit, why it has no value; and why the whole has no interval."""
    for line in worth.lines:
        if isinstance(line.present_value.value, Unknown):
            yield f"The worth of {mid_sentence(line.outcome)}: {line.present_value.value.unknown}"
    total = worth.total.value
    if isinstance(total, Unknown) and not worth.lines:
        yield f"The worth: {total.unknown}"
    if isinstance(total, MoneyEstimate) and total.no_interval is not None:
        yield f"How far off the worth may be: {total.no_interval.unknown}"


def of_payment(case: Case, payments: Sequence[Payment]) -> Iterator[str]:
    """Of each term, why what is owed is not known; and that nobody looked for changes claimed twice."""
    for payment in payments:
        if isinstance(payment.owed.value, Unknown):
            yield f"What is owed, {mid_sentence(payment.label)}: {payment.owed.value.unknown}"
    if isinstance(case.elsewhere, Unknown) and any(payment.objective for payment in payments):
        yield f"Whether a change is claimed under another agreement too: {case.elsewhere.unknown}"


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def once(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in the order in which it was first said."""
    return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))
