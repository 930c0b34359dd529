"""What is looked at beside the jump: was the line kept, and is there nothing else at it?"""

import numpy as np

from proventive.evaluation.checks import cutoffs
from proventive.evaluation.checks.deaths import no_more_deaths
from proventive.evaluation.designs.regression_discontinuity.gathering import ScoredInputs
from proventive.evaluation.finding import CheckResult
from proventive.evaluation.methods.arrays import Booleans, Floats, Integers
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.regression_discontinuity import (
    Crowding,
    DensityBreak,
    JumpFit,
    crowding,
    density_break,
    jump,
    turned,
)

CLOSEST = 0.1  # of the bandwidth: assumed


def checks_of(
    inputs: ScoredInputs, fit: JumpFit, *, line: float, offered_side: Booleans, unit: str
) -> tuple[CheckResult, ...]:
    """Every check of the design, in the order in which they are told; jumps are above the line less below it."""
    seen, score = inputs.followed, inputs.score[inputs.followed]
    near = np.abs(score - line) < CLOSEST * fit.bandwidths.effect
    sites = inputs.sites_of(seen)
    died = _jump(inputs.died[seen].astype(np.float64), score, line, sites)
    offered_above = bool((offered_side == (inputs.score >= line)).all())
    of_the_offered = died if offered_above or died is None else turned(died)
    return (
        cutoffs.line_kept(across=int((inputs.offered != offered_side).sum()), people=len(inputs.score)),
        cutoffs.seen_to_the_end(followed=int(seen.sum()), scored=len(seen)),
        cutoffs.deaths_at_the_line(died),
        no_more_deaths(of_the_offered, cutoffs.DESIGNS),
        cutoffs.no_crowding(_density(inputs.score, line)),
        cutoffs.no_heap(_heap(inputs.score, line)),
        cutoffs.alike_at_the_line(_jump(inputs.before[seen], score, line, sites), unit),
        cutoffs.placebo_lines(_elsewhere(inputs.after[seen], score, line, sites)),
        cutoffs.without_the_nearest(
            _jump(inputs.after[seen][~near], score[~near], line, None if sites is None else sites[~near]),
            left_out=int(near.sum()),
            unit=unit,
        ),
    )


def _jump(outcome: Floats, score: Floats, line: float, sites: Integers | None) -> Inference | None:
    try:
        return jump(outcome, score, cutoff=line, cluster=sites).robust
    except ValueError:
        return None


def _heap(score: Floats, line: float) -> Crowding | str:
    try:
        return crowding(score, cutoff=line)
    except ValueError as error:
        return str(error)


def _density(score: Floats, line: float) -> DensityBreak | str:
    try:
        return density_break(score, cutoff=line)
    except ValueError as error:
        return str(error)


def _elsewhere(
    outcome: Floats, score: Floats, line: float, sites: Integers | None
) -> list[tuple[float, Inference]]:
    """The jump at the median score of each side, among the people of that side alone."""
    found = []
    for side in (score < line, score >= line):
        middle, of_side = float(np.median(score[side])), None if sites is None else sites[side]
        if (jumped := _jump(outcome[side], score[side], middle, of_side)) is not None:
            found.append((middle, jumped))
    return found
