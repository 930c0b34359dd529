"""Records made by a program come in as arrays, checked like any others."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from proventive.engine import DeclaredTable, open_embedded
from proventive.engine.bringing import check_rows, write_accepted
from proventive.engine.duck import DuckEngine
from proventive.quantities import RecordsError
from proventive.quantities.words import in_quotes
from proventive.records.declarations import declarations
from proventive.records.known_codes import known_codes
from proventive.records.manifest import Manifest, SourceAccount, TableFile, write_manifest
from proventive.records.reasons import reasons
from proventive.records.store import TABLE_FILES, Coverage, Store, checked, write_description


def write_store(
    folder: Path | str,
    *,
    body: str,
    name: str,
    id_space: str,
    coverage: Iterable[Coverage],
    tables: Mapping[str, Mapping[str, np.ndarray | Sequence[object]]],
    made_by: str,
    instruments: Iterable[str] = (),
    demonstration: bool = False,
    key: str = "",
) -> Manifest:
    """Write a store from arrays: one array a column, columns that are left out are empty.

    Text is objects or ``U``, dates ``datetime64``, months ``datetime64[M]`` or the first day, whole numbers
    integers, decimals ``Decimal`` objects; missing values None or NaT. ``made_by`` names the generator and its
    seed; it stands in the trail as the source. Events are those of the shipped reference facts or of the
    coverage, instruments those of the shipped facts or of ``instruments``. ``demonstration``: nobody in it is
    real. ``key``: the fingerprint of the key that made the local ids. Raises RecordsError where a table,
    a column or a row does not fit its declaration: nothing is set aside, and nothing is written.
    """
    folder = Path(folder).resolve()
    store = Store(
        body=body,
        name=name,
        id_space=id_space,
        coverage=tuple(coverage),
        instruments=tuple(instruments),
        demonstration=demonstration,
    )
    for entry in store.coverage:
        checked(entry, f"coverage of {body}")
    (folder / TABLE_FILES).mkdir(parents=True, exist_ok=True)
    engine = open_embedded(folders=[folder])
    try:
        files = [
            write_table(engine, folder, declared(table), arrays, made_by, known_codes(store))
            for table, arrays in tables.items()
        ]
    finally:
        engine.close()
    manifest = Manifest(
        store=store,
        tables=tuple(files),
        sources=tuple(
            SourceAccount(
                name=made_by, table=file.table, hash=file.hash, rows=file.rows, accepted=file.rows, set_aside=0
            )
            for file in files
        ),
        key=key,
    )
    write_description(folder, store)
    write_manifest(folder, manifest)
    return manifest


def declared(table: str) -> DeclaredTable:
    if table not in declarations():
        raise RecordsError(
            f"“{table}” is not a record table. Rows in it would never be read. "
            f"Name one of: {in_quotes(declarations())}."
        )
    return declarations()[table]


def write_table(
    engine: DuckEngine,
    folder: Path,
    table: DeclaredTable,
    arrays: Mapping[str, np.ndarray | Sequence[object]],
    made_by: str,
    codes: Mapping[str, frozenset[str]],
) -> TableFile:
    batch = complete(table, arrays, made_by)
    allowed = {column.name: codes[column.codes_from] for column in table.columns if column.codes_from is not None}
    found = check_rows(engine, table, [batch], text=False, codes=allowed)
    if len(found.faults["_row"]):
        first = reasons(table, found.faults)[made_by][0]
        where = f"column {first.column}" if first.column else "the key"
        raise RecordsError(
            f"{len(first.rows)} rows of {table.name} do not fit their declaration: {first.reason} ({where}, first "
            f"in row {first.rows[0]}). They would be counted wrongly. {first.do}"
        )
    written = write_accepted(engine, table, folder / TABLE_FILES)
    return TableFile(
        table=table.name, file=f"{TABLE_FILES}/{written.file.name}", hash=written.hash, rows=written.rows
    )


def complete(
    table: DeclaredTable, arrays: Mapping[str, np.ndarray | Sequence[object]], made_by: str
) -> dict[str, np.ndarray]:
    """The arrays with every declared column, the source and the row number."""
    unknown = sorted(set(arrays) - set(table.names))
    lengths = {len(values) for values in arrays.values()}
    if unknown or len(lengths) != 1:
        raise RecordsError(
            f"The columns of {table.name} do not fit: not declared: {', '.join(unknown) or 'none'}; lengths: "
            f"{sorted(lengths)}. Rows cannot be read from them. Give arrays of one length, named as declared: "
            f"{in_quotes(table.names)}."
        )
    rows = lengths.pop()
    empty = np.full(rows, None, dtype=object)
    given = {name: np.asanyarray(values) for name, values in arrays.items()}
    return {
        "_source": np.full(rows, made_by, dtype=object),
        "_row": np.arange(1, rows + 1, dtype=np.int64),
        "_fault": empty,
    } | {name: given.get(name, empty) for name in table.names}
