"""The tables of before and after: every follow-up, reliable change, the ends of the scale."""

from dataclasses import replace

import numpy as np

from proventive.evaluation.designs.before_after.gathering import FollowUp, ScoreInputs
from proventive.evaluation.figures import Figures, counted, described, inferred
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.paired_change import (
    ExpectedImprovement,
    PairedChange,
    expected_improvement,
    floor_and_ceiling,
    important_change,
    paired_change,
    reliable_change,
    reliable_change_criterion,
)
from proventive.quantities import Estimate, Figure, Table, Unknown, Value
from proventive.reference import Instrument, Published

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


def important_change_table(inputs: ScoreInputs, last: FollowUp, figures: Figures) -> Table:
    """How many people changed by what matters to them; Unknown where no such figure is published."""
    both, smallest = inputs.followed(last), inputs.instrument.important_change
    groups = (("improved", "Better"), ("unchanged", "Neither"), ("worsened", "Worse"))
    heading = "Change that matters to people"
    if isinstance(smallest, Unknown):
        counts: dict[str, Value] = {id: smallest for id, _ in groups}
    else:
        heading = f"{heading} ({smallest.value} points or more)"
        gained = inputs.baseline[both] - last.scores[both]
        gained = gained if inputs.instrument.better == "lower" else -gained
        found = important_change(gained, float(smallest.value))
        rest = found.people - found.improved - found.worsened
        numbers = {"improved": found.improved, "unchanged": rest, "worsened": found.worsened}
        counts = {id: counted(number, "people") for id, number in numbers.items()}
    return cited(inputs.instrument, figures).table(
        "important-change",
        f"{heading} at {last.months} months",
        "People",
        (("people", "People"),),
        [(id, told, (counts[id],)) for id, told in groups],
    )


def to_be_expected(inputs: ScoreInputs, last: FollowUp) -> ExpectedImprovement | Unknown:
    """What would be seen with no service, and what is beyond; Unknown where a figure for it is not published."""
    instrument, both = inputs.instrument, inputs.followed(last)
    mean, retest = instrument.population_mean, instrument.retest
    if not isinstance(mean, Published) or not isinstance(retest, Published):
        lacking = [one.unknown for one in (mean, retest) if isinstance(one, Unknown)]
        return Unknown(unknown="; ".join(lacking))
    return expected_improvement(
        inputs.baseline[both],
        last.scores[both],
        population_mean=float(mean.value),
        retest=float(retest.value),
        better_is_lower=instrument.better == "lower",
    )


def expected_figures(
    inputs: ScoreInputs, expected: ExpectedImprovement | Unknown, figures: Figures
) -> tuple[Figure, Figure]:
    """The improvement to be expected of people drawn from people in general, and what is beyond it."""
    unit = f"points {inputs.instrument.better}"
    foretold: Value = expected if isinstance(expected, Unknown) else _foretold(expected, unit)
    beyond: Value = expected if isinstance(expected, Unknown) else points(expected.beyond, unit)
    made = cited(inputs.instrument, figures)
    return (
        made.figure(
            "expected-with-no-service",
            foretold,
            "the same people: how far such scores come back, if they were drawn from people in general",
        ),
        made.figure("beyond-expected", beyond, "the change since joining less the change that was to be expected"),
    )


def _foretold(expected: ExpectedImprovement, unit: str) -> Estimate:
    return Estimate(
        value=expected.expected,
        unit=unit,
        basis="published mean of people in general, and published correlation of two scores",
        no_interval=Unknown(unknown="the published figures that it rests on are taken as known"),
    )


def cited(instrument: Instrument, figures: Figures) -> Figures:
    """The same maker of figures, its trail with the publications of the instrument's own figures."""
    return replace(figures, trail=replace(figures.trail, facts=(*figures.trail.facts, *instrument.cited())))


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
