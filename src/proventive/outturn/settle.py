"""Settle: promised against delivered, the payment due, and what it cost beside what it is worth."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from proventive.agreement.checks import notes
from proventive.agreement.document import Agreement
from proventive.agreement.payment import Participation
from proventive.evaluation.finding import Findings
from proventive.outturn.case import NOBODY_LOOKED, Case
from proventive.outturn.cost import cost_table, worth_less_owed
from proventive.outturn.counted import counted_table, nothing_counted, people_joined
from proventive.outturn.elsewhere import also_claimed
from proventive.outturn.gaps import notes_of, unknowns
from proventive.outturn.obligations import obligation_promises
from proventive.outturn.outturn import Outturn, Promise
from proventive.outturn.owed import owed_by, owed_in_all
from proventive.outturn.payments import payment
from proventive.outturn.promises import objective_promise
from proventive.outturn.sealed import seal_sentences
from proventive.quantities import Money, Unknown
from proventive.records import Records
from proventive.records.counts import Counts, counts
from proventive.valuation.worth import Worth

NOTHING_BEFORE: Mapping[str, Money] = MappingProxyType({})


def settle(
    agreement: Agreement,
    records: Records,
    findings: Findings,
    worth: Worth,
    *,
    elsewhere: Sequence[Participation] | Unknown = NOBODY_LOOKED,
    already_paid: Mapping[str, Money] = NOTHING_BEFORE,
) -> Outturn:
    """Hold what was promised against what happened in the period of the findings, and say what is owed.

    ``elsewhere`` is what the other agreements of the store claim (:func:`proventive.outturn.claims`), so that a
    change claimed twice is paid once unless both agreements allow it; left out, the outturn says that nobody
    looked. ``already_paid`` is what terms paid in earlier periods, by their id: it counts towards a cap on the
    whole agreement. The same records in any order, and the same claims in any order, settle equal.
    """
    case = Case(
        agreement=agreement,
        records=records,
        findings=findings,
        elsewhere=elsewhere if isinstance(elsewhere, Unknown) else tuple(elsewhere),
        already_paid=already_paid,
    )
    payments = tuple(payment(case, term) for term in agreement.payment)
    promises = every_promise(case, counts(records, agreement.id, case.period))
    counted = counted_table(case)
    owed, known = owed_in_all(case, payments)
    return Outturn(
        agreement=agreement,
        as_at=case.as_at.isoformat(),
        period=case.period,
        promises=promises,
        payments=payments,
        owed=owed,
        owed_known=known,
        owed_by=owed_by(case, owed, known),
        cost=cost_table(case, worth, payments, people_joined(counted)),
        worth_less_owed=worth_less_owed(case, worth, payments),
        accounts=case.records.accounts(),
        counts=counted,
        also_claimed=also_claimed(case),
        seals=seal_sentences(case),
        notes=notes_of(notes(agreement)),
        unknowns=unknowns(case, worth, promises, payments, nothing_counted(counted)),
        findings=findings,
        worth=worth,
        computed_on=records.computed_on,
    )


def every_promise(case: Case, counted: Counts) -> tuple[Promise, ...]:
    """Objectives, then obligations, in the order of the agreement."""
    objectives = (objective_promise(case, objective) for objective in case.agreement.objectives)
    obligations = (
        promise
        for obligation in case.agreement.obligations
        for promise in obligation_promises(case, obligation, counted)
    )
    return (*objectives, *obligations)
