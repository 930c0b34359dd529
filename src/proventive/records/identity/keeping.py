"""Who the local ids are, kept apart and encrypted."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from proventive.engine.duck import DuckEngine
from proventive.engine.kept_apart import has_one_id_for_two, pieces_apart, stage_apart, start_apart
from proventive.quantities import RecordsError
from proventive.records.identity.keys import Identities
from proventive.records.identity.sealed_files import read_sealed, write_sealed

PEOPLE = "people.sealed"
DETAILS = ("given_name", "family_name", "birth_date", "sex", "postcode")
"""What may be kept beside an identifier, to tell people apart. It never stands in the records."""

COLUMNS = ("local_id", "kind", "identifier", *DETAILS)
AT_ONCE = 10_000  # rows of a piece of the file

People = dict[str, np.ndarray]
"""One array of text a column of :data:`COLUMNS`, "" where nothing is known; every distinct row once, in order. A
person who moved, or is spelled in two ways, has several rows."""


def kept_people(identities: Identities) -> People:
    """Everybody whose identifier was admitted."""
    pieces = list(kept_in_pieces(identities))
    return {
        name: np.concatenate([np.array([], dtype=object), *(piece[name] for piece in pieces)]) for name in COLUMNS
    }


def kept_in_pieces(identities: Identities) -> Iterator[People]:
    """Everybody whose identifier was admitted, some at a time."""
    for plain in read_sealed(identities, PEOPLE):
        yield {name: np.array(plain[name], dtype=object) for name in COLUMNS}


def keep(engine: DuckEngine, identities: Identities, arrived: Iterable[Mapping[str, np.ndarray]] = ()) -> None:
    """Add people to those that are kept, all or none: those in ``kept_apart`` of the engine, and ``arrived``.

    ``arrived``: ``Admitted.people`` of batches. Call it before the records are written: an id without rows does no
    harm, rows without an id could never be looked up. Raises RecordsError where two identifiers have one id.
    """
    start_apart(engine, COLUMNS)
    for people in (*kept_in_pieces(identities), *arrived):
        stage_apart(engine, people)
    if has_one_id_for_two(engine):
        raise RecordsError(
            "Two people would get the same local id. They would be counted as one. Nothing was written. This "
            "happens by chance in one of many million stores: tell the maintainers."
        )
    write_sealed(identities, PEOPLE, pieces_apart(engine, AT_ONCE))


def write_people(identities: Identities, people: Mapping[str, np.ndarray]) -> None:
    """Put the whole of what is kept in place of what was."""
    starts = range(0, max(1, len(people["local_id"])), AT_ONCE)
    pieces = ({name: people[name][start : start + AT_ONCE].tolist() for name in COLUMNS} for start in starts)
    write_sealed(identities, PEOPLE, pieces)
