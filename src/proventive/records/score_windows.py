"""Which score counts: days around joining, and around each follow-up."""

from collections.abc import Iterable
from dataclasses import dataclass

from proventive.quantities import months_as_days

TOLERANCE = 45
"""Days by which an assessment may lie from the day it is meant for. Assumed: half a quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreWindow:
    """The day for which a score is meant, and the first and last that are near enough; 0 is the joining date."""

    day: int
    from_day: int
    to_day: int


def at_joining(follow_ups: Iterable[int]) -> ScoreWindow:
    """The window of the score at joining: it never touches that of the first follow-up (in months)."""
    return ScoreWindow(day=0, from_day=-TOLERANCE, to_day=tolerance_of(months_as_days(min(follow_ups))))


def at_follow_up(months: int) -> ScoreWindow:
    """The window of the score at a follow-up."""
    day = months_as_days(months)
    near = tolerance_of(day)
    return ScoreWindow(day=day, from_day=day - near, to_day=day + near)


def tolerance_of(day: int) -> int:
    """45 days, or less where the follow-up is so soon that its window would touch that of joining."""
    return min(TOLERANCE, (day - 1) // 2)
