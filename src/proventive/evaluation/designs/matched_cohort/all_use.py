"""Everything that the two groups used, and what it cost: use that moved to another service must be seen."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from proventive.evaluation.designs.matched_cohort.inputs import AllUse, Columns, Seen, UseOfEvent
from proventive.evaluation.designs.matched_cohort.pairing import MatchedCohort
from proventive.evaluation.designs.matched_cohort.windows import Days, Windows, period_around
from proventive.evaluation.figures import Figures, Line, inferred
from proventive.evaluation.methods.arrays import Floats, Integers, as_floats, totals
from proventive.evaluation.methods.intervals import LEVEL, Inference
from proventive.evaluation.methods.matched_did import difference_in_differences, follow_up_only
from proventive.quantities import Money, MoneyEstimate, Real, Table, Unknown, Value
from proventive.records import Records
from proventive.records.unit_costs import UnitCosts, unit_costs
from proventive.records.use_and_cost import aligned_use

FOLLOW_UP, EARLIER = "follow-up", "earlier"
COLUMNS = (
    ("participants", "People who joined"),
    ("comparison", "Similar people"),
    ("difference", "Difference"),
    ("difference-in-differences", "Difference, allowing for the earlier year"),
)
NO_COSTS = Unknown(unknown="the reference facts hold no unit cost of any of these services")
NO_PRICE = Unknown(unknown="for some of it no unit cost is in force")
NO_INTERVAL = "there are too few independent groups, or no variation between them, to tell an interval"


def gather_all_use(records: Records, joined_day: Integers, windows: Windows, seen: Seen) -> AllUse:
    """Use of every event that the stores cover, in the follow-up and the earlier year, from the engine."""
    records.materialise("evaluation/index_dates")
    days = {FOLLOW_UP: windows.follow_up}
    if windows.earlier is not None:
        days[EARLIER] = windows.earlier
    spans = {name: (window.first, window.last) for name, window in days.items()}
    aligned = aligned_use(records, spans, follow_up=windows.follow_up.length)
    covered = {entry.event for manifest in records.manifests for entry in manifest.store.coverage}
    return AllUse(
        events={
            id: _of_event(records, id, aligned, joined_day, days, seen)
            for id in sorted(records.reference.events)
            if id in covered
        },
        unit_costs=unit_costs(records.reference),
    )


def _of_event(
    records: Records, event: str, aligned: Columns, joined_day: Integers, days: dict[str, Days], seen: Seen
) -> UseOfEvent:
    def of(span: str, column: str) -> Floats | Unknown:
        if span not in days:
            return Unknown(unknown="the earlier year was not seen")
        unseen = records.covered("demand", event, period_around(joined_day, days[span]))
        if unseen is not None:
            return unseen
        rows = (aligned["event"] == event) & (aligned["span"] == span)
        of_row = seen.rows(aligned["person_id"][rows], aligned["index_day"][rows])
        return totals(of_row, as_floats(aligned[column][rows]), len(seen))

    words = records.reference.events[event]
    return UseOfEvent(
        label=words.label,
        plural=words.plural,
        follow_up=of(FOLLOW_UP, "quantity"),
        earlier=of(EARLIER, "quantity"),
        pence=of(FOLLOW_UP, "pence"),
        pence_earlier=of(EARLIER, "pence"),
    )


def all_use_table(cohort: MatchedCohort, figures: Figures) -> Table:
    """Use of every service in the follow-up, and what it cost, in either group, a person.

    Costs are added only where they are in the prices of one year.
    """
    all_use = cohort.inputs.all_use
    trail = replace(figures.trail, facts=(*figures.trail.facts, *all_use.unit_costs.facts))
    lines: list[Line] = [
        (id, _capital(use.label), _cells(cohort, use.follow_up, use.earlier, _per_person(use.plural)))
        for id, use in all_use.events.items()
    ]
    return replace(figures, trail=trail).table(
        "all-use",
        "All use of services in the follow-up, and what it cost",
        "Service",
        COLUMNS,
        [*lines, _cost(cohort, all_use)],
        counts="matched participants and the people matched to them, while alive and resident",
    )


def _cost(cohort: MatchedCohort, all_use: AllUse) -> Line:
    """Cost of every event that has a unit cost, together; the heading says of which."""
    named = {event for event, _ in all_use.unit_costs.pence}
    held = [use for id, use in all_use.events.items() if id in named]
    year = _one_year(all_use.unit_costs)
    if not held or isinstance(year, Unknown):
        why = year if held and isinstance(year, Unknown) else NO_COSTS
        return "cost", "Cost", (why,) * len(COLUMNS)
    heading = f"Cost of {', '.join(use.label for use in held)}, for each person"
    after, earlier = _added([use.pence for use in held]), _added([use.pence_earlier for use in held])
    return "cost", heading, _cells(cohort, after, earlier, _pounds(Real(year=year)))


def _one_year(costs: UnitCosts) -> str | Unknown:
    years = [year for year in costs.price_years if year is not None]
    if len(costs.price_years) == len(years) == 1:
        return years[0]
    return Unknown(unknown="the unit costs are in the prices of different years, or do not say of which")


def _added(parts: Sequence[Floats | Unknown]) -> Floats | Unknown:
    known = [part for part in parts if not isinstance(part, Unknown)]
    return np.sum(known, axis=0) if len(known) == len(parts) else next(p for p in parts if isinstance(p, Unknown))


def _cells(
    cohort: MatchedCohort, after: Floats | Unknown, earlier: Floats | Unknown, told: Callable[[Inference], Value]
) -> tuple[Value, ...]:
    """The mean of either group, their difference, and the difference beyond the gap in the earlier year."""
    groups = _groups(cohort, after)
    if isinstance(groups, Unknown):
        return (groups,) * len(COLUMNS)
    plain = follow_up_only(*groups, clusters=cohort.clusters)
    means = told(plain.observed), told(plain.counterfactual), told(plain.effect)
    before = _groups(cohort, earlier)
    if isinstance(before, Unknown):
        return *means, before
    fit = difference_in_differences(
        before[0], groups[0], before[1], groups[1], scale=cohort.inputs.windows.scale, clusters=cohort.clusters
    )
    return *means, told(fit.effect)


def _groups(cohort: MatchedCohort, values: Floats | Unknown) -> tuple[Floats, Floats] | Unknown:
    """The values of participants and of those matched to them."""
    if isinstance(values, Unknown):
        return values
    own, other = cohort.groups(values)
    return NO_PRICE if np.isnan(own).any() or np.isnan(other).any() else (own, other)


def _per_person(plural: str) -> Callable[[Inference], Value]:
    return lambda value: inferred(value, unit=f"{plural} per person", basis="matched cohort", why_not=NO_INTERVAL)


def _pounds(basis: Real) -> Callable[[Inference], Value]:
    """An inference in pence as money."""

    def money(pence: float) -> Money:
        return Money.from_statistic(pence / 100, basis=basis)

    def told(value: Inference) -> Value:
        if not value.has_interval:
            return MoneyEstimate(central=money(value.value), no_interval=Unknown(unknown=NO_INTERVAL))
        low, high = value.interval()
        return MoneyEstimate(central=money(value.value), low=money(low), high=money(high), level=LEVEL)

    return told


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
