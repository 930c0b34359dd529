"""Quarterly counts of areas that began at different times, and of areas that never did."""

from dataclasses import dataclass, replace

import numpy as np

from proventive.agreement.document import Objective
from proventive.evaluation.designs.area_panel import series_of
from proventive.evaluation.methods.arrays import Booleans, Floats, Integers, as_floats
from proventive.evaluation.methods.did import NEVER, Panel
from proventive.evaluation.question import Question, Unanswerable, question_of
from proventive.quantities import Period, RecordsUsed, Unknown
from proventive.records import Records

Series = dict[np.datetime64, int]
MONTHS = 3  # of a quarter


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionInputs:
    """Areas by whole quarters. The quarter in which the service came to an area counts as after its start."""

    question: Question
    records: tuple[RecordsUsed, ...]
    panel: Panel  # counts a day; periods are quarters since year 0
    counts: Integers
    covariates: Floats | None  # areas by events: counts a day before anything began

    @property
    def after(self) -> Booleans:
        """Areas by quarters: where the service had come."""
        return np.asarray(self.panel.periods >= self.panel.starts[:, None], dtype=np.bool_)


def gather(records: Records, objective: Objective, period: Period) -> AdoptionInputs | Unanswerable:
    """The quarters that all areas have, or why there is no comparison."""
    question = question_of(records, objective, period)
    if too_early := question.too_early():
        return too_early
    plan = objective.plan
    began = {adoption.area: np.datetime64(adoption.starts, "M") for adoption in plan.adoptions}
    areas = (*began, *plan.comparison)
    found = _all_series(records, question, areas)
    if isinstance(found, Unknown):
        return question.not_known(found)
    starts = np.array([_quarter(began[area]) if area in began else NEVER for area in areas], dtype=np.int64)
    inputs = _inputs(records, question, found, starts)
    if isinstance(inputs, Unknown) or not plan.adjust_for:
        return inputs if isinstance(inputs, AdoptionInputs) else question.not_known(inputs)
    first = int(starts.min())
    columns = []
    for event in plan.adjust_for:
        asked = replace(question, objective=replace(objective, reduce=event))
        other = _all_series(records, asked, areas)
        if isinstance(other, Unknown):
            return question.not_known(other)
        columns.append(_before(other, first))
    covariates = np.column_stack(columns)
    if not np.isfinite(covariates).all():
        return question.not_known(Unknown(unknown="an area has no earlier count of an event to adjust for"))
    return replace(inputs, covariates=covariates)


def _all_series(records: Records, question: Question, areas: tuple[str, ...]) -> dict[str, Series] | Unknown:
    found: dict[str, Series] = {}
    for area in areas:
        series = series_of(records, question, area)
        if isinstance(series, Unknown):
            return series
        found[area] = series
    return found


def _quarter(month: np.datetime64) -> int:
    """Quarters since year 0."""
    return (int(month.astype("datetime64[M]").astype(np.int64)) + 1970 * 12) // MONTHS


def _days(months: np.ndarray) -> Integers:
    return ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.int64)


def _before(series: dict[str, Series], first: int) -> Floats:
    """Counts a day of each area in the months before the quarter in which anything began; nan where none."""
    means = []
    for one in series.values():
        months = np.array([month for month in one if _quarter(month) < first], dtype="datetime64[M]")
        days = int(_days(months).sum()) if len(months) else 0
        means.append(sum(one[month] for month in months) / days if days else np.nan)
    return as_floats(np.array(means))


def _inputs(
    records: Records, question: Question, series: dict[str, Series], starts: Integers
) -> AdoptionInputs | Unknown:
    months = np.array(sorted(set.intersection(*(set(one) for one in series.values()))), dtype="datetime64[M]")
    quarters, of_month = np.unique([_quarter(month) for month in months], return_inverse=True)
    whole = np.bincount(of_month, minlength=len(quarters)) == MONTHS
    sums = np.zeros((len(quarters), len(series) + 1), dtype=np.int64)
    counted = np.array([[one[month] for one in series.values()] for month in months], dtype=np.int64)
    np.add.at(sums, of_month, np.column_stack([counted.reshape(len(months), -1), _days(months)]))
    quarters, sums = quarters[whole], sums[whole]
    known = len(quarters) > 1
    usable = starts > quarters[0] if known else np.zeros(len(starts), dtype=bool)
    if not known or not usable.all() or not (starts <= quarters[-1]).any():
        return Unknown(
            unknown="the areas share too few whole quarters: one before the first start is needed, and one after"
        )
    counts = sums[:, :-1].T
    return AdoptionInputs(
        question=question,
        records=records.used("area_series", rows=int(counts.size) * MONTHS),
        panel=Panel(
            units=np.array(list(series)),
            periods=quarters.astype(np.int64),
            values=as_floats(counts) / sums[:, -1],
            starts=np.where(starts > quarters[-1], NEVER, starts),
        ),
        counts=counts,
        covariates=None,
    )
