"""What does a term pay, for given claims?"""

from proventive.agreement.payment.claims import Claim, CohortClaim, Instalments, Participation, PersonClaim
from proventive.agreement.payment.due import Due, DueLine
from proventive.agreement.payment.fixed import instalments
from proventive.agreement.payment.paid_once import ClaimedTwice, claimed_twice, span_of_change
from proventive.agreement.payment.terms import due

__all__ = [
    "Claim",
    "ClaimedTwice",
    "CohortClaim",
    "Due",
    "DueLine",
    "Instalments",
    "Participation",
    "PersonClaim",
    "claimed_twice",
    "due",
    "instalments",
    "span_of_change",
]
