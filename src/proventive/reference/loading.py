"""Reading the reference: data files by publisher, each of one kind, shipped or beside an agreement.

A file's place gives a fact its id: ``hm-treasury/gdp-deflator.yaml`` holds the fact ``hm-treasury/gdp-deflator``;
a file in an agreement's folder ``reference`` holds ``local/<name>``, unless it names its own ``id``.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from proventive.quantities import FactError, Place
from proventive.reading.faults import FaultsFound
from proventive.reading.located import Located, Path
from proventive.reading.yaml import read_yaml
from proventive.reference.facts import Fact
from proventive.reference.reference import Reference
from proventive.reference.schedules import Schedule
from proventive.reference.units import UNITS
from proventive.reference.vocabulary import Event, Framework, Instrument, Scale

PLAIN_WORDS = MappingProxyType(
    {
        "missing": "is missing",
        "unexpected_keyword_argument": "is not known here",
        "decimal_parsing": "is not a number",
        "decimal_type": "is not a number",
        "date_from_datetime_parsing": "is not a day such as 2025-04-01",
        "date_parsing": "is not a day such as 2025-04-01",
        "literal_error": "is not one of the words that may stand here",
        "enum": "is not one of the words that may stand here",
    }
)
SHIPPED = FilePath(__file__).parent
Noun = TypeVar("Noun")
Data = dict[str, Any]
Holding = Fact | Event | Instrument | Framework | Scale | Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """A data file, the name that places show, and the id that its fact has unless it names one."""

    path: FilePath
    name: str
    id: str


def open_reference(*folders: str | FilePath) -> Reference:
    """The facts that are shipped and those in the given folders, as one reference.

    A folder that does not exist holds nothing. Raises FactError where a file cannot be read as what it says it
    is, where a value is out of range for its unit, where dates overlap, or where an id is given twice: a local
    file adds to what is shipped and never replaces it silently.
    """
    files = list(_data_files(SHIPPED, local=False))
    held = list(_shipped())
    faults: list[str] = []
    for file in (file for folder in folders for file in _data_files(FilePath(folder), local=True)):
        files.append(file)
        try:
            held.extend(_holdings(file))
        except FactError as fault:
            faults.append(str(fault))
    faults.extend(_given_twice(held))
    faults.extend(_wrongly_priced(held))
    if faults:
        raise FactError("\n\n".join(faults))
    return Reference(
        facts=_by_id(held, Fact),
        events=_by_id(held, Event),
        instruments=_by_id(held, Instrument),
        frameworks=_by_id(held, Framework),
        scales=_by_id(held, Scale),
        schedules=_by_id(held, Schedule),
        hash=_hash(files),
    )


@cache
def _shipped() -> tuple[Holding, ...]:
    """What is shipped, read once: the files of an installed package do not change while it runs."""
    return tuple(holding for file in _data_files(SHIPPED, local=False) for holding in _holdings(file))


def _data_files(folder: FilePath, *, local: bool) -> list[DataFile]:
    top = "reference" if local else "proventive/reference"
    files = []
    for path in sorted(folder.rglob("*.yaml")):
        within = path.relative_to(folder)
        stem = within.with_suffix("").as_posix()
        id = f"local/{stem}" if local else stem
        files.append(DataFile(path=path, name=f"{top}/{within.as_posix()}", id=id))
    return files


def _hash(files: Iterable[DataFile]) -> str:
    """SHA-256 over the names and texts of the files; line endings do not matter."""
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda file: (file.name, file.id)):
        text = file.path.read_text(encoding="utf-8")
        digest.update(f"{file.name}\n{len(text)}\n{text}".encode())
    return digest.hexdigest()


def _holdings(file: DataFile) -> list[Holding]:
    try:
        located = read_yaml(file.path, name=file.name)
    except FaultsFound as found:
        raise FactError(str(found)) from None
    data = dict(located.plain) if isinstance(located.plain, dict) else {}
    kind = data.pop("kind", None)
    if not isinstance(kind, str) or kind not in KINDS:
        raise FactError(
            f"{file.name}: the file says kind “{kind}”. Without a known kind it cannot be read. "
            f"Write one of: {', '.join(KINDS)}."
        )
    return KINDS[kind](data, located, file.id)


def _quantity(data: Data, located: Located, id: str) -> list[Holding]:
    whole = {"id": id, **data, "place": located.place(())}
    source = whole.pop("source", None)
    values = whole.get("values")
    if isinstance(values, list):
        whole["values"] = [
            _with_source(value, source, located.place(("values", number))) for number, value in enumerate(values)
        ]
    fact = _read(whole, Fact, located)
    _check_values(fact)
    return [fact]


def _one(noun: type[Noun]) -> Callable[[Data, Located, str], list[Noun]]:
    def read(data: Data, located: Located, id: str) -> list[Noun]:
        return [_read({"id": id.rpartition("/")[2], **data, "place": located.place(())}, noun, located)]

    return read


def _many(key: str, noun: type[Noun]) -> Callable[[Data, Located, str], list[Noun]]:
    def read(data: Data, located: Located, id: str) -> list[Noun]:
        entries = data.get(key)
        if not isinstance(entries, list):
            raise FactError(
                f"{located.place(())}: a list “{key}” is missing. Without it the file holds nothing. Add it."
            )
        nouns = []
        for number, entry in enumerate(entries):
            whole = _with_source(entry, data.get("source"), located.place((key, number)))
            nouns.append(_read(whole, noun, located, at=(key, number)))
        return nouns

    return read


KINDS: Mapping[str, Callable[[Data, Located, str], list[Any]]] = MappingProxyType(
    {
        "quantity": _quantity,
        "events": _many("events", Event),
        "instruments": _many("instruments", Instrument),
        "framework": _one(Framework),
        "scale": _one(Scale),
        "schedule": _one(Schedule),
    }
)


def _with_source(entry: Any, source: Any, place: Place) -> Any:
    """An entry with its place, and the file's source for what its own source leaves out."""
    if not isinstance(entry, dict):
        return entry
    whole = {**entry, "place": place}
    own = entry.get("source")
    if isinstance(source, dict) and (own is None or isinstance(own, dict)):
        whole["source"] = {**source, **(own or {})}
    return whole


def _read(data: Any, noun: type[Noun], located: Located, at: Path = ()) -> Noun:
    try:
        return TypeAdapter(noun).validate_python(data, extra="forbid")
    except ValidationError as error:
        said = [
            f"{located.place((*at, *detail['loc']))}: “{'.'.join(map(str, detail['loc']))}” "
            f"{PLAIN_WORDS.get(detail['type'], 'cannot be read as it is written')}."
            for detail in error.errors(include_url=False)
        ]
        raise FactError("\n".join([*said, "A fact that cannot be read cannot be used. Mend the file."])) from None


def _check_values(fact: Fact) -> None:
    limits = UNITS.get(fact.unit)
    if limits is None:
        raise FactError(
            f"{fact.place}: “{fact.id}” has the unit “{fact.unit}”, which is not in the list of units. Units are "
            f"a closed list so that a price cannot be put to the wrong thing. Write one of: {', '.join(UNITS)}."
        )
    for value in fact.values:
        if value.value not in limits:
            raise FactError(
                f"{value.place}: “{fact.id}” is {value.value} {fact.unit}, outside {limits.least} to "
                f"{limits.most}. Such a value is usually a lost decimal point. Compare it with its source."
            )
        if value.end < value.start:
            raise FactError(
                f"{value.place}: “{fact.id}” is in force from {value.start} to {value.end}, which ends before it "
                "starts. It would never be used. Mend the dates."
            )
    _check_order(fact)


def _check_order(fact: Fact) -> None:
    for earlier, later in pairwise(fact.values):
        if later.start <= earlier.end:
            raise FactError(
                f"{later.place}: “{fact.id}” has a value from {later.start} to {later.end}, and another from "
                f"{earlier.start} to {earlier.end} ({earlier.place}). Values stand in the order of their dates "
                "and never overlap, or nobody could say which is in force. Mend the dates."
            )


def _given_twice(held: Iterable[Holding]) -> list[str]:
    first: dict[tuple[type, str], Holding] = {}
    faults = []
    for holding in held:
        before = first.setdefault((type(holding), holding.id), holding)
        if before is not holding:
            faults.append(
                f"{holding.place}: “{holding.id}” is already given in {before.place}. With two there is no "
                "saying which one a figure rests on, and a shipped one is never replaced silently. Give this one "
                "its own id."
            )
    return faults


def _wrongly_priced(held: Iterable[Holding]) -> list[str]:
    """Unit costs that name no event, are in another unit than it is counted in, or stand beside another."""
    events = {holding.id: holding for holding in held if isinstance(holding, Event)}
    first: dict[str, Fact] = {}
    faults = []
    for fact in (holding for holding in held if isinstance(holding, Fact) and holding.prices is not None):
        event = events.get(fact.prices or "")
        if event is None:
            faults.append(
                f"{fact.place}: “{fact.id}” prices “{fact.prices}”, which is no demand event. Its cost would be "
                f"counted nowhere. Write one of: {', '.join(sorted(events))}."
            )
        elif fact.unit != f"GBP per {event.noun}":
            faults.append(
                f"{fact.place}: “{fact.id}” prices {event.label} in “{fact.unit}”, and they are counted in "
                f"{event.plural}. A price for another thing gives a wrong cost. Write “GBP per {event.noun}”."
            )
        elif first.setdefault(event.id, fact) is not fact:
            faults.append(
                f"{fact.place}: “{fact.id}” prices {event.label}, and so does “{first[event.id].id}” "
                f"({first[event.id].place}). Nobody could say which of the two a cost rests on. Keep one."
            )
    return faults


def _by_id(held: Iterable[Holding], noun: type[Noun]) -> Mapping[str, Noun]:
    return MappingProxyType({holding.id: holding for holding in held if isinstance(holding, noun)})
