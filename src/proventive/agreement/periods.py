"""Which period a statement covers, when its results fall due, and which one a pack tells."""

from datetime import date, timedelta

from proventive.agreement.document import Agreement
from proventive.quantities import Period, months_as_days, years_of


def statement_periods(agreement: Agreement) -> tuple[Period, ...]:
    """The periods that are settled: each agreement year, or the whole term where the agreement says so."""
    return (agreement.term,) if agreement.settle_every == "term" else years_of(agreement.term)


def results_due(agreement: Agreement, period: Period) -> date:
    """The day after the last follow-up of anybody who started on the last day of the period."""
    longest = max((months for objective in agreement.objectives for months in objective.plan.follow_up), default=0)
    return period.end + timedelta(days=months_as_days(longest) + 1)


def period_told(agreement: Agreement, as_at: date) -> Period:
    """The latest period with results due by ``as_at``; else the latest that ended; else the first."""
    periods = statement_periods(agreement)
    due = [period for period in periods if results_due(agreement, period) <= as_at]
    ended = [period for period in periods if period.end < as_at]
    return (due or ended or periods[:1])[-1]
