"""The first page: what a board member sees, in one order everywhere (also the command line's summary)."""

import re

from proventive.agreement.document import Agreement
from proventive.evaluation.finding import Finding
from proventive.evidence.blocks import (
    Block,
    Cell,
    Heading,
    Link,
    Part,
    Parts,
    Sentence,
    Sheet,
    SheetRow,
    Shown,
    Terms,
)
from proventive.evidence.certainty import how_sure
from proventive.evidence.drawn import main_chart
from proventive.evidence.lead import lead
from proventive.evidence.money_told import what_it_cost, what_it_is_worth
from proventive.evidence.numbers import without_stop
from proventive.evidence.words import because, met, mid_sentence, period_name, sentence_case, span
from proventive.outturn.outturn import Outturn, Payment, Promise
from proventive.quantities import Money, Unknown

LEAST_ABOUT = 50  # letters: “Glenmarrow does not exist.” is too little by itself
PROMISED_COLUMNS = ("Promised", "Happened", "Target met?", "Because of the service?")


def kicker(outturn: Outturn, as_at: str) -> tuple[str, ...]:
    """For whom, for which period, and as at which day."""
    agreement = outturn.agreement
    period = f"{period_name(agreement, outturn.period)}: {span(outturn.period)}"
    return (f"Evidence for {with_small_the(commissioner(agreement))}", period, f"Figures as at {as_at}")


def commissioner(agreement: Agreement) -> str:
    """Who directs the service; else who signs or pays; else those who made the agreement."""
    for role in ("directs", "signs", "pays"):
        parties = agreement.with_role(role)
        if parties:
            return parties[0].name
    return "the parties to this agreement"


def with_small_the(name: str) -> str:
    """“the local authority”, in the middle of a line."""
    return f"the {name.removeprefix('The ')}" if name.startswith("The ") else name


def first_page(outturn: Outturn) -> tuple[Block, ...]:
    """The blocks of the first page."""
    return (
        *about(outturn.agreement),
        *lead(outturn),
        *promises(outturn),
        *main_chart(outturn),
        Heading(level=2, text="Cost, worth and certainty", anchor="cost-and-worth"),
        Terms(entries=(*entries(outturn), *more_about(outturn.agreement))),
    )


def about(agreement: Agreement) -> tuple[Block, ...]:
    """The first that the agreement says of itself: here it says so where anything is invented."""
    first, _ = about_in_two(agreement)
    return (Sentence(parts=(first,), style="small"),) if first else ()


def about_in_two(agreement: Agreement) -> tuple[str, str]:
    """What the agreement says of itself: a sentence or two to stand at the top, and the rest."""
    said = " ".join((agreement.about or "").split())
    sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", said) if said else []
    taken = 0
    while taken < len(sentences) and len(" ".join(sentences[:taken])) < LEAST_ABOUT:
        taken += 1
    return " ".join(sentences[:taken]), " ".join(sentences[taken:])


HOW_SURE = "How sure are we?"


def entries(outturn: Outturn) -> tuple[tuple[str, tuple[Sentence, ...]], ...]:
    """What it cost, what it is worth and to whom, how sure we are, and what we do not know."""
    unknowns = tuple(Sentence(parts=(sentence_case(with_stop(text)),)) for text in outturn.unknowns)
    told = (
        ("What it cost", what_it_cost(outturn)),
        ("What it is worth, to whom", what_it_is_worth(outturn)),
        (HOW_SURE, how_sure(outturn)),
        ("What we do not know", unknowns or (Sentence(parts=("Nothing is listed as unknown.",)),)),
    )
    return tuple((heading, sentences) for heading, sentences in told if sentences)


def more_about(agreement: Agreement) -> tuple[tuple[str, tuple[Sentence, ...]], ...]:
    """The rest of what the agreement says of itself, at the foot of the page."""
    _, more = about_in_two(agreement)
    return (("About this agreement", (Sentence(parts=(more,), style="small"),)),) if more else ()


def promises(outturn: Outturn) -> tuple[Block, ...]:
    """The promises in a table, and what is owed in all."""
    period = mid_sentence(period_name(outturn.agreement, outturn.period))
    if not outturn.promises:
        return (
            Sentence(parts=("This agreement promises no change that was to be measured.",)),
            *owed_in_all(outturn),
        )
    paid = bool(outturn.payments)
    told = "What was promised, what happened, and what is owed" if paid else "What was promised, and what happened"
    sheet = Sheet(
        caption=f"{told}: {period}",
        row_heading="Promise",
        columns=(*PROMISED_COLUMNS, "Owed") if paid else PROMISED_COLUMNS,
        rows=tuple(promise_row(promise, outturn) for promise in outturn.promises),
    )
    return (sheet, *owed_in_all(outturn))


def promise_row(promise: Promise, outturn: Outturn) -> SheetRow:
    """One promise: promised, happened, target met, because of the service, owed."""
    nothing_promised = promise.target_met == "no promise on record"
    cells = (
        Cell(parts=("none on record",))
        if nothing_promised
        else stated(Shown(figure=promise.promised, form="value")),
        stated(Shown(figure=promise.happened, form="value")),
        Cell(parts=(met(promise.target_met),)),
        Cell(parts=(because(promise.because_of_the_service),)),
    )
    owed = (owed_cell(promise, outturn),) if outturn.payments else ()
    return SheetRow(heading=promise.label, cells=(*cells, *owed))


def stated(shown: Shown) -> Cell:
    """A figure with, in small print, its interval or the reason why it is not known."""
    value = shown.figure.value
    if isinstance(value, Unknown):
        reason = without_stop(value.unknown)
        return Cell(parts=(Shown(figure=shown.figure, form="bare"),), note=(reason,))
    if getattr(value, "low", None) is not None:
        return Cell(parts=(shown,), note=(Shown(figure=shown.figure, form="interval"),))
    return Cell(parts=(shown,))


def owed_cell(promise: Promise, outturn: Outturn) -> Cell:
    """What the terms that pay for a promise owe, and the most that they could."""
    payments = [payment for payment in outturn.payments if payment.term in promise.owed]
    if not payments:
        has_price = any(payment.objective is None for payment in outturn.payments)
        return Cell(parts=("part of the price" if has_price else "not paid for by itself",))
    return Cell(
        parts=joined([Shown(figure=payment.owed, form="bare") for payment in payments], " + "), note=most(payments)
    )


def most(payments: list[Payment]) -> Parts:
    """“most it could be: £120,000”, where there is a cap."""
    capped = [payment for payment in payments if isinstance(payment.most.value, Money)]
    reasons = [payment.owed.value.unknown for payment in payments if isinstance(payment.owed.value, Unknown)]
    if capped and len(capped) == len(payments):
        return (
            "most it could be: ",
            *joined([Shown(figure=payment.most, form="bare") for payment in capped], " + "),
        )
    return (without_stop(reasons[0]),) if reasons else ()


def owed_in_all(outturn: Outturn) -> tuple[Sentence, ...]:
    """What is owed for the period, price and results together."""
    if not outturn.payments:
        return (Sentence(parts=("Nothing is owed: this agreement has no payment terms.",)),)
    see = (" ", Link(text="See it line by line", anchor="owed"), ".")
    if isinstance(outturn.owed.value, Unknown):
        known = outturn.owed_known
        so_far: Parts = (" The part that is known is ", Shown(figure=known, form="bare"), ".") if known else ()
        reason = f" {sentence_case(without_stop(outturn.owed.value.unknown))}."
        whole: Parts = ("What is owed in all is ", Shown(figure=outturn.owed, form="bare"), ".", reason)
        return (Sentence(parts=(*whole, *so_far, *see)),)
    return (Sentence(parts=("Owed in all: ", Shown(figure=outturn.owed, form="bare"), ".", *see)),)


def joined(shown: list[Shown], between: str) -> Parts:
    """Figures with words between them."""
    parts: list[Part] = []
    for figure in shown:
        parts += [between, figure] if parts else [figure]
    return tuple(parts)


def with_stop(text: str) -> str:
    """A sentence with its full stop."""
    return text.strip() if text.strip().endswith((".", "?", "!")) else f"{text.strip()}."


def finding_of(promise: Promise, outturn: Outturn) -> Finding | None:
    """The finding for a promise, where it is an objective that was evaluated."""
    for finding in outturn.findings.findings:
        if finding.objective == promise.id:
            return finding
    return None
