"""The attacker: from everything that is shown, between which bounds must each hidden count lie?

Whoever reads the table knows the rules, which cells add up to which, and totals that stand elsewhere. The bounds
are those of a linear programme (HiGHS, through scipy): the least and the most that a hidden count can be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from proventive.disclosure.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A count that is shown: as it is, or rounded."""

    shown: int
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Hidden:
    """A count that is not shown. ``secondary``: it was hidden so that others cannot be worked out."""

    secondary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Cells that add up: ``total`` is the sum of ``parts``."""

    total: str
    parts: tuple[str, ...]


Cells = Mapping[str, Kept | Hidden]
UNBOUNDED = 1e9


def bounds(cells: Cells, sums: Sequence[Sum], rules: Rules) -> dict[str, tuple[int, int]]:
    """The least and the most that each hidden count can be, by its name."""
    names = list(cells)
    place = {name: number for number, name in enumerate(names)}
    known = [limits(cells[name], rules) for name in names]
    held = [one for one in sums if {one.total, *one.parts} <= set(names)]
    adding_up = np.zeros((len(held), len(names)))
    for row, one in enumerate(held):
        adding_up[row, place[one.total]] = -1
        for part in one.parts:
            adding_up[row, place[part]] += 1
    found = {}
    for name in names:
        if isinstance(cells[name], Hidden):
            ends = [extreme(place[name], sign, known, adding_up) for sign in (1, -1)]
            found[name] = (int(np.ceil(ends[0] - 1e-6)), int(np.floor(ends[1] + 1e-6)))
    return found


def limits(cell: Kept | Hidden, rules: Rules) -> tuple[float, float | None]:
    """Between what a count lies by what is shown of it alone."""
    if isinstance(cell, Hidden):
        return (0, None) if cell.secondary else (rules.hide_from.value, rules.hide_up_to.value)
    if cell.exact or (cell.shown == 0 and rules.hides(1)):
        return (cell.shown, cell.shown)
    base = rules.round_to.value
    return (max(cell.shown - base // 2, rules.hide_up_to.value + 1), cell.shown + (base - 1) // 2)


def extreme(place: int, sign: int, known: list[tuple[float, float | None]], adding_up: np.ndarray) -> float:
    aim = np.zeros(len(known))
    aim[place] = sign
    solved = linprog(
        aim,
        A_eq=adding_up if len(adding_up) else None,
        b_eq=np.zeros(len(adding_up)) if len(adding_up) else None,
        bounds=known,
    )
    return float(sign * solved.fun) if solved.status == 0 else UNBOUNDED


def given_away(cells: Cells, sums: Sequence[Sum], rules: Rules) -> tuple[str, ...]:
    """The hidden counts that can be worked out, or nearly: fewer values are possible than the rules ask for."""
    found = bounds(cells, sums, rules)
    return tuple(
        name
        for name, cell in cells.items()
        if isinstance(cell, Hidden) and not cell.secondary and found[name][1] - found[name][0] + 1 < rules.possible
    )
