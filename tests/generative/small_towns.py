"""Small random towns: narrow ranges of values, so that ties, gaps, ends of months and leap days meet often."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np

from proventive.agreement.document import Agreement
from proventive.engine import Engine, Part, open_embedded, open_engine
from proventive.engine.declared import DeclaredTable, sql_type
from proventive.engine.views import SAME_PEOPLE
from proventive.quantities import Period
from proventive.records import Records, declarations
from proventive.records.decided_people import as_columns
from proventive.reference import open_reference

AT = date(2024, 6, 30)
FIRST, LAST = date(2024, 1, 1), date(2024, 3, 31)
DAYS = (
    *(date(2024, 1, 31), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 31)),
    *(date(2023, 12, 31), date(2024, 1, 1), date(2023, 3, 31), date(2023, 4, 1), date(2022, 2, 28)),
    *(date(2024, 3, 30), AT, date(2024, 7, 1), date(2022, 7, 15), date(2023, 7, 15), date(2023, 1, 2)),
)
PEOPLE = ("a", "b", "C", "é", "f g", "h", "10", "9")
AGREEMENTS = ("town", "Town", "other")
EVENTS = ("emergency_admission", "bed_day", "gp_contact")
CENTS = ("0.00", "0.01", "0.05", "-0.05", "12.50", "1.00", "-3.00", "2.67")
MONTHS = ("1940-02", "1940-03", "1979-12", "1980-01", "2024-02")
PRICES = {"emergency_admission": ("admission", "2800.495", 2021), "bed_day": ("bed day", "0.005", 2023)}
AGREEMENT = Agreement(
    proventive=1,
    title="A town",
    id="town",
    kind="grant",
    parties=(),
    term=Period(start=date(2023, 4, 1), end=date(2024, 3, 31)),
    price_base="2023-24",
    seed=1,
)
Rows = list[dict]


def tables_of(seed: int) -> dict[str, Rows]:
    """The rows of every record table of one town."""
    draw = Draw(np.random.default_rng(seed))
    return {name: draw.table(name) for name in declarations()}


class Draw:
    """Values from narrow ranges."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def one(self, values):
        return values[int(self.rng.integers(len(values)))]

    def maybe(self, value):
        return value if self.rng.random() < 0.6 else None

    def day_from(self, day):
        """A day not before another; None where no day of the range is."""
        later = [other for other in DAYS if day is not None and other >= day]
        return self.one(later) if later else None

    def table(self, name: str) -> Rows:
        declared = declarations()[name]
        rows: dict[tuple, dict] = {}
        for _ in range(int(self.rng.integers(0, 14))):
            row = getattr(self, name)()
            rows.setdefault(tuple(row[column] for column in declared.key), row)
        return list(rows.values())

    def people(self):
        consent = self.maybe(self.one(("yes", "no", "withdrawn", "other basis")))
        return {"person_id": self.one(PEOPLE), "birth_month": None, "sex": None, "area_code": None,
                "role": self.one(("served", "unpaid carer")), "consent": consent, "consent_on": None,
                "lawful_basis": None, "health_condition": None, "purpose": None,
                "keep_until": self.maybe(self.one(DAYS))}  # fmt: skip

    def referrals(self):
        referred = self.one(DAYS)
        started = self.maybe(self.day_from(referred))
        ended = self.maybe(self.day_from(started)) if started else None
        return {"person_id": self.one(PEOPLE), "agreement": self.one(AGREEMENTS), "source": None,
                "referred_on": referred, "started_on": started, "ended_on": ended,
                "end_reason": self.maybe(self.one(("left", "died", "moved"))) if ended else None,
                "sds_option": None}  # fmt: skip

    def allocations(self):
        return {"person_id": self.one(PEOPLE), "agreement": self.one(AGREEMENTS), "on_date": self.one(DAYS),
                "arm": self.one(("service", "comparison")), "how": self.one(("lottery", "score", "other")),
                "cluster": self.maybe(self.one(("north", "south"))),
                "score": self.maybe(Decimal(self.one(("20.0000", "19.5000", "-3.0000"))))}  # fmt: skip

    def contacts(self):
        return {"person_id": self.one(PEOPLE), "agreement": self.maybe(self.one(AGREEMENTS)),
                "on_date": self.one(DAYS),
                "kind": self.one(("phone", "meeting")), "minutes": int(self.rng.integers(0, 3)),
                "delivered_by": self.one(("staff", "peer"))}  # fmt: skip

    def assessments(self):
        return {"person_id": self.one(PEOPLE), "instrument": self.one(("ucla3", "swemwbs")),
                "on_date": self.one(DAYS),
                "total": Decimal(self.one(("3.00", "3.01", "9.00")))}  # fmt: skip

    def goals(self):
        day = self.one(DAYS)
        rated = self.maybe(self.day_from(day))
        return {"person_id": self.one(PEOPLE), "goal": self.one(("walk", "cook")), "set_on": day,
                "rated_on": rated, "rating": self.one((0, 6, 10)) if rated else None}  # fmt: skip

    def contributions(self):
        return {"person_id": self.one(PEOPLE), "agreement": self.maybe(self.one(AGREEMENTS)),
                "on_date": self.one(DAYS),
                "role": self.one(("decide", "deliver")), "given_by": self.one(("person served", "volunteer")),
                "minutes": int(self.rng.integers(0, 3)), "paid": self.one(("yes", "no"))}  # fmt: skip

    def demand(self):
        return {"person_id": self.one(PEOPLE), "on_date": self.one(DAYS), "event": self.one(EVENTS),
                "quantity": int(self.rng.integers(1, 4))}  # fmt: skip

    def population(self):
        since = date(2015, 1, 1) if self.rng.random() < 0.8 else self.one(DAYS)
        return {"person_id": self.one(PEOPLE), "birth_month": self.one(MONTHS), "sex": self.one(("F", "M")),
                "area_code": None, "simd_decile": self.maybe(int(self.rng.integers(1, 5))),
                "frailty": self.maybe(self.one(("fit", "mild"))), "resident_from": since,
                "resident_to": self.seldom(since), "died_on": self.seldom(since)}  # fmt: skip

    def seldom(self, since):
        return self.day_from(since) if self.rng.random() < 0.25 else None

    def area_series(self):
        start = self.one(DAYS)
        end = self.day_from(start)
        return {"area_code": self.one(("S1", "S2")), "period_start": start, "period_end": end,
                "event": self.one(EVENTS), "count": int(self.rng.integers(0, 3)),
                "denominator": self.maybe(int(self.rng.integers(1, 4)))}  # fmt: skip

    def workforce(self):
        started = self.one(DAYS)
        return {"staff_id": self.one(("s", "t", "u")), "started_on": started,
                "left_on": self.maybe(self.day_from(started)), "paid_hours": Decimal("7.50"),
                "lived_experience": self.maybe(self.one(("yes", "no"))),
                "person_id": self.maybe(self.one(PEOPLE))}  # fmt: skip

    def finance(self):
        return {"on_date": self.one(DAYS), "account": self.one(("price", "staff")),
                "amount": Decimal(self.one(CENTS)),
                "agreement": self.maybe(self.one(AGREEMENTS))}  # fmt: skip

    def deliverables(self):
        return {"agreement": self.one(AGREEMENTS), "obligation": self.one(("apprentices", "meals")),
                "on_date": self.one(DAYS), "quantity": Decimal(self.one(("0.00", "0.05", "1.00", "2.67"))),
                "evidence": self.maybe("a letter")}  # fmt: skip

    def reported(self):
        start = self.one(DAYS)
        return {"agreement": self.one(AGREEMENTS), "objective": self.one(("admissions", "stays")),
                "period_start": start, "period_end": self.day_from(start),
                "design": self.one(("randomised", "other")),
                "unit": "admission", "people": self.maybe(3), "observed": self.maybe(Decimal("0.500000")),
                "counterfactual": None, "effect": self.maybe(Decimal("0.083870")), "low": None, "high": None,
                "source": self.one(("A", "a"))}  # fmt: skip

    def journal(self):
        return {"agreement": self.one(AGREEMENTS), "on_date": self.one(DAYS), "actor": "board",
                "stage": self.one(("running", "ending")), "barrier": self.maybe("a post was cut"),
                "consequence": None}  # fmt: skip


def many_as_one(towns: int) -> dict[str, Rows]:
    """The rows of many small towns, whose people are others in each, as those of one."""
    together: dict[str, dict[tuple, dict]] = {name: {} for name in declarations()}
    for seed in range(towns):
        for name, rows in tables_of(seed).items():
            for row in rows:
                if "person_id" in row:
                    row["person_id"] = f"{row['person_id']} of {seed}"
                together[name].setdefault(tuple(row[column] for column in declarations()[name].key), row)
    return {name: list(rows.values()) for name, rows in together.items()}


def lay_out(folder: Path, tables: dict[str, Rows]) -> None:
    """Write the tables of a town as Parquet, in small groups of rows that threads share out, and its prices."""
    reference = folder / "reference"
    reference.mkdir(parents=True)
    for event, (noun, value, year) in PRICES.items():
        (reference / f"{event}.yaml").write_text(
            f"kind: quantity\ndescription: made for a test\nunit: GBP per {noun}\nprices: {event}\n"
            "source: {title: Invented, publisher: Nobody, status: assumed}\nvalues:\n"
            f'  - {{from: {year}-04-01, to: {year + 2}-03-31, value: "{value}", price_year: 2023-24}}\n',
            encoding="utf-8",
        )
    engine = open_embedded(folders=[folder], memory_limit="200MB", threads=1)
    try:
        for name, rows in tables.items():
            declared = declarations()[name].columns
            types = {column.name: sql_type(column) for column in declared}
            engine.run(f"CREATE TEMP TABLE {name} ({', '.join(f'{key} {kind}' for key, kind in types.items())})")
            if rows:
                engine.stage(name, columns(name, rows), types)
            engine.run(
                f"COPY {name} TO '{(folder / name).as_posix()}.parquet' (FORMAT PARQUET, ROW_GROUP_SIZE 2048)"
            )
    finally:
        engine.close()


def columns(name: str, rows: Rows) -> dict[str, np.ndarray]:
    made = {}
    for column in declarations()[name].columns:
        values = [row[column.name] for row in rows]
        if column.type in ("date", "month"):
            unit = "datetime64[M]" if column.type == "month" else "datetime64[D]"
            made[column.name] = np.array(["NaT" if value is None else str(value) for value in values], unit)
        else:
            made[column.name] = np.array(values, dtype=object)
    return made


def known(tables: dict[str, Rows], merged: dict[str, str] | None = None) -> dict[str, Rows]:
    """The rows as they were known at ``AT``: what is dated later is not seen. In plain Python.

    ``merged``: the id under which a person is counted, by each of the ids that are theirs.
    """
    seen = {}
    for name, rows in tables.items():
        declared = declarations()[name]
        kept = [row for row in rows if declared.cut_by is None or row[declared.cut_by] <= AT]
        seen[name] = [
            {
                column.name: None
                if column.known_from is not None
                and (row[column.known_from] is None or row[column.known_from] > AT)
                else row[column.name]
                for column in declared.columns
            }
            for row in kept
        ]
        if merged and "person_id" in declared.names:
            seen[name] = as_one_person(seen[name], declared, merged)
    return seen


def as_one_person(rows: Rows, declared: DeclaredTable, merged: dict[str, str]) -> Rows:
    """Rows under the id that counts; where the key is then the same, the one of that id, else of the first. What
    prevails is believed of any."""
    chosen: dict[tuple, dict] = {}
    beliefs = {column.name: column.prevails for column in declared.columns if column.prevails}
    for row in sorted(
        rows, key=lambda row: (merged.get(row["person_id"]) != row["person_id"], row["person_id"] or "")
    ):
        counted = row | {"person_id": merged.get(row["person_id"], row["person_id"])}
        stands = chosen.setdefault(tuple(counted[column] for column in declared.key), counted)
        for column, codes in beliefs.items():
            said = {stands[column], counted[column]}
            stands[column] = next((code for code in codes if code in said), stands[column])
    return list(chosen.values())


def merges_of(seed: int) -> dict[str, str]:
    """Who is one person in a town: one of two ids, or of three."""
    rng = np.random.default_rng(seed + 10_000)
    ids = rng.permutation(np.array(PEOPLE)).tolist()
    two, three = dict.fromkeys(ids[:2], ids[0]), dict.fromkeys(ids[2:5], ids[3])
    return two | three if seed % 8 else two


def opened(folder: Path, where: object = "duckdb", merged: dict[str, str] | None = None) -> Records:
    """The records of a town in an engine by name, as they were known at ``AT``."""
    return opened_in(open_engine(where, folders=[folder]), folder, merged)


def opened_in(engine: Engine, folder: Path, merged: dict[str, str] | None = None) -> Records:
    """The records of a town in an engine that is open."""
    if merged:
        engine.open_codes(SAME_PEOPLE, as_columns(merged))
    for name, declared in declarations().items():
        part = Part(store="hub", file=folder / f"{name}.parquet")
        engine.open_table(declared, [part], AT, same_people=bool(merged))
    return Records(
        folder=folder,
        agreement=AGREEMENT,
        as_at=AT,
        stores=(),
        engine=engine,
        reference=open_reference(folder / "reference"),
    )
