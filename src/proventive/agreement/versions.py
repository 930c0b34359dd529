"""Which files an agreement is: the first version, its amendments by the day from which they are in force.

``agreement.yaml`` or ``agreement.xlsx`` is the first version, ``agreement.2026-04-01.yaml`` an amendment in force
from that day. A version may be there in both forms, if both say the same.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from proventive.quantities import NotFound, Place
from proventive.reading.faults import Fault, FaultsFound

SUFFIXES = (".yaml", ".yml", ".xlsx")
DATED = re.compile(r"(.+?)\.([0-9][^.]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The files of one version. ``in_force_from`` is None for the first."""

    in_force_from: date | None
    files: tuple[Path, ...]


def versions_at(path: Path) -> tuple[Version, ...]:
    """The versions of the agreement in a folder; or, for a file, that version and those before it.

    Raises NotFound where there is no such file, and FaultsFound where the name of an amendment has no day.
    """
    if path.is_dir():
        found = versions_in(path, "agreement")
        if not found or found[0].in_force_from is not None:
            raise NotFound(
                f"The folder “{path}” holds no agreement.yaml and no agreement.xlsx. Without an agreement there "
                "is nothing to run. Check the folder, or start an agreement with “proventive new”."
            )
        return found
    stem, day = stem_and_day(path)
    if not path.is_file():
        raise NotFound(
            f"“{path}” is not there. Without an agreement there is nothing to run. Check its name and folder, or "
            "start an agreement with “proventive new”."
        )
    others = versions_in(path.parent, stem)
    this = Version(in_force_from=day, files=(path,))
    if day is None:
        return (this, *(version for version in others if version.in_force_from is not None))
    return (*(v for v in others if v.in_force_from is None or v.in_force_from < day), this)


def versions_in(folder: Path, stem: str) -> tuple[Version, ...]:
    """The versions of one agreement in a folder, the first one first."""
    files: dict[date | None, list[Path]] = {}
    for suffix in SUFFIXES:
        for file in sorted(folder.glob(f"*{suffix}")):
            if file.stem == stem or file.stem.startswith(f"{stem}."):
                found, day = stem_and_day(file)
                if found == stem:
                    files.setdefault(day, []).append(file)
    ordered = sorted(files, key=lambda day: day or date.min)
    return tuple(Version(in_force_from=day, files=tuple(files[day])) for day in ordered)


def stem_and_day(file: Path) -> tuple[str, date | None]:
    """The name of the agreement and the day in the name of a file: ``agreement`` and 2026-04-01."""
    found = DATED.fullmatch(file.stem)
    if found is None:
        return file.stem, None
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", found[2]):
            return found[1], date.fromisoformat(found[2])
    except ValueError:
        pass
    raise FaultsFound([day_fault(file)])


def day_fault(file: Path) -> Fault:
    return Fault(
        code="amendment-without-a-day",
        what=f"The name of this file, “{file.name}”, begins like an amendment and holds no day that there is.",
        where=Place(file=file.name),
        why="The day in its name says from when an amendment is in force.",
        do="Name it by that day, such as agreement.2026-04-01.yaml; or begin what follows the dot with a letter.",
    )
