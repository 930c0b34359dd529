"""An event study as its sensitivity needs it: estimates before and after a reference period, and their covariance.

What is estimated in a period is the effect plus how far trends had come to differ by then; before the start there
is no effect. Everything here is worked out on the changes from one period to the next.
"""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.did.aggregates import Aggregated


@dataclass(frozen=True, slots=True, kw_only=True)
class EventStudy:
    """Differences to the reference period, which is the last before the start and has no estimate itself.

    Raises ValueError where the numbers are not an event study, or carry no error.
    """

    before: Floats  # in order of time, the last of them next to the reference period
    after: Floats
    covariance: Floats  # of those before, then those after

    def __post_init__(self) -> None:
        size = len(self.before) + len(self.after)
        if not len(self.before) or not len(self.after):
            raise ValueError("one estimate before the reference period or more, and one after it, are needed")
        if self.covariance.shape != (size, size):
            raise ValueError(f"the covariance has to have {size} rows and columns")
        if not (np.isfinite(self.estimates).all() and np.isfinite(self.covariance).all()):
            raise ValueError("some estimates or covariances are missing or not a number")
        scale = float(np.abs(self.covariance).max())
        if not np.allclose(self.covariance, self.covariance.T, rtol=0, atol=1e-8 * scale):
            raise ValueError("the covariance is not symmetric")
        least = float(np.linalg.eigvalsh(self.covariance)[0])
        if least < -1e-8 * scale:
            raise ValueError("the covariance is none: some combination of the estimates would vary less than not")
        if (np.diag(self.change_covariance()) <= 1e-12 * scale).any():
            raise ValueError("an estimate never differs from its neighbour, so there is no error to judge by")

    @property
    def estimates(self) -> Floats:
        """Those before, then those after."""
        return np.concatenate([self.before, self.after])

    def to_changes(self) -> Floats:
        """The matrix that makes changes from one period to the next of the estimates, the reference being 0."""
        steps, earlier = np.eye(len(self.before) + len(self.after)), len(self.before)
        for row in range(len(steps)):
            if row < earlier - 1:
                steps[row, row : row + 2] = -1, 1
            elif row == earlier - 1:
                steps[row, row] = -1
            elif row > earlier:
                steps[row, row - 1] = -1
        return steps

    def changes(self) -> Floats:
        """From one period to the next; the last of those before leads to the reference period."""
        return np.asarray(self.to_changes() @ self.estimates, dtype=np.float64)

    def change_covariance(self) -> Floats:
        """The covariance of the changes."""
        steps = self.to_changes()
        return np.asarray(steps @ self.covariance @ steps.T, dtype=np.float64)

    def weights_on_changes(self, weights: Floats | None) -> Floats:
        """What a weighted mean of the effects after the start weighs each change after it; plain mean for None.

        Raises ValueError where there is not one weight for each period after, or none differs from 0.
        """
        chosen = np.full(len(self.after), 1 / len(self.after)) if weights is None else weights
        if chosen.shape != self.after.shape or not np.isfinite(chosen).all() or not chosen.any():
            raise ValueError(f"{len(self.after)} weights are needed, one for each period after, not all of them 0")
        return np.asarray(np.cumsum(chosen[::-1])[::-1], dtype=np.float64)


def event_study_of(found: Aggregated) -> EventStudy:
    """From effects by time since the start, told against one base period (``base="universal"``).

    Raises ValueError where the base period is not among them, or a period is missing between two others.
    """
    keys, errors = found.keys, found.effects.errors()
    at = np.flatnonzero((errors == 0) & (found.effects.values == 0) & (keys < 0))
    if len(at) != 1 or (np.diff(keys) != 1).any():
        raise ValueError("the effects have to stand against one base period, with no period missing between them")
    kept = np.arange(len(keys)) != at[0]
    return EventStudy(
        before=found.effects.values[: at[0]],
        after=found.effects.values[at[0] + 1 :],
        covariance=found.effects.covariance()[np.ix_(kept, kept)],
    )
