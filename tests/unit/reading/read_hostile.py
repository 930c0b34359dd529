"""Reads files in a process of its own and tells what became of each, and how much memory it took."""

import faulthandler
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

from proventive.reading.faults import FaultsFound
from proventive.reading.sent import sheets_of

SECONDS = 60  # by the clock: then the process is ended, with a trace of where it hung


def read(path):
    """What became of a file: "read" or "refused", and the words that were read or said."""
    started = time.process_time()
    words, sheet_name = [], ""
    faulthandler.dump_traceback_later(SECONDS, exit=True)
    try:
        for sheet in sheets_of(path):
            sheet_name = sheet.name or ""
            for rows in sheet.batches():
                words += [cell for column in rows.columns[:5] for cell in column[:5] if cell]
        outcome = "read"
    except FaultsFound as found:
        outcome, words = "refused", [str(found)]
    faulthandler.cancel_dump_traceback_later()
    seconds = time.process_time() - started
    return {"outcome": outcome, "text": " ".join(words)[:5_000], "sheet": sheet_name, "seconds": seconds}


def mutated_files(first, last):
    sys.path.insert(0, str(Path(__file__).parent))
    from hostile_files import mutated

    outcomes, slowest = Counter(), 0.0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, last):
            ending, content = mutated(seed, np.random.default_rng(seed))
            path = Path(folder) / f"sent.{ending}"
            path.write_bytes(content)
            told = read(path)
            outcomes[told["outcome"]] += 1
            slowest = max(slowest, told["seconds"])
    return {"count": last - first, "outcomes": outcomes, "slowest": slowest}


def most_megabytes():
    """The most memory that this process held; what it has from its parent is not its own, and /proc knows."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main():
    asked, *rest = sys.argv[1:]
    if asked == "files":
        told = {"files": [read(Path(name)) for name in rest]}
    else:
        told = mutated_files(int(rest[0]), int(rest[1]))
    told["megabytes"] = most_megabytes()
    print(json.dumps(told))


main()
