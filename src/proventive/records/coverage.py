"""What the stores cover, and from when nothing is known."""

from collections.abc import Iterable
from datetime import date, timedelta

from proventive.quantities import Period, Unknown
from proventive.quantities.words import day_in_words
from proventive.records.store import Coverage


def uncovered(
    entries: Iterable[Coverage],
    *,
    what: str,
    period: Period,
    as_at: date,
    area: str | None = None,
    held: bool = False,
) -> Unknown | None:
    """None where the period is wholly covered, else why it is not. ``what`` is told in the reason. ``held``: rows
    of it are there, though nobody may have said that they are all.

    An entry without an area covers every area; where areas are stated and none is asked for, each of them must
    be covered. Nothing after ``as_at`` is covered.
    """
    entries = tuple(entries)
    areas = {entry.area for entry in entries if entry.area is not None} if area is None else {area}
    if held and not entries:
        return Unknown(
            unknown=f"{what}: no store says for which days it holds them all, under “coverage” in its store.yaml"
        )
    reasons = [gap_in(entries, of, what, period, as_at) for of in (sorted(areas) if areas else (None,))]
    return next((reason for reason in reasons if reason is not None), None)


def gap_in(
    entries: tuple[Coverage, ...], area: str | None, what: str, period: Period, as_at: date
) -> Unknown | None:
    covered = sorted(entry.period for entry in entries if area is None or entry.area in (None, area))
    day = period.start
    for span in covered:
        if span.start <= day <= span.end:
            day = min(span.end, as_at) + timedelta(days=1)
    if day > period.end:
        return None
    where = f" in {area}" if area else ""
    following = [span.start for span in covered if span.start > day]
    if not covered:
        return Unknown(unknown=f"there is no record of {what}{where}")
    if day > as_at:
        return Unknown(
            unknown=f"{what}{where}: the record ends on {day_in_words(as_at)}, the day of these figures"
        )
    if following:
        return Unknown(unknown=f"there is no record of {what}{where} before {day_in_words(following[0])}")
    return Unknown(unknown=f"there is no record of {what}{where} after {day_in_words(day - timedelta(days=1))}")
