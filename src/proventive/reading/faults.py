"""Faults: what is wrong in a document or a file, where, why it matters, and what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from proventive.quantities import AgreementError, Place, UserError


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong, or worth saying. It never quotes a personal value."""

    code: str  # stable, in the field's words: "cap-below-one-unit"
    what: str
    where: Place | None
    why: str
    do: str
    stops: bool = True  # False: a note, kindly meant; the run goes on

    def __str__(self) -> str:
        mark = "" if self.stops else "Note: "
        where = f"{self.where}\n  " if self.where else ""
        return f"{where}{mark}{self.what}\n  Why it matters: {self.why}\n  What to do: {self.do}"


class FaultsFound(UserError):
    """Faults that stop the run, all at once, in the order of their places; the notes come after them."""

    exit_code: ClassVar[int] = AgreementError.exit_code

    def __init__(self, faults: Iterable[Fault]) -> None:
        found = in_order(faults)
        stopping = tuple(fault for fault in found if fault.stops)
        notes = tuple(fault for fault in found if not fault.stops)
        self.faults = (*stopping, *notes)
        things = "1 thing needs" if len(stopping) == 1 else f"{len(stopping)} things need"
        told = [f"{things} mending", *map(str, stopping), *([notes_told(notes)] if notes else [])]
        super().__init__("\n\n".join(told))


def notes_told(notes: Sequence[Fault]) -> str:
    """Notes in words, under a heading that says that the run goes on with them."""
    heading = "1 note, which stops nothing" if len(notes) == 1 else f"{len(notes)} notes, which stop nothing"
    return "\n\n".join((heading, *map(str, notes)))


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Faults by file, sheet, line and column, or row and column of a cell, and by code where places are equal."""

    def key(fault: Fault) -> tuple[object, ...]:
        place = fault.where or Place(file="")
        return (
            place.file,
            place.sheet or "",
            place.line or 0,
            place.column or 0,
            *row_and_column(place.cell or ""),
            fault.code,
        )

    return tuple(sorted(faults, key=key))


def row_and_column(cell: str) -> tuple[int, int, str]:
    """The order of cells as people read them: A2 before B2, B2 before AA2, and both before A10."""
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :] or 0), len(letters), letters
