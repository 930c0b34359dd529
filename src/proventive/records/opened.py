"""Records as later chapters ask for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from html import escape
from itertools import islice, product
from pathlib import Path

from proventive.agreement import agreement_used
from proventive.agreement.document import Agreement
from proventive.engine import Columns, Engine
from proventive.engine.views import SAME_PEOPLE
from proventive.quantities import Period, RecordsUsed, SourceFile, Table, Trail, Unknown, canonical_hash
from proventive.quantities.notebook import table_html
from proventive.quantities.words import day_in_words
from proventive.records.accounts import accounts_table, set_aside_lines
from proventive.records.coverage import uncovered
from proventive.records.decided_people import SamePeople
from proventive.records.declarations import declarations
from proventive.records.manifest import Manifest
from proventive.records.store import Coverage
from proventive.reference import Reference

MOST_ERASURES = 10_000  # orders of erasures in several stores that are tried


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStore:
    """A store, and where it is."""

    folder: Path
    manifest: Manifest
    same_people: SamePeople = field(default_factory=SamePeople)  # what was decided of possible duplicates


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRun:
    """A step of the engine that was run, and with what. Parameters are ids and days, never anything of a row."""

    step: str
    parameters: Mapping[str, date | int | str | None]


class Records:
    """The record tables of an agreement's stores as they were known at ``as_at``."""

    def __init__(
        self,
        *,
        folder: Path,
        agreement: Agreement,
        as_at: date,
        stores: tuple[OpenStore, ...],
        engine: Engine,
        reference: Reference,
    ) -> None:
        self.folder = folder
        self.agreement = agreement
        self.as_at = as_at
        self.stores = stores
        self.engine = engine
        self.reference = reference
        self.ran: list[StepRun] = []
        self._counted: dict[str, int] = {}

    @property
    def hash(self) -> str:
        """What was known: the content of every store, what it covers, which ids are one person, and the day."""
        known = {"stores": sorted(store.manifest.hash for store in self.stores), "as_at": str(self.as_at)}
        merged = sorted(store.same_people.hash for store in self.stores if store.same_people.hash)
        return canonical_hash(known | ({"same_people": merged} if merged else {}))

    def hashes_before_erasures(self) -> frozenset[str]:
        """What :attr:`hash` was before people were erased, as long as nothing else has changed since."""
        known = [(store.manifest.hash, *store.manifest.hashes_before_erasures()) for store in self.stores]
        return frozenset(
            canonical_hash({"stores": sorted(hashes), "as_at": str(self.as_at)})
            for hashes in islice(product(*known), MOST_ERASURES)
        ) - {self.hash}

    def erased_since(self, used: RecordsUsed) -> tuple[tuple[date, int], ...]:
        """When rows were erased from a table that a figure rests on, and how many each time."""
        return tuple(
            (date.fromisoformat(on), rows)
            for manifest in self.manifests
            if manifest.store.name == used.store
            for on, rows in manifest.erased_since(used.table, used.hash)
        )

    @property
    def computed_on(self) -> str:
        """The engine that the records are in, as a reader is told it."""
        return self.engine.label

    def query(self, step: str, /, **parameters: str | int | date | None) -> Columns:
        """The rows of a step (:class:`proventive.engine.Engine` says in which form)."""
        self.ran.append(StepRun(step=step, parameters=dict(parameters)))
        return self.engine.query(step, **parameters)

    def materialise(self, step: str, /, **parameters: str | int | date | None) -> int:
        """Keep the rows of a step for later steps, under the last part of its name; gives their number."""
        self.ran.append(StepRun(step=step, parameters=dict(parameters)))
        return self.engine.materialise(step, **parameters)

    def has(self, table: str) -> bool:
        """Whether any row of a table was known at ``as_at``."""
        if table not in self._counted:
            self._counted[table] = self.engine.count(table)
        return self._counted[table] > 0

    def used(self, table: str, rows: int | None = None) -> tuple[RecordsUsed, ...]:
        """The table in every store that has it, for a trail. ``rows``: how many of its rows were used.

        Where ids were merged, a table of people rests on that as well.
        """
        by_person = "person_id" in declarations()[table].names
        return (*self._as_it_lies(table, rows), *(self._merged() if by_person else ()))

    def _merged(self) -> tuple[RecordsUsed, ...]:
        return tuple(
            RecordsUsed(
                store=store.manifest.store.name,
                table=SAME_PEOPLE,
                hash=store.same_people.hash,
                rows=len(store.same_people.merges),
            )
            for store in self.stores
            if store.same_people.merges
        )

    def _as_it_lies(self, table: str, rows: int | None = None) -> tuple[RecordsUsed, ...]:
        held = [
            (store.manifest, file) for store in self.stores if (file := store.manifest.table(table)) is not None
        ]
        return tuple(
            RecordsUsed(
                store=manifest.store.name,
                table=table,
                hash=file.hash,
                rows=file.rows,
                used=rows if len(held) == 1 else None,
                sources=tuple(
                    SourceFile(name=source.name, hash=source.hash, rows=source.accepted)
                    for source in manifest.sources_of(table)
                ),
            )
            for manifest, file in held
        )

    def covered(self, table: str, event: str | None, period: Period, *, area: str | None = None) -> Unknown | None:
        """None where the stores hold every row of a table (of an event) in a period, else why not."""
        return uncovered(
            self.coverage(table, event),
            what=self._told(table, event),
            period=period,
            as_at=self.as_at,
            area=area,
            held=event is None
            and any(held.table == table and held.rows for m in self.manifests for held in m.tables),
        )

    def coverage(self, table: str, event: str | None = None) -> tuple[Coverage, ...]:
        """What the stores cover of a table (of an event)."""
        return tuple(
            entry
            for store in self.stores
            for entry in store.manifest.store.coverage
            if entry.table == table and entry.event == event
        )

    @property
    def manifests(self) -> tuple[Manifest, ...]:
        """The manifest of each store."""
        return tuple(store.manifest for store in self.stores)

    def accounts(self) -> Table:
        """What came in: rows in = accepted + set aside, for every source of every store."""
        trail = Trail(
            method="counted as the rows came in",
            agreement=agreement_used(self.agreement),
            records=tuple(used for table in declarations() for used in self._as_it_lies(table)),
        )
        return accounts_table(self.manifests, trail)

    def set_aside(self) -> tuple[str, ...]:
        """Why rows were set aside, one line a reason: how many, where, and what to do."""
        return tuple(
            line for manifest in self.manifests for source in manifest.sources for line in set_aside_lines(source)
        )

    def _repr_html_(self) -> str:
        lines = "".join(f"<li>{escape(line)}</li>" for line in self.set_aside())
        return table_html(self.accounts(), f"Records as at {day_in_words(self.as_at)}") + (
            f"<ul>{lines}</ul>" if lines else ""
        )

    def _told(self, table: str, event: str | None) -> str:
        if event is not None and event in self.reference.events:
            return self.reference.events[event].label
        return (event or table).replace("_", " ")

    def __repr__(self) -> str:
        names = ", ".join(store.manifest.store.name for store in self.stores) or "no store"
        return f"<Records of {names} as at {self.as_at}>"
