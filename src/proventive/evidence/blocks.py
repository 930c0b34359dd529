"""A pack is a small tree of blocks, made once and rendered to each format."""

from dataclasses import dataclass
from typing import Literal

from proventive.quantities import Figure, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Words with figures in them: text parts and figures in turn."""

    parts: tuple[str | Figure, ...]
    style: Literal["lead", "normal", "small"] = "normal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table of figures, or of words, as it is shown."""

    table: Table
    caption: str
    folded: bool = False  # behind a “show” line


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing of a table: the same numbers always follow it as a table."""

    kind: Literal["trajectory", "series", "bars", "interval"]
    table: Table
    caption: str
    description: str  # the alternative text
    mark: str = ""  # the row at which joining or starting is marked
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    """Something that the reader must not miss."""

    title: str
    text: str
    kind: Literal["warning", "note"] = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A list of headings with what is to be said under each."""

    entries: tuple[tuple[str, tuple[Sentence, ...]], ...]


Block = Heading | Sentence | Grid | Chart | Callout | Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The whole document."""

    title: str
    kicker: tuple[str, ...]
    blocks: tuple[Block, ...]
    released: bool = False
