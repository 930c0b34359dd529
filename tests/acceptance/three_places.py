"""A synthetic place, split over three folders as three bodies would hold it; and once more in one folder.

Everybody is given an invented CHI number, so that the provider and the body that links know the same person by one
number and hold different local ids. Everything else is done at the command line.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from typer.testing import CliRunner

from proventive.cli import app

AS_AT = "2027-06-30"
SEED = "3"  # with it, so small a place has fewer admissions among those who joined
AGREEMENT = "falls-and-friendship"
PROVIDER, LINKING, PAYER = "lantern-and-loaf", "glenmarrow-linkage", "council"
PROVIDERS_TABLES = ("people", "referrals", "assessments", "deliverables")
LINKED_TABLES = ("population", "demand")


def proventive(*words: str | Path) -> str:
    """Run the command line in a process of its own; gives what it printed."""
    ran = subprocess.run(
        [sys.executable, "-m", "proventive", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PROVENTIVE_TRACEBACK": "1"},
    )
    assert ran.returncode == 0, ran.stderr + ran.stdout
    return ran.stdout


def within(*words: str | Path, fails: bool = False) -> str:
    """The same in this process, which is sooner done; gives what it printed, or the message of the error."""
    ran = CliRunner().invoke(app, [str(word) for word in words])
    assert (ran.exit_code != 0) == fails, (ran.output, ran.exception)
    return str(ran.exception) if fails else ran.stdout


@dataclass(frozen=True)
class ThreePlaces:
    """The folders of the three bodies, the one that holds everything, and the numbers of the people."""

    provider: Path
    linking: Path
    payer: Path
    one: Path
    numbers: dict[str, str]

    @contextmanager
    def alone(self, body: Path) -> Iterator[None]:
        """While it lasts the folders of the others are not there: not to be read, nor to be found."""
        others = [place for place in (self.provider, self.linking, self.payer, self.one) if place != body]
        with TemporaryDirectory() as away:
            for place in others:
                place.rename(Path(away) / place.name)
            try:
                yield
            finally:
                for place in others:
                    (Path(away) / place.name).rename(place)


def laid_out(to: Path, people: int = 6_000, seed: str = SEED) -> ThreePlaces:
    """Simulate the place by a seed, and bring its rows into each folder under the keys of its own body."""
    within("simulate", "place", to / "source", "--seed", seed, "--people", str(people), "--quiet")
    numbers = chi_numbers(to / "source" / "records")
    sheets = written_as_sheets(to / "source" / "records", to / "sheets", numbers)
    places = ThreePlaces(
        provider=to / "provider", linking=to / "linking", payer=to / "payer", one=to / "one", numbers=numbers
    )
    agreed(places.one / AGREEMENT)
    for place in (places.provider, places.linking, places.payer):
        shutil.copytree(places.one / AGREEMENT, place / AGREEMENT)
    store(to, places.linking, LINKING, "glenmarrow-linkage")
    store(to, places.provider, PROVIDER, "lantern-and-loaf")
    brought_in(sheets, places.linking, LINKING, LINKED_TABLES)
    brought_in(sheets, places.provider, PROVIDER, PROVIDERS_TABLES)
    # In one folder both stores make their local ids with the key of the body that links.
    for body in (PROVIDER, LINKING):
        store(to, places.one, body, "glenmarrow-linkage")
        identities = places.one / "identifiers" / body
        identities.mkdir(parents=True, mode=0o700)
        shutil.copy2(places.linking / "identifiers" / LINKING / "key.json", identities / "key.json")
    brought_in(sheets, places.one, LINKING, LINKED_TABLES)
    brought_in(sheets, places.one, PROVIDER, PROVIDERS_TABLES)
    shutil.rmtree(sheets)
    shutil.rmtree(to / "source")
    return places


def agreed(folder: Path) -> None:
    """The shipped agreement, judged on the point estimate, so that a small place pays at all; sealed by both."""
    with as_file(files("proventive.examples") / "place" / AGREEMENT) as shipped:
        shutil.copytree(shipped, folder, ignore=shutil.ignore_patterns("seals.yaml"))
    text = (folder / "agreement.yaml").read_text(encoding="utf-8")
    before, examples, after = text.partition("worked_examples:")
    changed = (
        before.replace("judged_on: lower bound", "judged_on: point estimate")
        + "value:"
        + after.partition("value:")[2]
    )
    assert examples and changed.count("judged_on: point estimate") == 1
    (folder / "agreement.yaml").write_text(changed, encoding="utf-8")
    for party in ("lantern", "health"):
        within("seal", folder, "--on", "2025-03-20", "--by", f"XX-GLENMARROW-{party}")


def chi_numbers(records: Path) -> dict[str, str]:
    """An invented CHI number for everybody: the month and sex of the person, and a check digit that holds."""
    rows = duckdb.sql(
        f"SELECT person_id, birth_month, sex FROM '{records}/{LINKING}/tables/population-*.parquet' ORDER BY 1"
    ).fetchall()
    taken: set[str] = set()
    numbers = {}
    for person, born, sex in rows:
        numbers[person] = next(
            number
            for serial in range(28 * 500)
            if (number := chi(f"{serial % 28 + 1:02}{born:%m%y}{serial // 28:02}", sex)) and number not in taken
        )
        taken.add(numbers[person])
    return numbers


def chi(eight: str, sex: str) -> str:
    """Ten digits from eight and the sex; "" where no check digit holds."""
    nine = f"{eight}{2 if sex == 'F' else 1}"
    check = 11 - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    return "" if check == 10 else f"{nine}{check % 11}"


def written_as_sheets(records: Path, to: Path, numbers: dict[str, str]) -> Path:
    """Every table as a sheet that people would send, with CHI numbers."""
    to.mkdir()
    for body, tables in ((PROVIDER, PROVIDERS_TABLES), (LINKING, LINKED_TABLES)):
        for table in tables:
            found = duckdb.sql(f"SELECT * FROM '{records}/{body}/tables/{table}-*.parquet'")
            if table == "demand":  # what the agreements pay for is enough
                found = found.filter("event IN ('emergency_admission', 'home_care_hour')")
            columns = [name for name in found.columns if not name.startswith("_")]
            with (to / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                sheet = csv.writer(file)
                sheet.writerow(["CHI number" if name == "person_id" else name for name in columns])
                for row in found.project(", ".join(f'"{name}"' for name in columns)).fetchall():
                    sheet.writerow([cell(name, value, numbers) for name, value in zip(columns, row, strict=True)])
    return to


def cell(name: str, value: object, numbers: dict[str, str]) -> str:
    if value is None:
        return ""
    if name == "person_id":
        return numbers[str(value)]
    if name == "area_code":
        return ""  # those of the place are invented
    return f"{value:%Y-%m}" if name == "birth_month" else str(value)


def store(to: Path, place: Path, body: str, id_space: str) -> None:
    """The description of a store, in the id space of whoever holds the key."""
    folder = place / "records" / body
    folder.mkdir(parents=True)
    described = (to / "source" / "records" / body / "store.yaml").read_text(encoding="utf-8")
    (folder / "store.yaml").write_text(described.replace("glenmarrow-demo", id_space), encoding="utf-8")


def brought_in(sheets: Path, place: Path, body: str, tables: tuple[str, ...]) -> None:
    """Import the sheets of a body; every row has to be accepted."""
    for table in tables:
        words = ("--store", place / "records" / body, "--table", table, "--json")
        told = json.loads(within("records", "import", sheets / f"{table}.csv", *words))
        assert all(account["rows"] == account["accepted"] for account in told["accounts"]), told["messages"]


def local_ids(place: Path) -> set[str]:
    """The local ids that stand in the record tables of a place; not the names of those of whom there is none."""
    found: set[str] = set()
    for file in place.glob("records/*/tables/*.parquet"):
        columns = duckdb.sql(f"SELECT * FROM '{file}'").columns
        if "person_id" in columns:
            ids = duckdb.sql(f"SELECT DISTINCT person_id FROM '{file}' WHERE person_id NOT LIKE 'joined-%'")
            found |= {row[0] for row in ids.fetchall()}
    return found


def holds(place: Path, texts: Collection[str]) -> set[Path]:
    """The files of a place in which any of the texts (hexadecimal, of one length) stands: in its bytes, or in the
    values of a Parquet file. Digits of a longer number are no text: among those of many estimates some number of a
    person stands by chance."""
    looked_for = {text.encode() for text in texts}
    (length,) = {len(text) for text in texts}
    anywhere = re.compile(rb"(?<![0-9a-f.])([0-9a-f]{%d})(?![0-9a-f])" % length)
    found = set()
    for file in (path for path in place.rglob("*") if path.is_file()):
        content = file.read_bytes()
        if file.suffix == ".parquet":
            content += repr(duckdb.sql(f"SELECT * FROM '{file}'").fetchall()).encode()
        if not looked_for.isdisjoint(anywhere.findall(content)):
            found.add(file)
    return found
