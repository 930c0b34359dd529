"""The tables of before and after: every follow-up, reliable change, the ends of the scale."""

import numpy as np

from proventive.evaluation.designs.before_after.gathering import FollowUp, ScoreInputs
from proventive.evaluation.figures import Figures, counted, described, inferred
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.paired_change import (
    PairedChange,
    floor_and_ceiling,
    paired_change,
    reliable_change,
    reliable_change_criterion,
)
from proventive.quantities import Estimate, Table, Unknown, Value

NOBODY = Unknown(unknown="nobody has both scores")


def improvement(inputs: ScoreInputs, follow_up: FollowUp) -> PairedChange:
    """The change of those with both scores, positive in the better direction."""
    both = inputs.followed(follow_up)
    return paired_change(
        inputs.baseline[both], follow_up.scores[both], better_is_lower=inputs.instrument.better == "lower"
    )


def points(value: Inference, unit: str) -> Estimate:
    """A mean score or change as it is told."""
    return inferred(
        value,
        unit=unit,
        basis="before and after, no comparison",
        why_not="too few people have both scores, or none of them differ",
    )


def follow_ups_table(inputs: ScoreInputs, figures: Figures) -> Table:
    """Every follow-up: how many answered, what they scored before and after, and the change."""
    better = inputs.instrument.better

    def cells(follow_up: FollowUp) -> tuple[Value, ...]:
        people = counted(inputs.followed(follow_up).sum(), "people")
        if not inputs.followed(follow_up).any():
            return (people, NOBODY, NOBODY, NOBODY)
        change = improvement(inputs, follow_up)
        told = (points(change.before, "points"), points(change.after, "points"))
        return (people, *told, points(change.improvement, f"points {better}"))

    return figures.table(
        "follow-ups",
        "Change at each follow-up",
        "Months after joining",
        (
            ("people", "People with both scores"),
            ("before", "At joining"),
            ("after", "At follow-up"),
            ("change", "Change"),
        ),
        [
            (
                f"{one.months}-months",
                f"{one.months} months (± {one.window.to_day - one.window.day} days)",
                cells(one),
            )
            for one in inputs.follow_ups
        ],
        counts=f"people with a score at joining and at that follow-up ({inputs.instrument.label})",
    )


def reliable_change_table(inputs: ScoreInputs, last: FollowUp, figures: Figures) -> Table:
    """How many people changed by more than measurement error; Unknown where no standard error is published."""
    both = inputs.followed(last)
    error = inputs.instrument.standard_error
    groups = (("improved", "Reliably better"), ("unchanged", "No reliable change"), ("worsened", "Reliably worse"))
    if error is None:
        unknown = Unknown(
            unknown=f"no standard error of measurement is published for the {inputs.instrument.label}"
        )
        counts: dict[str, Value] = {id: unknown for id, _ in groups}
    else:
        gained = inputs.baseline[both] - last.scores[both]
        gained = gained if inputs.instrument.better == "lower" else -gained
        found = reliable_change(gained, reliable_change_criterion(float(error)))
        rest = found.people - found.improved - found.worsened
        numbers = {"improved": found.improved, "unchanged": rest, "worsened": found.worsened}
        counts = {id: counted(number, "people") for id, number in numbers.items()}
    return figures.table(
        "reliable-change",
        f"Change beyond measurement error at {last.months} months",
        "People",
        (("people", "People"),),
        [(id, heading, (counts[id],)) for id, heading in groups],
    )


def ends_table(inputs: ScoreInputs, last: FollowUp, figures: Figures) -> Table:
    """The shares at either end of the scale, at joining and at the last follow-up."""
    both, instrument = inputs.followed(last), inputs.instrument

    def shares(scores: np.ndarray) -> tuple[Value, Value]:
        ends = floor_and_ceiling(
            scores,
            low=float(instrument.low),
            high=float(instrument.high),
            better_is_lower=instrument.better == "lower",
        )
        return described(ends.at_best, "share"), described(ends.at_worst, "share")

    return figures.table(
        "ends-of-the-scale",
        "People at the ends of the scale",
        "When",
        (("best", "At the best score"), ("worst", "At the worst score")),
        [
            ("joining", "At joining", shares(inputs.baseline[both])),
            ("follow-up", f"At {last.months} months", shares(last.scores[both])),
        ],
    )
