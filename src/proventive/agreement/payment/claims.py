"""Claims: dated facts for which a term may pay. Payment reads claims and nothing else."""

from dataclasses import dataclass
from decimal import Decimal

from proventive.quantities import Period, Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalments:
    """How often a fixed sum fell due in a period."""

    term: str
    period: Period
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """A person who joined under an agreement, the change claimed for them, and the days it covers.

    ``span`` runs from joining to the end of follow-up. Two participations of one person in the same change
    with overlapping spans are one change claimed twice.
    """

    agreement: str
    change: str  # the event or instrument
    person: str  # a local id
    span: Period
    also_paid_elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonClaim:
    """One person's improvement on an instrument, in points in the promised direction (negative: worse).

    ``improved_by`` is Unknown where there is no score at follow-up: nothing is paid, and it is said.
    """

    term: str
    participation: Participation
    improved_by: Decimal | Unknown
    evidence: str  # hash of the record table


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortClaim:
    """The effect on everyone who joined in a period.

    ``observed`` and ``counterfactual`` are totals over everyone who joined, the term's rule for people
    without a similar comparator already applied; ``effect``, ``low`` and ``high`` are shares, unrounded.
    ``low`` and ``high`` are None where there is no interval. ``compared`` is how many people the totals are of,
    where those without a similar comparator are taken to have no effect; None where they are of everyone.
    ``more_died``: more of those who joined died than of the comparison, by more than sampling error.
    """

    term: str
    period: Period
    people: int
    observed: Decimal | Unknown
    counterfactual: Decimal | Unknown
    effect: Decimal | Unknown
    low: Decimal | None
    high: Decimal | None
    cohort: tuple[Participation, ...] = ()
    compared: int | None = None
    more_died: bool = False
    evidence: str


Claim = Instalments | PersonClaim | CohortClaim
