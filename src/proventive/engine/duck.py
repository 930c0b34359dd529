"""DuckDB, the embedded engine."""

import os
import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
from numpy import ma

from proventive.engine.arrays import objects
from proventive.engine.declared import DeclaredTable
from proventive.engine.interface import Columns, Parameter, Part
from proventive.engine.slices import GroupOfRows, conditions, cuts, groups_of_rows
from proventive.engine.steps import Step, check_parameters, step
from proventive.engine.views import as_at_view, quoted
from proventive.quantities import InternalError, RecordsError

EVERY_VALUE = 2**62
"""How many values of an array DuckDB looks at before it decides on a type. By default it is a thousand: a decimal
with more places further down would be rounded in silence, and where pandas is installed DuckDB 1.5 fails on a
column whose first thousand are missing."""
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT")


class NotAlike(InternalError):
    """A CSV file has rows of different lengths, or quotes that do not close: it is to be read row by row."""


class DuckEngine:
    """An in-memory database that reads and writes the folders it is given, and nothing else: no network, no
    extensions, memory and threads as stated."""

    name = "duckdb"
    label = "DuckDB"

    def __init__(
        self, *, folders: Sequence[Path], spill: Path | None, memory_limit: str, threads: int | None
    ) -> None:
        own_spill = spill is None
        self._spill = Path(tempfile.mkdtemp(prefix="proventive-")) if spill is None else spill
        self.threads = threads or os.cpu_count() or 1
        self._connection = connect(
            folders=folders, spill=self._spill, memory_limit=memory_limit, threads=self.threads
        )
        self._memory_limit = memory_limit
        self._views: set[str] = set()
        self._files: dict[str, list[str]] = {}  # of each table; none where several ids are seen as one person
        self._kept: dict[str, Path] = {}  # steps that are kept as files
        self._close = weakref.finalize(
            self, close, self._connection, self._kept, self._spill if own_spill else None
        )

    def query(self, step_name: str, /, **parameters: Parameter) -> Columns:
        """Run ``engine/sql/<step>.sql`` and fetch its rows in their declared order."""
        wanted = step(step_name)
        if not wanted.ordered:
            raise InternalError(f"step {step_name} is fetched, so it ends in an ORDER BY")
        return self.fetch(wanted.sql, prepared(wanted, parameters), what=step_name)

    def materialise(self, step_name: str, /, **parameters: Parameter) -> int:
        """Run a step and keep its rows as a table named after the step's last part; gives their number."""
        wanted = step(step_name)
        if wanted.table in self._views:
            raise InternalError(f"step {step_name} would hide the record table {wanted.table}")
        if wanted.slices is not None:
            self._keep_in_slices(wanted, prepared(wanted, parameters), *wanted.slices)
        else:
            self.run(f"CREATE OR REPLACE TEMP TABLE {wanted.table} AS {wanted.sql}", prepared(wanted, parameters))
        return self.count(wanted.table)

    def _keep_in_slices(self, wanted: Step, given: Mapping[str, Parameter], table: str, column: str) -> None:
        """Make a step from one slice of a table after another, each kept as a file in the spill folder.

        As a table of the database the rows would take several times their room, and much of the time would go
        into moving them to the disk and back.
        """
        self._spill.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = Path(tempfile.mkdtemp(prefix=f"{wanted.table}-", dir=self._spill))
        files = []
        for number, condition in enumerate(conditions(column, self._cuts(table, column))):
            # Only a CTE that is materialised is planned by the size of the slice, not by that of the whole table.
            sliced = f"WITH {table} AS MATERIALIZED (SELECT * FROM temp.{table} WHERE {condition}) {wanted.sql}"
            files.append(quoted((kept / f"{number}.parquet").as_posix()))
            self.run(f"COPY ({sliced}) TO {files[-1]} (FORMAT PARQUET, COMPRESSION LZ4_RAW)", given)
        self.run(f"CREATE OR REPLACE TEMP VIEW {wanted.table} AS SELECT * FROM read_parquet([{', '.join(files)}])")
        before = self._kept.pop(wanted.table, None)
        if before is not None:
            shutil.rmtree(before, ignore_errors=True)
        self._kept[wanted.table] = kept

    def _cuts(self, table: str, column: str) -> list[str]:
        """Where to cut a table; nowhere if its files are not in order, or ids of one person are seen as one."""
        files = self._files.get(table)
        if not files:
            return []
        lying = self.run(groups_of_rows(files, column)).fetchall()
        return cuts([GroupOfRows(file=file, first=a, last=b, rows=n) for file, a, b, n in lying])

    def open_table(
        self, table: DeclaredTable, parts: Sequence[Part], as_at: date, *, same_people: bool = False
    ) -> None:
        """Show the rows of all stores, as they were known at ``as_at``, under the table's name."""
        relations = [(part.store, f"read_parquet({quoted(part.file.as_posix())})") for part in parts]
        view = as_at_view(table, relations, as_at, same_people=same_people)
        self.run(f"CREATE OR REPLACE TEMP VIEW {table.name} AS {view}")
        self._views.add(table.name)
        self._files[table.name] = [] if same_people else [part.file.as_posix() for part in parts]

    def open_codes(self, name: str, codes: Mapping[str, Sequence[str | None]]) -> None:
        """Show a small table of text, such as the codes of events with their labels, under a name, anew."""
        self.run(f"DROP TABLE IF EXISTS {name}")
        self.stage(name, {column: np.array(values, dtype=object) for column, values in codes.items()})
        self._views.add(name)

    def count(self, table: str) -> int:
        """How many rows a table or a kept step has."""
        return int(self.run(f"SELECT COUNT(*) FROM {table}").fetchall()[0][0])

    def close(self) -> None:
        """Give back memory and the spill folder."""
        self._close()

    def stage(self, name: str, columns: Mapping[str, np.ndarray], types: Mapping[str, str] | None = None) -> None:
        """Put arrays into a table, made anew or added to. Columns are text unless ``types`` says otherwise."""
        self._connection.register("arriving", {key: sendable(values) for key, values in columns.items()})
        wanted = dict.fromkeys(columns, "VARCHAR") | {
            key: kind for key, kind in (types or {}).items() if key in columns
        }
        casts = ", ".join(f'CAST("{key}" AS {kind}) AS "{key}"' for key, kind in wanted.items())
        try:
            self.check_exact(wanted)
            exists = self.fetch(
                "SELECT COUNT(*) AS n FROM duckdb_tables() WHERE table_name = $name", {"name": name}
            )
            into = f"INSERT INTO {name}" if exists["n"][0] else f"CREATE TEMP TABLE {name} AS"
            self.run(f"{into} SELECT {casts} FROM arriving")
        except duckdb.ConversionException as error:
            raise RecordsError(
                f"Some values for {name} are not of the type that is declared ({first_line(error)}). Nothing was "
                "written. Give values of the declared types."
            ) from error
        finally:
            self._connection.unregister("arriving")

    def check_exact(self, wanted: Mapping[str, str]) -> None:
        """Raise RecordsError where a value that arrives would be rounded to fit the type that is wanted."""
        arriving = {name: str(kind) for name, kind, *_ in self.run("SELECT * FROM arriving LIMIT 0").description}
        rounded = [
            f'SUM(CASE WHEN CAST("{name}" AS {kind}) <> "{name}" THEN 1 ELSE 0 END)'
            for name, kind in wanted.items()
            if kind != "VARCHAR"
            and (arriving[name].startswith("DECIMAL") or arriving[name] in ("DOUBLE", "FLOAT"))
        ]
        floats = [name for name in wanted if arriving[name] in ("DOUBLE", "FLOAT") and wanted[name] != "BIGINT"]
        if floats or (rounded and self.run(f"SELECT {' + '.join(rounded)} FROM arriving").fetchall()[0][0]):
            raise RecordsError(
                f"Some numbers would be rounded ({', '.join(floats) or 'more places than declared'}). What is "
                "recorded is exact. Give whole numbers or decimals with the declared places, not floats."
            )

    def fetch(self, sql: str, parameters: Mapping[str, Parameter] | None = None, what: str = "") -> Columns:
        """Run a SELECT and fetch its rows as :class:`~proventive.engine.interface.Engine` describes."""
        shape = self.run(f"SELECT * FROM ({sql}) AS step LIMIT 0", parameters).description
        types = {name: str(kind) for name, kind, *_ in shape}
        casts = ", ".join(fetched(name, kind, what) for name, kind in types.items())
        arrays = self.run(f"SELECT {casts} FROM ({sql}) AS step", parameters).fetchnumpy()
        return {name: received(arrays[name], types[name]) for name in types}

    def run(self, sql: str, parameters: Mapping[str, Parameter] | None = None) -> duckdb.DuckDBPyConnection:
        """Run a statement. Raises RecordsError where the memory or the disk does not suffice."""
        try:
            return self._connection.execute(sql, dict(parameters) if parameters else None)
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            if isinstance(error, duckdb.InvalidInputException) and "arquet" not in str(error):
                if "CSV" in str(error):
                    raise NotAlike("rows of a CSV file are not alike") from None
                raise
            if "Permission denied" in str(error):
                raise RecordsError(
                    "A file of the records may not be read or written by you. Ask whoever keeps the folder for "
                    f"the right to write there, and run it again. ({first_line(error)})"
                ) from error
            raise RecordsError(
                "A file of the records cannot be read or written: it is gone, damaged, or the disk is full. "
                "Without it nothing can be counted. Free some disk space and open the records again. If that does "
                "not help, delete the store's manifest.json, so that they are brought in anew. "
                f"({first_line(error)})"
            ) from error
        except duckdb.OutOfMemoryException as error:
            raise RecordsError(
                f"The records need more than the {self._memory_limit} of memory or the disk space that they may "
                "use. Nothing was changed. Free some disk space, or give more memory, and run it again."
            ) from error


def connect(*, folders: Sequence[Path], spill: Path, memory_limit: str, threads: int) -> duckdb.DuckDBPyConnection:
    """A connection with every setting stated, then locked."""
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": memory_limit,
            "temp_directory": spill.as_posix(),
            "threads": threads,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    allowed = ", ".join(quoted(folder.resolve().as_posix()) for folder in (*folders, spill))
    for setting in (
        "SET TimeZone = 'UTC'",
        "SET preserve_insertion_order = false",
        "SET enable_progress_bar = false",
        f"SET pandas_analyze_sample = {EVERY_VALUE}",
        f"SET allowed_directories = [{allowed}]",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ):
        connection.execute(setting)
    return connection


def first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200]


def close(connection: duckdb.DuckDBPyConnection, kept: Mapping[str, Path], spill: Path | None) -> None:
    connection.close()
    for folder in (*kept.values(), *([spill] if spill is not None else [])):
        shutil.rmtree(folder, ignore_errors=True)


def prepared(wanted: Step, parameters: Mapping[str, Parameter]) -> Mapping[str, Parameter]:
    check_parameters(wanted, frozenset(parameters))
    return parameters


def sendable(values: np.ndarray) -> np.ndarray:
    """An array in a form that the database takes: days as seconds, text as objects."""
    if values.dtype.kind == "M":
        return values.astype("datetime64[s]")
    return values.astype(object) if values.dtype.kind == "U" else values


def fetched(name: str, kind: str, what: str) -> str:
    """A column of the outermost SELECT, so that it leaves the database exactly."""
    if kind in ("DOUBLE", "FLOAT"):
        raise InternalError(f"step {what}: {name} is a float; floats begin in numpy")
    if kind == "HUGEINT":
        return f'CAST("{name}" AS BIGINT) AS "{name}"'
    return f'CAST("{name}" AS VARCHAR) AS "{name}"' if kind.startswith("DECIMAL") else f'"{name}"'


def received(values: np.ndarray, kind: str) -> np.ndarray:
    """A fetched column in its promised form."""
    mask = ma.getmaskarray(values) if ma.isMaskedArray(values) else None
    plain = np.asarray(values)
    missing = mask if mask is not None and mask.any() else None
    if kind in WHOLE:
        return plain.astype(np.int64) if missing is None else np.where(missing, np.nan, plain.astype(np.float64))
    if kind == "DATE":
        days = plain.astype("datetime64[D]")
        return days if missing is None else np.where(missing, np.datetime64("NaT", "D"), days)
    if kind.startswith("DECIMAL"):
        absent = np.zeros(len(plain), dtype=bool) if missing is None else missing
        return objects([None if gone else Decimal(text) for text, gone in zip(plain, absent, strict=True)])
    if kind == "VARCHAR" and missing is not None:
        return objects([None if gone else text for text, gone in zip(plain, missing, strict=True)])
    return plain
