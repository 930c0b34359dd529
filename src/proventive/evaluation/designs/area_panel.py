"""Monthly counts of an area and of others with which it is compared, before and after a day."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from proventive.agreement.document import Objective
from proventive.evaluation.methods.arrays import Floats, Integers, as_floats
from proventive.evaluation.question import Question, Unanswerable, question_of
from proventive.quantities import Period, RecordsUsed, Unknown
from proventive.records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelInputs:
    """Counts by whole month: of the area, and of the areas with which it is compared.

    The month in which the service began is left out unless it began on its first day.
    """

    question: Question
    records: tuple[RecordsUsed, ...]
    months: tuple[date, ...]  # the first day of each
    before: int  # months before the start
    counts: Integers  # of the area
    per_day: Floats  # of the area
    others: tuple[str, ...]  # their codes
    others_per_day: Floats  # months by areas


def gather_panel(records: Records, objective: Objective, period: Period) -> PanelInputs | Unanswerable:
    """The months that the area and all the others have, or why there is no comparison."""
    question = question_of(records, objective, period)
    plan = objective.plan
    if too_early := question.too_early():
        return too_early
    areas = [plan.area or "", *plan.comparison]
    series = {area: series_of(records, question, area) for area in areas}
    why = next((found for found in series.values() if isinstance(found, Unknown)), None)
    if why is not None or plan.starts is None:
        why = why or Unknown(unknown="the plan does not say on which day the service began")
        return question.not_known(why)
    return joined(records, question, {area: one for area, one in series.items() if not isinstance(one, Unknown)})


def series_of(records: Records, question: Question, area: str) -> dict[np.datetime64, int] | Unknown:
    """The count of each whole month of an area up to the end of the period, or why it has no such series."""
    event = question.objective.reduce or ""
    rows = records.query("evaluation/area_months", area=area, event=event, last_day=question.period.end)
    starts, ends = rows["period_start"], rows["period_end"]
    if not len(starts):
        return Unknown(unknown=f"there is no series of {question.plural} for the area {area}")
    months = starts.astype("datetime64[M]")
    whole = (starts == months.astype("datetime64[D]")) & (ends == (months + 1).astype("datetime64[D]") - 1)
    gaps = len(np.unique(months)) != len(months) or (np.diff(months.astype(np.int64)) != 1).any()
    if gaps or not whole.all():
        return Unknown(unknown=f"the series of {area} has months missing, counted twice or cut")
    covered = Period(start=max(question.period.start, starts[0].item()), end=question.period.end)
    unseen = records.covered("area_series", event, covered, area=area)
    return unseen or dict(zip(months, rows["counted"].tolist(), strict=True))


def joined(
    records: Records, question: Question, series: dict[str, dict[np.datetime64, int]]
) -> PanelInputs | Unanswerable:
    """The months that every series has, but for the one that the start cuts in two."""
    start = np.datetime64(question.objective.plan.starts, "D")
    cut = start.astype("datetime64[M]") if start != start.astype("datetime64[M]").astype("datetime64[D]") else None
    months = np.array(sorted(set.intersection(*(set(one) for one in series.values())) - {cut}), "datetime64[M]")
    before = int(np.sum(months.astype("datetime64[D]") < start))
    if before < 2 or before == len(months):
        why = Unknown(unknown="the series share fewer than two months before the start, or none after it")
        return question.not_known(why)
    days = ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.int64)
    counts = np.array([[one[month] for one in series.values()] for month in months], dtype=np.int64)
    per_day = as_floats(counts) / days[:, None]
    return PanelInputs(
        question=question,
        records=records.used("area_series", rows=counts.size),
        months=tuple(months.astype("datetime64[D]").tolist()),
        before=before,
        counts=counts[:, 0],
        per_day=per_day[:, 0],
        others=tuple(list(series)[1:]),
        others_per_day=per_day[:, 1:],
    )
