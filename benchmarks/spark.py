"""The costed person-month panel and the aligned windows on Spark: one local worker of one core, then two.

Run, in what “make test-spark” sets up: .venv-spark/bin/python benchmarks/spark.py [--millions 10] [--data FOLDER]

On one machine this shows that the steps divide, not what a cluster is worth. Both have to give DuckDB's sums.
Starting is not timed.
"""

import argparse
import json
import os
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

import numpy as np
from measured import measured, worker
from panel import AGREEMENT, AS_AT, SPANS, make

from proventive.engine import DeclaredColumn, DeclaredTable, Part, Where, open_engine
from proventive.records import declarations
from proventive.records.opened import Records
from proventive.records.use_and_cost import aligned_use, person_months
from proventive.reference import open_reference

sys.path.append(str(Path(__file__).parents[1] / "tests" / "generative"))
from local_cluster import started

WORKERS = (1, 2)
SETTINGS = """
spark.rpc.askTimeout 600s
spark.ui.enabled false
spark.sql.shuffle.partitions 8
spark.driver.memory 1g
spark.executor.memory 1400m
"""
INDEX_DATES = DeclaredTable(
    name="index_dates",
    one_row_is="a person and the day from which their use is counted",
    columns=(
        DeclaredColumn(name="person_id", type="text", heading="Person", help=""),
        DeclaredColumn(name="index_day", type="integer", heading="Day since 2000", help=""),
    ),
    key=("person_id",),
    twice="",
    cut_by=None,
)


def timed(folder: Path, where: Where) -> dict:
    """Both computations on one engine: what they give, and the seconds that each took."""
    engine = open_engine(where, folders=[folder])
    for table in (declarations()["demand"], declarations()["population"], INDEX_DATES):
        engine.open_table(table, [Part(store="hub", file=folder / f"{table.name}.parquet")], AS_AT)
    reference = open_reference(folder / "reference")
    records = Records(
        folder=folder, agreement=AGREEMENT, as_at=AS_AT, stores=(), engine=engine, reference=reference
    )
    engine.count("population")  # the first question wakes the workers
    started_at = perf_counter()
    rows = person_months(records)
    panel = perf_counter() - started_at
    by_month = engine.query("demand/use_by_month")
    started_at = perf_counter()
    windows = aligned_use(records, SPANS, follow_up=365)
    aligned = perf_counter() - started_at
    sums = [rows, *(total(by_month[name]) for name in ("quantity", "pence", "without_cost"))]
    sums += [len(windows["pence"]), total(windows["quantity"]), total(windows["pence"])]
    engine.close()
    return {"sums": sums, "panel": panel, "aligned": aligned}


def total(values: np.ndarray) -> int:
    """The sum of whole numbers, without those that are missing; exact, as each is below 2**53."""
    return int(sum(int(value) for value in values[~np.isnan(values.astype(np.float64))].tolist()))


def on_cluster(folder: Path, workers: int) -> dict:
    home = Path(find_spec("pyspark").origin).parent
    with tempfile.TemporaryDirectory() as logs:
        cluster = started(home, Path(logs), workers, SETTINGS)
        try:
            return measured(__file__, str(folder), cluster.url).result
        finally:
            cluster.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--millions", type=int, default=10)
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "proventive-benchmark")
    arguments = parser.parse_args()
    folder = arguments.data / str(arguments.millions)
    make(folder, arguments.millions)
    here = timed(folder, "duckdb")
    print(f"{arguments.millions} million events, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"{'':12} {'panel':>9} {'aligned':>9}")
    print(f"{'DuckDB':12} {here['panel']:7.1f} s {here['aligned']:7.1f} s")
    found = {}
    for workers in WORKERS:
        one = found[workers] = on_cluster(folder, workers)
        print(f"{workers} worker{'s' * (workers > 1):5} {one['panel']:7.1f} s {one['aligned']:7.1f} s")
        if one["sums"] != here["sums"]:
            raise SystemExit(f"Spark gives {one['sums']}, DuckDB {here['sums']}")
    for what in ("panel", "aligned"):
        print(f"two workers take {found[2][what] / found[1][what]:.2f} times what one takes: {what}")
    print(json.dumps({"sums": here["sums"]}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        worker(lambda: timed(Path(sys.argv[2]), sys.argv[3]))
    else:
        main()
