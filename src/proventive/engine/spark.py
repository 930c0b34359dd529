"""Apache Spark, on a cluster that already exists. The only module that knows it.

The same steps run there, translated by :mod:`proventive.engine.transpiling`; the Parquet files have to be where
the cluster can read them. Rows are brought in on one machine, by DuckDB.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from proventive.engine.arrays import objects
from proventive.engine.declared import DeclaredTable
from proventive.engine.interface import Columns, Parameter, Part
from proventive.engine.steps import Step, check_parameters, step
from proventive.engine.transpiling import NOT_INSTALLED, spark_sql
from proventive.engine.views import as_at_view
from proventive.quantities import EngineError, InternalError, UserError

WHOLE = ("tinyint", "smallint", "int", "bigint")
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # what does not fit is an error, never a silent NULL
    "spark.ui.showConsoleProgress": "false",
}


class SparkEngine:
    """Record tables as views of a Spark session, and steps over them."""

    name = "spark"

    def __init__(self, session: Any, *, ours: bool) -> None:
        self._session = session
        self._ours = ours  # a session that the caller handed over is left open, with its own settings
        self._views: set[str] = set()
        self._kept: dict[str, Any] = {}

    def query(self, step_name: str, /, **parameters: Parameter) -> Columns:
        """Run a step and fetch its rows in their declared order."""
        wanted = step(step_name)
        if not wanted.ordered:
            raise InternalError(f"step {step_name} is fetched, so it ends in an ORDER BY")
        return received(self._run(wanted, parameters), step_name)

    def materialise(self, step_name: str, /, **parameters: Parameter) -> int:
        """Run a step and keep its rows in the cluster, as a view named after the step's last part."""
        wanted = step(step_name)
        if wanted.table in self._views:
            raise InternalError(f"step {step_name} would hide the record table {wanted.table}")
        frame = self._run(wanted, parameters).persist()
        rows = told(frame.count)
        frame.createOrReplaceTempView(wanted.table)
        before = self._kept.pop(wanted.table, None)
        if before is not None:
            before.unpersist()
        self._kept[wanted.table] = frame
        return int(rows)

    def open_table(self, table: DeclaredTable, parts: Sequence[Part], as_at: date) -> None:
        """Show the rows of all stores, as they were known at ``as_at``, under the table's name."""
        relations = []
        for number, part in enumerate(parts):
            relation = f"part_{number}_of_{table.name}"
            frame = told(partial(self._session.read.parquet, part.file.as_posix()))
            frame.createOrReplaceTempView(relation)
            relations.append((part.store, relation))
        self._sql(as_at_view(table, relations, as_at), {}).createOrReplaceTempView(table.name)
        self._views.add(table.name)

    def open_codes(self, name: str, codes: Mapping[str, Sequence[str | None]]) -> None:
        """Show a small table of text under a name, anew."""
        schema = ", ".join(f"`{column}` STRING" for column in codes)
        rows = list(zip(*codes.values(), strict=True))
        self._session.createDataFrame(rows, schema).createOrReplaceTempView(name)
        self._views.add(name)

    def count(self, table: str) -> int:
        """How many rows a table or a kept step has."""
        return int(told(self._session.table(table).count))

    def close(self) -> None:
        """Give back what was kept in the cluster."""
        for frame in self._kept.values():
            frame.unpersist()
        self._kept.clear()
        if self._ours:
            self._session.stop()

    def _run(self, wanted: Step, parameters: Mapping[str, Parameter]) -> Any:
        check_parameters(wanted, frozenset(parameters))
        return self._sql(wanted.sql, parameters)

    def _sql(self, sql: str, parameters: Mapping[str, Parameter]) -> Any:
        return told(lambda: self._session.sql(spark_sql(sql), args=dict(parameters)))


def open_spark(where: Any) -> SparkEngine:
    """An engine on a cluster (``spark://host:7077``), a Spark Connect server (``sc://host``), or a session.

    Raises UserError where pyspark is not installed, EngineError where the cluster does not answer.
    """
    if not isinstance(where, str):
        return SparkEngine(where, ours=False)
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise UserError(NOT_INSTALLED) from None
    builder = SparkSession.builder.appName("proventive")
    builder = builder.remote(where) if where.startswith("sc://") else builder.master(where)
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    return SparkEngine(told(builder.getOrCreate), ours=True)


def told(work: Any) -> Any:
    """Do something in the cluster; its faults become an EngineError, whose text quotes no row."""
    try:
        return work()
    except (UserError, InternalError):
        raise
    except Exception as error:
        raise EngineError(
            f"Spark could not compute this ({type(error).__name__}). Nothing was changed. Look whether the "
            "cluster runs, whether its workers can read the folder of the records, and whether they have memory "
            "enough. Its own log says more."
        ) from error


def received(frame: Any, what: str) -> Columns:
    """The rows of a result, as :class:`~proventive.engine.interface.Engine` describes them."""
    kinds = dict(frame.dtypes)
    for name, kind in kinds.items():
        if kind in ("double", "float"):
            raise InternalError(f"step {what}: {name} is a float; floats begin in numpy")
    rows = told(frame.collect)
    columns = zip(*rows, strict=True) if rows else ((),) * len(kinds)
    return {name: as_array(list(values), kinds[name]) for name, values in zip(kinds, columns, strict=True)}


def as_array(values: list[Any], kind: str) -> np.ndarray:
    """A column in its promised form."""
    if kind in WHOLE:
        missing = any(value is None for value in values)
        return np.array(values, dtype=np.float64 if missing else np.int64)
    if kind == "date":
        return np.array([np.datetime64("NaT") if value is None else value for value in values], "datetime64[D]")
    if kind == "boolean" and None not in values:
        return np.array(values, dtype=bool)
    return objects(values)
