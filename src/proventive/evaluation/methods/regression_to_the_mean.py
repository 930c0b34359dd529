"""What would be expected of people chosen for high use, with no service at all."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Floats

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


def one_period_expectation(before: Floats, mean: float, variance: float) -> float | None:
    """Mean use after by a gamma-Poisson of one period: mu (k + x) / (k + mu), by the moments of everybody's use.

    It takes need to stand still. Need moves, so that people chosen for high use fall further than this: what it
    gives is the least fall to expect with no service, never what clears a claim. None where use varies no more
    than chance makes it, so that no need can be told apart.
    """
    if variance <= mean:
        return None
    shape = mean**2 / (variance - mean)
    return float(np.mean(mean * (shape + before) / (shape + mean)))
