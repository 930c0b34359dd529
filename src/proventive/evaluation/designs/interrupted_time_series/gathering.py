"""The monthly counts of an area, and of those with which it is compared."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from proventive.agreement.document import Objective
from proventive.evaluation.designs.area_panel import series_of
from proventive.evaluation.methods.arrays import Booleans, Floats, Integers, as_floats
from proventive.evaluation.question import Question, Unanswerable, question_of
from proventive.quantities import Period, RecordsUsed, Unknown
from proventive.records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesInputs:
    """Counts by whole calendar month without a gap, and the share of each month after the start."""

    question: Question
    records: tuple[RecordsUsed, ...]
    months: tuple[date, ...]  # the first day of each
    per_day: Floats
    counts: Integers
    others: Floats | None  # per day, the mean of the other areas; None where there are none
    exposed: Floats
    left_out: Booleans  # months of the wash-in

    def years(self) -> Floats:
        """Time in years from the first whole month after the start."""
        first = int(np.argmax(self.exposed == 1))
        return (np.arange(len(self.months)) - first) / 12

    def month_of_year(self) -> Integers:
        """1 to 12."""
        return np.array([month.month for month in self.months], dtype=np.int64)


def gather(
    records: Records, objective: Objective, period: Period, *, compared: bool
) -> SeriesInputs | Unanswerable:
    """The months up to the end of the period that every area has, or why they are no series."""
    question, plan = question_of(records, objective, period), objective.plan
    if too_early := question.too_early():
        return too_early
    areas = (plan.area or "", *(plan.comparison if compared else ()))
    found = [series_of(records, question, area) for area in areas]
    series = [one for one in found if not isinstance(one, Unknown)]
    shared = sorted(set.intersection(*map(set, series))) if series else []
    why = next((one for one in found if isinstance(one, Unknown)), None)
    if why is None and plan.starts is None:
        why = Unknown(unknown="the plan does not say on which day the service began")
    if why is None and not shared:
        why = Unknown(unknown="the areas have no month in common")
    if why is not None:
        return question.not_known(why)
    counts = np.array([[one[month] for month in shared] for one in series], dtype=np.int64)
    return _inputs(records, question, np.array(shared, "datetime64[M]"), counts)


def _inputs(records: Records, question: Question, months: np.ndarray, counts: Integers) -> SeriesInputs:
    starts, ends = months.astype("datetime64[D]"), (months + 1).astype("datetime64[D]")
    days = (ends - starts).astype(np.int64)
    began = np.datetime64(question.objective.plan.starts, "D")
    after = (ends - np.maximum(starts, began)).astype(np.int64)
    settled = began.astype("datetime64[M]") + (question.objective.plan.wash_in or 0)
    per_day = as_floats(counts) / days
    return SeriesInputs(
        question=question,
        records=records.used("area_series", rows=counts.size),
        months=tuple(starts.tolist()),
        per_day=per_day[0],
        counts=counts[0],
        others=per_day[1:].mean(axis=0) if len(counts) > 1 else None,
        exposed=np.clip(after, 0, days) / days,
        left_out=(after > 0) & (months < settled),
    )
