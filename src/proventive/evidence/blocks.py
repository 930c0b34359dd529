"""A pack is a small tree of blocks, made once and rendered to each format."""

from dataclasses import dataclass
from typing import Literal

from proventive.quantities import Figure, Table, Trail

Form = Literal["whole", "value", "rate", "size", "bare", "interval", "change", "change interval"]
"""How a figure is printed; :mod:`proventive.evidence.numbers` says what each form reads like."""

Tone = Literal["good", "bad", "unsure", "plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A figure in a sentence, in one of its forms; ``down`` and ``up`` are the words of a change."""

    figure: Figure
    form: Form = "whole"
    down: str = "fewer"
    up: str = "more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A short answer to a question, such as “Yes” or “Cannot be told”. Its colour never stands alone."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead to another part of the pack."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strong:
    """What the eye should find first."""

    parts: tuple[str | Shown, ...]


Part = str | Shown | Answer | Link | Strong
Parts = tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Words with figures in them: text parts and figures in turn."""

    parts: Parts
    style: Literal["lead", "normal", "small"] = "normal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table of figures that share a trail, as it is shown."""

    table: Table
    caption: str
    folded: bool = False  # behind a “show” line


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in a cell, and in smaller print under it."""

    parts: Parts
    note: Parts = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row of a sheet: its heading, and one cell for each column."""

    heading: str
    cells: tuple[Cell, ...]
    note: str = ""  # in smaller print under the heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table of answers and of figures with trails of their own, such as what was promised and what happened."""

    caption: str
    row_heading: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    folded: bool = False

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"row “{row.heading}” of “{self.caption}” has {len(row.cells)} cells")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing of a table: the same numbers always follow it as a table.

    “lines” draws each column over the rows; “bars” draws one bar a row, from its first cell, with a
    whisker where the value has an interval; “funnel” draws a dot a row, at its size and rate between limits.
    """

    kind: Literal["lines", "bars", "funnel"]
    data: Grid | Sheet
    caption: str
    description: str  # the alternative text
    mark: str = ""  # lines: the row at which joining or starting is marked; funnel: the row that is named
    mark_label: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    """Something that the reader must not miss."""

    title: str
    sentences: tuple[Sentence, ...]
    kind: Literal["warning", "note"] = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A list of headings with what is to be said under each."""

    entries: tuple[tuple[str, tuple[Sentence, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list of sentences."""

    items: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailEntry:
    """One trail, told once, with every figure and every table that has it."""

    number: int
    trail: Trail
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trails:
    """Where every figure of the pack comes from, each trail told once."""

    entries: tuple[TrailEntry, ...]
    made_by: str  # the version of the library, and the engine


Block = Heading | Sentence | Grid | Sheet | Chart | Callout | Terms | Bullets | Trails


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The whole document. ``first_page`` is what a board reads, ``blocks`` what follows."""

    title: str
    kicker: tuple[str, ...]
    first_page: tuple[Block, ...]
    blocks: tuple[Block, ...]
    marking: str = "Not for release"
    released: bool = False
