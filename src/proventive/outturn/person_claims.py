"""Each person's own improvement, by the same windows as the evaluation counts it."""

from decimal import Decimal

from proventive.agreement.document import Objective, PerPersonImproved
from proventive.agreement.payment import PersonClaim
from proventive.outturn.case import Case, follow_up_of
from proventive.outturn.claims import participations
from proventive.quantities import Unknown
from proventive.records.score_windows import ScoreWindow, at_follow_up, at_joining

Scores = dict[str, Decimal | None]
"""A score of each person who joined, None where there is none near enough."""

NOT_AT_JOINING = Unknown(unknown="no score at joining")
NOT_AT_FOLLOW_UP = Unknown(unknown="no score at follow-up")


def person_claims(case: Case, term: PerPersonImproved) -> tuple[PersonClaim, ...]:
    """What may be claimed for everyone who joined: their improvement in points in the promised direction.

    Scores are those of the before-and-after design: nearest to joining and to the follow-up day, within its
    windows. Who lacks one of the two is claimed as not known: never paid for, and counted.
    """
    objective = case.agreement.objective(term.per_person_improved)
    months = follow_up_of(term, objective) or 0
    before = scores(case, objective, at_joining(objective.plan.follow_up or (months,)))
    after = scores(case, objective, at_follow_up(months))
    evidence = " ".join(used.hash for used in case.records.used("assessments")) or case.records.hash
    return tuple(
        PersonClaim(
            term=term.id,
            participation=participation,
            improved_by=improved_by(objective, before.get(participation.person), after.get(participation.person)),
            evidence=evidence,
        )
        for participation in participations(case.agreement, case.records, term, case.period)
    )


def scores(case: Case, objective: Objective, window: ScoreWindow) -> Scores:
    """The score of each person who joined that lies nearest to a day, within its window."""
    case.records.materialise("evaluation/joiners", agreement=case.agreement.id)
    rows = case.records.query(
        "evaluation/score_near",
        instrument=objective.measured_by,
        first_day=case.period.start,
        last_day=case.period.end,
        day=window.day,
        from_day=window.from_day,
        to_day=window.to_day,
    )
    return dict(zip(rows["person_id"].tolist(), rows["total"].tolist(), strict=True))


def improved_by(objective: Objective, before: Decimal | None, after: Decimal | None) -> Decimal | Unknown:
    """Points in the promised direction; negative where the score got worse."""
    if before is None:
        return NOT_AT_JOINING
    if after is None:
        return NOT_AT_FOLLOW_UP
    return after - before if objective.raise_ is not None else before - after
