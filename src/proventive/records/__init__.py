"""What happened, and to whom?"""

from proventive.records.bringing_in import bring_in
from proventive.records.declarations import declarations
from proventive.records.opened import Records
from proventive.records.opening import open_records, stores_of
from proventive.records.store import Coverage, Store
from proventive.records.writing import write_store

__all__ = ["Coverage", "Records", "Store", "bring_in", "declarations", "open_records", "stores_of", "write_store"]
