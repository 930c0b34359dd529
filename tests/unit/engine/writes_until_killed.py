"""A program that writes a store anew each time it is told to, in a process of its own that may be killed.

For every line on stdin (a number) it forks; the child says “begun” and its process number as the first table
begins to be written, and “ended” when the manifest is. Used by test_killed_while_writing.py.
"""

import os
import sys

import numpy as np

from proventive.quantities import to_json
from proventive.records import writing
from proventive.records.known_codes import known_codes
from proventive.records.manifest import Manifest
from proventive.records.store import Store

ROWS = 5_000


def write(folder: str, version: int) -> None:
    """A store of two tables whose content depends on the version."""
    days = np.datetime64("2024-01-01") + np.arange(ROWS) % 365
    writing.write_store(
        folder,
        body="hub",
        name="Hub",
        id_space="test",
        coverage=(),
        made_by=f"version {version}",
        tables={
            "demand": {
                "person_id": np.array([f"p{number}" for number in range(ROWS)], dtype=object),
                "on_date": days,
                "event": np.full(ROWS, "bed_day", dtype=object),
                "quantity": 1 + (np.arange(ROWS) + version) % 7,
            },
            "people": {
                "person_id": np.array([f"p{number}" for number in range(version % 50 + 1)], dtype=object),
                "role": np.full(version % 50 + 1, "served", dtype=object),
            },
        },
    )


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def child(folder: str, version: int) -> None:
    really = writing.write_accepted

    def write_accepted(*arguments):
        writing.write_accepted = really
        say(f"begun {os.getpid()}")
        return really(*arguments)

    writing.write_accepted = write_accepted
    write(folder, version)
    say("ended")


def warm() -> None:
    """Read once what every child would read anew. No database is opened, as those do not outlive a fork."""
    store = Store(body="hub", name="Hub", id_space="test", coverage=())
    known_codes(store)
    to_json(Manifest(store=store, tables=(), sources=()))


if __name__ == "__main__":
    warm()
    for line in sys.stdin:
        if os.fork() == 0:
            child(sys.argv[1], int(line))
            os._exit(0)
        _, status = os.wait()
        say(f"gone {os.waitstatus_to_exitcode(status)}")
