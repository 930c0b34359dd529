"""What holds after support has ended: scores at joining, at the end, and some months after it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from proventive.quantities import Number, Value, months_as_days
from proventive.records.opened import Records
from proventive.records.score_windows import TOLERANCE, tolerance_of

Cells = tuple[Value, Value, Value]


def held_rows(
    records: Records, under: Mapping[str, str | int | date | None], after: Sequence[int]
) -> Iterator[tuple[str, int, Cells]]:
    """For each instrument of the agreement's objectives, and so many months after: people with all three scores,
    those better at the end than at joining, and those of them still better afterwards.
    """
    wanted = {objective.measured_by for objective in records.agreement.objectives if objective.measured_by}
    for instrument in sorted(wanted & set(records.reference.instruments)):
        sign = -1 if records.reference.instruments[instrument].better == "lower" else 1
        for months in after:
            day = months_as_days(months)
            windows = {"near": TOLERANCE, "day": day, "near_after": tolerance_of(day)}
            found = records.query("records/held_after", instrument=instrument, **under, **windows)
            counted = held(found["at_joining"], found["at_end"], found["after_it"], sign)
            yield instrument, months, cells_of(*counted)


def held(at_joining: np.ndarray, at_end: np.ndarray, after: np.ndarray, sign: int) -> tuple[int, int, int]:
    """How many have all three scores (None where one is missing), were better at the end, and are still better.

    ``sign``: 1 where more is better, -1 where less is.
    """
    known = np.array([None not in three for three in zip(at_joining, at_end, after, strict=True)], dtype=bool)
    first, end, later = (np.array([*scores], dtype=object)[known] for scores in (at_joining, at_end, after))
    better = np.array((end - first) * sign > 0, dtype=bool)
    still = better & np.array((later - first) * sign > 0, dtype=bool)
    return int(known.sum()), int(better.sum()), int(still.sum())


def cells_of(scored: int, better: int, still: int) -> Cells:
    one, two, three = (Number(number=Decimal(count), unit="people") for count in (scored, better, still))
    return one, two, three
