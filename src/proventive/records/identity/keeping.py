"""Who the local ids are, kept apart and encrypted."""

from collections.abc import Iterable, Mapping

import numpy as np

from proventive.quantities import RecordsError
from proventive.records.identity.keys import Identities
from proventive.records.identity.sealed_files import read_sealed, write_sealed

PEOPLE = "people.sealed"
DETAILS = ("given_name", "family_name", "birth_date", "sex", "postcode")
"""What may be kept beside an identifier, to tell people apart. It never stands in the records."""

COLUMNS = ("local_id", "kind", "identifier", *DETAILS)

People = dict[str, np.ndarray]
"""One array of text a column of :data:`COLUMNS`, "" where nothing is known; every distinct row once, in order. A
person who moved, or is spelled in two ways, has several rows."""


def kept_people(identities: Identities) -> People:
    """Everybody whose identifier was admitted."""
    plain = read_sealed(identities, PEOPLE) or {}
    return {name: np.array(plain.get(name, ()), dtype=object) for name in COLUMNS}


def keep(identities: Identities, arrived: Iterable[Mapping[str, np.ndarray]]) -> int:
    """Add people to those that are kept, all or none; gives how many local ids are new.

    ``arrived``: ``Admitted.people`` of each batch. Call it before the records are written: an id without rows does
    no harm, rows without an id could never be looked up. Raises RecordsError where two identifiers have one id.
    """
    before = kept_people(identities)
    rows = sorted(
        {row for people in (before, *arrived) for row in zip(*(people[c] for c in COLUMNS), strict=True)}
    )
    check_apart(rows)
    known = set(before["local_id"])
    write_people(identities, rows)
    return len({row[0] for row in rows} - known)


def write_people(identities: Identities, rows: list[tuple[str, ...]]) -> None:
    """Put the whole of what is kept in place of what was."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(COLUMNS)
    write_sealed(identities, PEOPLE, {name: list(values) for name, values in zip(COLUMNS, columns, strict=True)})


def check_apart(rows: list[tuple[str, ...]]) -> None:
    named = {row[:3] for row in rows}
    if len(named) != len({row[0] for row in rows}):
        raise RecordsError(
            "Two people would get the same local id. They would be counted as one. Nothing was written. This "
            "happens by chance in one of many million stores: tell the maintainers."
        )
