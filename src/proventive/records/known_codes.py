"""Which events and instruments a store may name."""

from functools import cache

from proventive.records.store import Store
from proventive.reference import Reference, open_reference


def known_codes(store: Store) -> dict[str, frozenset[str]]:
    """The ids of the shipped reference facts, of the events that the store covers, and of its own instruments."""
    covered = {entry.event for entry in store.coverage if entry.event is not None}
    return {
        "events": frozenset(shipped().events) | covered,
        "instruments": frozenset(shipped().instruments) | frozenset(store.instruments),
    }


@cache
def shipped() -> Reference:
    return open_reference()
