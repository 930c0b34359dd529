"""Event studies in years around a start: what trends differed by, without season and with less noise."""

import numpy as np

from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.did.honest.event_study import EventStudy


def years_before_and_after(before: int, after: int, length: int) -> Floats | None:
    """The matrix that makes an event study in years of ``before`` periods before a start and ``after`` from it on.

    Each row is the mean of a year (``length`` periods) less that of the year before the start. What does not
    fill a year, furthest from the start, is left out. None where there are not two years before and one after.
    """
    earlier, later = before // length, after // length
    if earlier < 2 or later < 1:
        return None
    years = np.kron(np.eye(earlier + later), np.full(length, 1 / length))
    told = np.delete(years - years[earlier - 1], earlier - 1, axis=0)
    return np.pad(told, ((0, 0), (before - earlier * length, after - later * length)))


def study_in_years(values: Floats, covariance: Floats, years: Floats, before: int, length: int) -> EventStudy:
    """The event study in years of estimates by period. Raises ValueError where it carries no error."""
    earlier = before // length - 1
    told = years @ values
    return EventStudy(before=told[:earlier], after=told[earlier:], covariance=years @ covariance @ years.T)
