"""What would be expected of people chosen for high use, with no service at all."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Floats, Integers
from proventive.evaluation.methods.cluster_robust import cluster_robust
from proventive.evaluation.methods.intervals import Inference

FEWEST = 30  # people and dates behind a cell that is read off; sparser cells are read off the line


@dataclass(frozen=True, slots=True, kw_only=True)
class UsePairs:
    """Pairs of periods in people who had not joined, summed by use before: what followed each pattern of use.

    One entry for each pattern of use in the last 3 months and in the 9 months before: how many people (at the
    dates looked at), and their use in the period after.
    """

    last_3_months: Floats
    prior_9_months: Floats
    people: Floats
    after: Floats  # total


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedAfter:
    """Mean use before and the mean expected after, for the patterns of use of those who joined."""

    before: float
    after: float
    read_off: float  # the share of people whose pattern was common enough to be read off

    @property
    def fall(self) -> float | None:
        """The fall expected with no service, as a share of use before; None where there was none."""
        return 1 - self.after / self.before if self.before > 0 else None


def expected_after(last_3_months: Floats, prior_9_months: Floats, others: UsePairs) -> ExpectedAfter | None:
    """The use expected after, from what followed the same pattern of use in people who did not join.

    Where at least 30 people showed the same pattern, their mean is taken; else the least-squares line through
    all patterns (linear credibility from pairs of periods: Bühlmann (1967), Experience rating and credibility,
    ASTIN Bulletin 4(3)). None where nobody can be looked at. One period alone cannot tell this: rates move
    between years, and the expected fall is larger than a one-period model says.
    """
    if others.people.sum() < FEWEST:
        return None
    line = _line(others)
    expected = np.maximum(line[0] + line[1] * last_3_months + line[2] * prior_9_months, 0.0)
    cells = {
        (recent, prior): total / people
        for recent, prior, people, total in zip(
            others.last_3_months.tolist(),
            others.prior_9_months.tolist(),
            others.people.tolist(),
            others.after.tolist(),
            strict=True,
        )
        if people >= FEWEST
    }
    patterns, of_person = np.unique(np.stack([last_3_months, prior_9_months]), axis=1, return_inverse=True)
    read = np.array([cells.get((recent, prior), np.nan) for recent, prior in patterns.T.tolist()])[
        of_person.ravel()
    ]
    common = ~np.isnan(read)
    return ExpectedAfter(
        before=float(np.mean(last_3_months + prior_9_months)),
        after=float(np.mean(np.where(common, read, expected))),
        read_off=float(np.mean(common)),
    )


def _line(others: UsePairs) -> Floats:
    """Weighted least squares of mean use after on use in the two windows before."""
    design = np.stack([np.ones_like(others.people), others.last_3_months, others.prior_9_months], axis=1)
    root = np.sqrt(others.people)
    line, *_ = np.linalg.lstsq(design * root[:, None], others.after / others.people * root, rcond=None)
    return line


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardedChange:
    """A change since before, held against what follows the same use in people who did not join, per person."""

    before: float
    after: float
    expected: float  # after, with no service, from pairs of periods in others
    beyond: Inference  # after less expected
    least_fall: float | None  # see :func:`one_period_expectation`: a lower bound, which clears no claim


def guarded_change(
    before: Floats,
    after: Floats,
    person: Integers,
    before_of_others: Floats,
    after_of_others: Floats,
    person_of_others: Integers,
) -> GuardedChange:
    """How far use after lies from what pairs of periods in people who did not join foretell of it.

    Linear credibility: the least-squares line of use after on use before among others (Bühlmann 1967, ASTIN
    Bulletin 4(3)). Its error counts, as does that of those who joined; both cluster by person, who may stand in
    several pairs of periods, and nobody may stand in both groups. The degrees of freedom are Welch's.
    Raises ValueError where a group has fewer than 2 people or use before does not vary among others.
    """
    if set(person.tolist()) & set(person_of_others.tolist()):
        raise ValueError("a person stands among those who joined and among the others")
    design = np.column_stack([np.ones(len(before_of_others)), before_of_others])
    line = cluster_robust(after_of_others, design, person_of_others)
    foretold = line.contrast(np.array([1.0, float(before.mean())]))
    left = after - line.coefficients[0] - line.coefficients[1] * before
    seen = cluster_robust(left, np.ones((len(left), 1)), person).coefficient(0)
    parts = [(part.standard_error or 0.0) ** 2 for part in (seen, foretold)]
    freedom = (
        sum(parts) ** 2
        / sum(part**2 / (of.degrees_of_freedom or 1.0) for part, of in zip(parts, (seen, foretold), strict=True))
        if sum(parts) > 0
        else None
    )
    least = one_period_expectation(before, before_of_others)
    return GuardedChange(
        before=float(before.mean()),
        after=float(after.mean()),
        expected=foretold.value,
        beyond=Inference(value=seen.value, standard_error=float(np.sqrt(sum(parts))), degrees_of_freedom=freedom),
        least_fall=None if least is None or before.mean() == 0 else 1 - least / float(before.mean()),
    )


def one_period_expectation(before: Floats, of_everybody: Floats) -> float | None:
    """Mean use after by a gamma-Poisson of one period: mu (k + x) / (k + mu), by moments of everybody's use.

    It takes need to stand still. Need moves, so that people chosen for high use fall further than this: what it
    gives is the least fall to expect with no service, never what clears a claim. None where use varies no more
    than chance makes it, so that no need can be told apart.
    """
    mean, variance = float(of_everybody.mean()), float(of_everybody.var(ddof=1))
    if variance <= mean:
        return None
    shape = mean**2 / (variance - mean)
    return float(np.mean(mean * (shape + before) / (shape + mean)))
