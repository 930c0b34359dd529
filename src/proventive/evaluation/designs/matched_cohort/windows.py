"""The days, counted from joining, in which use is counted."""

from dataclasses import dataclass
from datetime import date, timedelta

from proventive.agreement.document import Plan
from proventive.evaluation.methods.arrays import Integers
from proventive.quantities import Period, months_as_days

EPOCH = date(2000, 1, 1)  # day 0 of the engine's day numbers
RECENT_MONTHS = 3
YEAR_MONTHS = 12
MONTHS_SHOWN = range(-24, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """From one day to another, both included; day 0 is the joining date."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """The two windows that are matched on, the follow-up, and the earlier window where it can be seen."""

    last_3_months: Days
    prior_9_months: Days
    follow_up: Days
    earlier: Days | None

    @property
    def history(self) -> int:
        """Days before joining that must be seen of everybody who is compared."""
        return -min(self.prior_9_months.first, self.earlier.first if self.earlier else 0)

    @property
    def scale(self) -> float:
        """The length of the follow-up over the length of the earlier window."""
        return self.follow_up.length / self.earlier.length if self.earlier else 1.0


def windows_of(plan: Plan, *, earlier_seen: bool = True) -> Windows:
    """The windows of a plan. ``earlier_seen``: whether use was recorded in the earlier window."""
    recent, year = months_as_days(RECENT_MONTHS), months_as_days(YEAR_MONTHS)
    return Windows(
        last_3_months=Days(first=-recent, last=-1),
        prior_9_months=Days(first=-year, last=-recent - 1),
        follow_up=Days(first=0, last=months_as_days(max(plan.follow_up)) - 1),
        earlier=earlier_window(plan) if earlier_seen else None,
    )


def period_around(joined_day: Integers, days: Days) -> Period:
    """The calendar days that a window covers, over everybody who joined."""
    first, last = int(joined_day.min()) + days.first, int(joined_day.max()) + days.last
    return Period(start=EPOCH + timedelta(days=first), end=EPOCH + timedelta(days=last))


def earlier_window(plan: Plan) -> Days | None:
    """The baseline of the plan: “months 24 to 13 before” are days -730 to -366."""
    if plan.baseline is None:
        return None
    return Days(first=-months_as_days(plan.baseline.first), last=-months_as_days(plan.baseline.last - 1) - 1)


def month_days(month: int) -> Days:
    """The days of a month from joining: month 0 begins on the joining date, month -1 ends the day before."""
    if month >= 0:
        return Days(first=months_as_days(month), last=months_as_days(month + 1) - 1)
    return Days(first=-months_as_days(-month), last=-months_as_days(-month - 1) - 1)
