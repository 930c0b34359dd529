"""Findings on areas: could a small count of one month be worked out from what they tell exactly?

What is told are means of counts a day. As months are of 28 to 31 days, a reader who knows the total and a mean of
so many months can tell apart what was counted in the months of each length; and whoever holds an earlier finding
too, what was counted since. So the attacker is given these sums, of each area, before its start and after: a month
may not be small where they say what it is.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from proventive.agreement import period_told
from proventive.agreement.document import Agreement, Objective
from proventive.disclosure import Hidden, Kept, Rules, Sum, given_away
from proventive.records import Records

TOTAL = "total"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfArea:
    """How much was counted in an area in a month; ``told_apart`` numbers the times that findings tell apart."""

    area: str
    told_apart: int
    days: int
    counted: int


BehindAreas = tuple[MonthOfArea, ...]


def month_given_away(months: BehindAreas, rules: Rules) -> bool:
    """Whether a count of a month that may not be shown can be worked out, or nearly, from exact sums."""
    together: defaultdict[tuple[str, int, int], list[int]] = defaultdict(list)
    for month in months:
        together[month.area, month.told_apart, month.days].append(month.counted)
    return any(given_away_by_sum(counts, rules) for counts in together.values())


def given_away_by_sum(counts: list[int], rules: Rules) -> bool:
    """Whether one of some counts that may not be shown can be worked out from their exact sum."""
    cells: dict[str, Kept | Hidden] = {
        str(number): Hidden(secondary=not rules.hides(count)) for number, count in enumerate(counts)
    }
    if all(cell == Hidden(secondary=True) for cell in cells.values()):
        return False
    total = Kept(shown=sum(counts), exact=True)
    return bool(given_away({**cells, TOTAL: total}, [Sum(total=TOTAL, parts=tuple(cells))], rules))


def behind_areas(records: Records, agreement: Agreement, *, told_until: Iterable[date]) -> dict[str, BehindAreas]:
    """By objective, the months of every area that its plan names; ``told_until``: where earlier findings ended."""
    until = period_told(agreement, records.as_at).end
    apart = [end + ONE_DAY for end in told_until]
    return {
        objective.id: tuple(
            month
            for area, starts in areas_of(objective).items()
            for month in months_of(records, objective, area, until, sorted({*starts, *apart}))
        )
        for objective in agreement.objectives
        if objective.reduce is not None and areas_of(objective)
    }


def areas_of(objective: Objective) -> dict[str, list[date]]:
    """The areas that a plan names, each with the days on which something started there."""
    plan = objective.plan
    named = [code for code in (plan.area, *plan.comparison) if code is not None]
    found = {code: [plan.starts] if plan.starts is not None else [] for code in named}
    for each in plan.adoptions:
        found.setdefault(each.area, []).append(each.starts)
    return found


def months_of(
    records: Records, objective: Objective, area: str, until: date, apart: list[date]
) -> Iterable[MonthOfArea]:
    """The months of one area, numbered by the days that tell them apart."""
    rows = records.query("evaluation/area_months", area=area, event=objective.reduce or "", last_day=until)
    for start, end, counted in zip(
        rows["period_start"].tolist(), rows["period_end"].tolist(), rows["counted"].tolist(), strict=True
    ):
        yield MonthOfArea(
            area=area, told_apart=bisect_right(apart, start), days=(end - start).days + 1, counted=int(counted)
        )
