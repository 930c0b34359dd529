"""Where a fact comes from, and how far it may be trusted."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How a fact is known."""

    PUBLISHED = "published"  # read in its own publication
    PROVISIONAL = "provisional"  # published, and to be revised
    SECONDARY = "secondary"  # read in a copy or summary, not at the source
    ASSUMED = "assumed"  # chosen by somebody, who says so
    RECALLED = "recalled"  # from memory; the publication was not read


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication, the place in it, and how the fact was taken from it."""

    title: str
    status: Status
    publisher: str = ""
    where: str = ""
    url: str = ""
    licence: str = ""
    note: str = ""

    def __str__(self) -> str:
        parts = [self.title, self.publisher, self.where]
        return ", ".join(part for part in parts if part) + f" ({self.status})"
