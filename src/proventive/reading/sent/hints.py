"""Hints in the cells themselves: text that a program may have cut, and marks that turn writing round."""

from collections.abc import Sequence

from proventive.reading.sent.sheet import CellNote

CUT = {255: "cut at 255", 32_767: "cut at 32767"}  # where older and newer programs cut text
TURNS = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"  # what comes after is shown in another order than it stands
LAST_ROWS = (65_536, 1_048_576)  # of a sheet, in older and newer programs


def hints(cells: Sequence[str], column: int, first_number: int) -> list[CellNote]:
    """The hints in one column of text; rows count from ``first_number``."""
    found: list[CellNote] = []
    lengths = set(map(len, cells))
    for length, code in CUT.items():
        if length in lengths:
            places = [place for place, cell in enumerate(cells) if len(cell) == length]
            found += [CellNote(row=first_number + place, column=column, code=code) for place in places]
    text = "".join(cells)
    if not text.isascii() and any(mark in text for mark in TURNS):
        turned = [place for place, cell in enumerate(cells) if any(mark in cell for mark in TURNS)]
        found += [CellNote(row=first_number + place, column=column, code="turned round") for place in turned]
    return found
