"""What is told of a file once its headings are found."""

from collections import Counter

from proventive.reading.faults import Fault
from proventive.reading.sent.encoding import Encoding
from proventive.reading.sent.faults import sent_fault
from proventive.reading.sent.headings import Found

NAMES = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "latin-1": "Latin-1"}
SHOWN = 5


def notes_of(file: str, sheet: str | None, found: Found, encoding: Encoding | None = None) -> tuple[Fault, ...]:
    """Notes on the headings and the encoding of a table; the lack of headings stops."""
    notes: list[Fault] = []

    def note(code: str, **said: str | int) -> None:
        notes.append(sent_fault(code, file, sheet=sheet, **said))  # type: ignore[arg-type]

    if encoding is not None and encoding.beside:
        note("mixed-encoding", encoding=NAMES.get(encoding.beside, encoding.beside))
    elif encoding is not None and encoding.codec in NAMES:
        note("read-as", encoding=NAMES[encoding.codec])
    if found.last is None:
        note("no-headings")
        return tuple(notes)
    if found.above:
        note("rows-above", count=len(found.above))
    if found.rows == 2:
        note("two-heading-rows")
    spelled = Counter(heading.casefold() for heading in found.headings if heading)
    twice = [heading for heading in dict.fromkeys(found.headings) if spelled[heading.casefold()] > 1]
    if twice:
        note("heading-twice", count=len(twice), headings=listed([f"“{heading[:40]}”" for heading in twice]))
    missing = [letters(place) for place, heading in enumerate(found.headings) if not heading]
    if missing:
        note("heading-missing", count=len(missing), columns=listed(missing))
    return tuple(notes)


def listed(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def letters(place: int) -> str:
    """The letters by which a spreadsheet program names a column, counted from 0: A, Z, AA."""
    named = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        named = chr(ord("A") + rest) + named
    return named
