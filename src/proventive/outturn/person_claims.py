"""stub"""

from proventive.agreement.document import PerPersonImproved
from proventive.agreement.payment import PersonClaim
from proventive.outturn.case import Case


def person_claims(case: Case, term: PerPersonImproved) -> tuple[PersonClaim, ...]:
    return ()
