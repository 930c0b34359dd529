"""Records opened for one agreement, as they were known on a day."""

from datetime import date
from pathlib import Path

from proventive.agreement.document import Agreement
from proventive.engine import Part, Where, open_engine
from proventive.engine.views import SAME_PEOPLE
from proventive.quantities import NotFound, RecordsError
from proventive.records.bringing_in import Progress, bring_in
from proventive.records.decided_people import as_columns, counted_as, read_same_people
from proventive.records.declarations import declarations
from proventive.records.opened import OpenStore, Records
from proventive.records.store import STORE
from proventive.reference import open_reference

PARENTS = 3


def open_records(
    folder: Path | str,
    *,
    agreement: Agreement,
    as_at: date | str,
    engine: Where = "duckdb",
    progress: Progress | None = None,
    needed: bool = True,
) -> Records:
    """Open the stores that serve an agreement, cut at a day: facts dated later are not seen.

    ``folder`` is the agreement's folder. Files that were sent since are brought in first. Raises RecordsError
    where stores cannot be joined or read, NotFound where there is no store, one is needed, and the agreement
    promises a change that has to be looked up in one.
    """
    folder = Path(folder)
    as_at = date.fromisoformat(as_at) if isinstance(as_at, str) else as_at
    stores = tuple(
        OpenStore(
            folder=path,
            manifest=bring_in(path, progress=progress),
            same_people=read_same_people(path),
        )
        for path in stores_of(folder)
    )
    check_stores(stores, folder, agreement, needed=needed)
    opened = open_engine(engine, folders=[store.folder for store in stores])
    merged = counted_as(store.same_people for store in stores)
    if merged:
        opened.open_codes(SAME_PEOPLE, as_columns(merged))
    for table in declarations().values():
        parts = [
            Part(store=store.manifest.store.body, file=store.folder / file.file)
            for store in stores
            if (file := store.manifest.table(table.name)) is not None
        ]
        opened.open_table(table, parts, as_at, same_people=bool(merged))
    return Records(
        folder=folder,
        agreement=agreement,
        as_at=as_at,
        stores=stores,
        engine=opened,
        reference=open_reference(folder / "reference"),
    )


def stores_of(folder: Path) -> tuple[Path, ...]:
    """The stores of an agreement: ``records/*/`` in its folder, else in the nearest of three parents."""
    folder = folder.resolve()
    for place in (folder, *list(folder.parents)[:PARENTS]):
        found = sorted(file.parent for file in (place / "records").glob(f"*/{STORE}"))
        if found:
            return tuple(found)
    return ()


def check_stores(stores: tuple[OpenStore, ...], folder: Path, agreement: Agreement, *, needed: bool) -> None:
    if needed and not stores and agreement.objectives:
        raise NotFound(
            f"There are no records beside this agreement: no folder records/<body>/ in {folder} or the {PARENTS} "
            "folders above it. What was promised cannot be looked up. Put the records there, with a store.yaml."
        )
    spaces = sorted({store.manifest.store.id_space for store in stores})
    if len(spaces) > 1:
        raise RecordsError(
            f"These stores name people in different ways: {', '.join(spaces)}. The same person would be counted "
            "as two, or two as one. Keep stores of different id spaces apart, or have them linked by the body "
            "that holds both keys."
        )
    bodies = [store.manifest.store.body for store in stores]
    if len(set(bodies)) != len(bodies):
        raise RecordsError(
            f"Two of these stores belong to the same body ({', '.join(sorted(bodies))}). Their rows could not be "
            "told apart. Keep one store for each body."
        )
