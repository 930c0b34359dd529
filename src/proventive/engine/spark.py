"""Apache Spark, on a cluster that already exists. The only module that knows it.

The same steps run there, translated by :mod:`proventive.engine.transpiling`; the Parquet files have to be where
the cluster can read them. Rows are brought in on one machine, by DuckDB. Results come as Arrow, never by way of
pandas.
"""

import atexit
import re
import socket
import weakref
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np

from proventive.engine.arrays import objects
from proventive.engine.declared import DeclaredTable
from proventive.engine.interface import Columns, Parameter, Part
from proventive.engine.steps import Step, check_parameters, step
from proventive.engine.transpiling import not_installed, spark_sql
from proventive.engine.views import as_at_view
from proventive.quantities import EngineError, InternalError, UserError

STATED = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # what does not fit is an error, never a silent NULL
}
QUIET = {"spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
CONNECT_NEEDS = ("grpc", "grpc_status", "pandas", "zstandard")  # pyspark asks for pandas; nothing of ours does
CONNECT_PORT = "15002"  # of a Spark Connect server whose address names none
SECONDS_TO_ANSWER = 10


class SparkEngine:
    """Record tables as views of a Spark session, and steps over them.

    The session is one of its own beside the one that is given, so that the names and settings of others, and of
    another agreement's records, are neither seen nor changed. The connection stays open: it belongs to the caller,
    or lasts as long as the program.
    """

    name = "spark"
    label = "Apache Spark"

    def __init__(self, session: Any) -> None:
        self._session = told(session.newSession)
        for key, value in STATED.items():
            told(partial(self._session.conf.set, key, value))
        self._views: set[str] = set()
        self._kept: dict[str, Any] = {}
        if by_connect(session):
            self._end = weakref.finalize(self, self._session.stop)

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

    def open_table(
        self, table: DeclaredTable, parts: Sequence[Part], as_at: date, *, same_people: bool = False
    ) -> None:
        """Show the rows of all stores, as they were known at ``as_at``, under the table's name."""
        relations = []
        for number, part in enumerate(parts):
            relation = f"part_{number}_of_{table.name}"
            frame = told(partial(self._session.read.parquet, address(part)))
            frame.createOrReplaceTempView(relation)
            relations.append((part.store, relation))
        view = as_at_view(table, relations, as_at, same_people=same_people)
        self._sql(view, {}).createOrReplaceTempView(table.name)
        self._views.add(table.name)

    def open_codes(self, name: str, codes: Mapping[str, Sequence[str | None]]) -> None:
        """Show a small table of text under a name, anew.

        It travels as Arrow: a list of rows would be unpacked by Python on the workers, anew in each step.
        """
        from pyarrow import array, string, table

        columns = table({column: array(list(values), string()) for column, values in codes.items()})
        told(partial(self._session.createDataFrame, columns)).createOrReplaceTempView(name)
        self._views.add(name)

    def count(self, table: str) -> int:
        """How many rows a table or a kept step has."""
        return int(told(self._session.table(table).count))

    def close(self) -> None:
        """Give back what was kept in the cluster."""
        for frame in self._kept.values():
            frame.unpersist()
        self._kept.clear()
        if by_connect(self._session):
            self._end()

    def fetch(self, sql: str, parameters: Mapping[str, Parameter] | None = None, what: str = "") -> Columns:
        """Run a SELECT of ours and fetch its rows as :class:`~proventive.engine.interface.Engine` describes."""
        return received(self._sql(sql, parameters or {}), what)

    def _run(self, wanted: Step, parameters: Mapping[str, Parameter]) -> Any:
        check_parameters(wanted, frozenset(parameters))
        return self._sql(wanted.sql, parameters)

    def _sql(self, sql: str, parameters: Mapping[str, Parameter]) -> Any:
        return told(lambda: self._session.sql(spark_sql(sql), args=dict(parameters)))


def open_spark(where: Any) -> SparkEngine:
    """An engine on a cluster (``spark://host:7077``), a Spark Connect server (``sc://host``), or a session.

    Raises UserError where a package is not installed, EngineError where the cluster does not answer or this
    program has a session elsewhere.
    """
    try:
        import pyarrow  # noqa: F401
        import sqlglot  # noqa: F401
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UserError(not_installed(error.name)) from None
    if not isinstance(where, str):
        return SparkEngine(where)
    if where.startswith("sc://"):
        check_connects()
    if where.startswith(("spark://", "sc://")):
        check_answers(where)
    builder = SparkSession.builder.appName("proventive")
    if where.startswith("sc://"):
        connected = told(builder.remote(where).getOrCreate)
        atexit.register(connected.stop)
        return SparkEngine(connected)
    session = told(builder.master(where).config(map=STATED | QUIET).getOrCreate)
    if session.sparkContext.master != where:
        raise EngineError(
            f"This program has a Spark session on {session.sparkContext.master} already, so none can be opened on "
            f"{where}. The records would be computed elsewhere than asked. Hand that session over as the engine, "
            "or stop it first."
        )
    return SparkEngine(session)


def by_connect(session: Any) -> bool:
    """Whether a session is one of Spark Connect, which has to be stopped before the program ends.

    Left to the end, pyspark closes its channel when the threads that it waits for are gone, and waits for ever.
    """
    return type(session).__module__.startswith("pyspark.sql.connect")


def check_connects() -> None:
    """Raise UserError unless the packages with which pyspark speaks to a Spark Connect server are installed."""
    for package in CONNECT_NEEDS:
        if find_spec(package) is None:
            raise UserError(not_installed(package, extra="connect"))


def check_answers(where: str) -> None:
    """Raise EngineError unless somebody listens at an address; Spark itself would try for minutes."""
    places = re.split(r"[/;]", where.split("://")[1])[0]
    reasons = []
    for place in places.split(","):
        host, port = place.rsplit(":", 1) if ":" in place else (place, CONNECT_PORT)
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS_TO_ANSWER).close()
            return
        except (OSError, ValueError) as error:
            reasons.append(f"{place}: {getattr(error, 'strerror', None) or type(error).__name__}")
    raise EngineError(
        f"No Spark answers at {places} ({'; '.join(reasons)}). The records were to be computed there, so nothing "
        "was. Check the address with whoever runs the cluster: it is written like spark://host:7077, or "
        "sc://host:15002 for Spark Connect."
    )


def address(part: Part) -> str:
    """Where a file lies, as Spark reads it, to which brackets and stars are patterns."""
    return "file://" + re.sub(r"([][{}*?\\])", r"\\\1", part.file.resolve().as_posix())


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
    table = told(frame.toArrow)
    return {name: as_array(table.column(name), f"step {what}: {name}") for name in table.column_names}


def as_array(column: Any, what: str) -> np.ndarray:
    """A column of Arrow in its promised form."""
    from pyarrow import types

    kind = column.type
    if types.is_integer(kind):
        return np.asarray(column.to_numpy(), dtype=np.float64 if column.null_count else np.int64)
    if types.is_date(kind):
        return np.asarray(column.to_numpy(), dtype="datetime64[D]")
    if types.is_boolean(kind) and not column.null_count:
        return np.asarray(column.to_numpy(), dtype=np.bool_)
    if types.is_decimal(kind) or types.is_string(kind) or types.is_large_string(kind) or types.is_null(kind):
        return objects(column.to_pylist())
    raise InternalError(f"{what} is {kind}; results are whole numbers, decimals, days and text")
