"""What happened, and to whom?"""

from proventive.records.bringing_in import bring_in
from proventive.records.counts import Counts, counts, counts_table
from proventive.records.declarations import declarations
from proventive.records.importing import Imported, import_files
from proventive.records.opened import Records
from proventive.records.opening import open_records, stores_of
from proventive.records.store import Coverage, Store
from proventive.records.templates import start_store, write_templates
from proventive.records.writing import write_store

__all__ = [
    "Counts",
    "Coverage",
    "Imported",
    "Records",
    "Store",
    "bring_in",
    "counts",
    "counts_table",
    "declarations",
    "import_files",
    "open_records",
    "start_store",
    "stores_of",
    "write_store",
    "write_templates",
]
