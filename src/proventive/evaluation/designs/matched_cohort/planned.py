"""What a plan must say for a matched cohort."""

from collections.abc import Iterator

from proventive.agreement.document import Agreement, Matching, Objective, Plan
from proventive.agreement.pointing import fault, nearest
from proventive.evaluation.designs.plans import planned
from proventive.reading.faults import Fault

RECENT, PRIOR = SPLIT_USE = ("use.last_3_months", "use.prior_9_months")
PEOPLE = ("sex", "age", "simd_decile", "frailty")
HELD_BY_DEFAULT = ("sex", "age")
KEPT = 200
"""Candidates of each participant, nearest in use and then in age, among whom a distance chooses (assumed)."""
MOST_EACH = 5
"""Comparators that a participant may have (assumed): a further one tells little more, and is less alike."""


def matching_of(plan: Plan) -> Matching:
    """How a plan chooses pairs: what it says, else the default."""
    return plan.matching or Matching()


def held_alike(plan: Plan) -> frozenset[str]:
    """In what a pair is alike: in all of match_on, or where there is a distance in what ``exact`` names."""
    matching = matching_of(plan)
    if matching.distance == "use":
        return frozenset(plan.match_on)
    return frozenset(matching.exact or [name for name in HELD_BY_DEFAULT if name in plan.match_on])


def candidates_kept(plan: Plan) -> int:
    """How many candidates of each participant are kept, where that is more than could be needed."""
    return 0 if matching_of(plan).distance == "use" else KEPT


def faults_of_plans(agreement: Agreement, design: str) -> list[Fault]:
    """What the plans that name this design lack, for every objective."""
    return [
        found for objective, path in planned(agreement, design) for found in _faults(agreement, objective, path)
    ]


def _faults(agreement: Agreement, objective: Objective, path: str) -> Iterator[Fault]:
    if objective.reduce is None:
        yield fault(
            agreement,
            "matched-cohort-without-event",
            f"{path}/plan/design",
            what=f"“{objective.id}” is an outcome on an instrument, and a matched cohort counts events.",
            why="People who did not join filled in no instrument, so there is nobody to compare with.",
            do="Use the design “before-after”, or promise to reduce an event.",
        )
    if not objective.plan.follow_up:
        yield fault(
            agreement,
            "no-follow-up",
            f"{path}/plan",
            what=f"The plan of “{objective.id}” does not say for how long people are followed.",
            why="Without it nobody knows when the result is due, or what it covers.",
            do="Add follow_up, for example “follow_up: 12 months”.",
        )
    missing = [use for use in SPLIT_USE if use not in objective.plan.match_on]
    if missing:
        yield fault(
            agreement,
            "use-not-matched",
            f"{path}/plan",
            what=f"The plan of “{objective.id}” does not match on {' and '.join(missing)}.",
            why="People join when their use is high. Unless the others are alike both in the last 3 months and in "
            "the 9 months before, their use falls back at another pace, and the difference is no effect.",
            do=f"Add to match_on: {', '.join(missing)}.",
        )
    yield from _faults_of_matching(agreement, objective, f"{path}/plan/matching")
    if objective.plan.baseline is None:
        yield fault(
            agreement,
            "no-earlier-year",
            f"{path}/plan",
            what=f"The plan of “{objective.id}” names no baseline before the year that is matched on.",
            why="Without it, need that differs between the two groups cannot be taken out, and the evidence is "
            "graded lower.",
            do="Add “baseline: months 24 to 13 before”, where two years of history are on record.",
            stops=False,
        )


def _faults_of_matching(agreement: Agreement, objective: Objective, path: str) -> Iterator[Fault]:
    plan = objective.plan
    if plan.matching is None:
        return
    matching = plan.matching
    for position, name in enumerate(matching.exact):
        if name not in plan.match_on:
            yield fault(
                agreement,
                "exact-not-matched",
                f"{path}/exact/{position}",
                what=f"The plan of “{objective.id}” holds people alike in “{name}”, which is not in its match_on.",
                why="All that people are matched on stands in match_on, so that its balance is told.",
                do=nearest(name, plan.match_on),
            )
    if not 1 <= matching.ratio <= MOST_EACH:
        yield fault(
            agreement,
            "ratio-out-of-range",
            f"{path}/ratio",
            what=f"The plan of “{objective.id}” wants {matching.ratio} similar people for each participant.",
            why="Each needs one; the further ones are less alike and tell little more.",
            do=f"Write a ratio from 1 to {MOST_EACH}.",
        )
    if matching.caliper is not None and matching.caliper <= 0:
        yield fault(
            agreement,
            "caliper-not-positive",
            f"{path}/caliper",
            what=f"The caliper of “{objective.id}” is {matching.caliper}, and no two people lie so near.",
            why="Nobody would be matched.",
            do="Write a number above 0, such as 0.2 with a propensity score.",
        )
    if matching.distance == "use":
        yield from _needs_a_distance(agreement, objective, matching, path)
    elif not held_alike(plan) & set(PEOPLE):
        yield fault(
            agreement,
            "nothing-held-alike",
            path,
            what=f"The plan of “{objective.id}” holds people alike in neither sex, age, simd_decile nor frailty.",
            why="Every participant would have to be held against everybody, and the nearest by distance may be "
            "of another age and sex.",
            do="Name at least one of them in match_on and in exact, for example “exact: [sex, age]”.",
        )


def _needs_a_distance(
    agreement: Agreement, objective: Objective, matching: Matching, path: str
) -> Iterator[Fault]:
    written = {
        "exact": bool(matching.exact),
        "caliper": matching.caliper is not None,
        "order": matching.order == "optimal",
    }
    for key in (key for key, is_written in written.items() if is_written):
        yield fault(
            agreement,
            "needs-a-distance",
            f"{path}/{key}",
            what=f"The plan of “{objective.id}” sets “{key}” without a distance.",
            why="Without one, pairs are alike in all of match_on, use within fixed limits, nearest in use first.",
            do=f"Add “distance: propensity” or “distance: mahalanobis”, or leave “{key}” out.",
        )
