"""One piece of work in a process of its own: what it gave, the CPU seconds that it took, its peak of memory."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a piece of work gave, and what it took; starting the process and importing are not timed."""

    result: Any
    cpu: float  # seconds, all threads
    seconds: float  # by the clock on the wall
    peak: float  # megabytes of resident memory, the interpreter and its libraries included


def measured(script: str, *arguments: str) -> Measured:
    """Run ``python <script> --worker <arguments>`` and read what :func:`worker` prints at its end."""
    command = [sys.executable, script, "--worker", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def middle(turns: Sequence[Measured]) -> Measured:
    """The turn whose time by the clock is neither the shortest nor the longest."""
    return sorted(turns, key=lambda turn: turn.seconds)[len(turns) // 2]


def worker(work: Callable[[], Any]) -> None:
    """Do the work and print its result (plain data) with what it took, as one line of JSON."""
    before, started = cpu_seconds(), perf_counter()
    result = work()
    took = {"cpu": cpu_seconds() - before, "seconds": perf_counter() - started, "peak": peak_megabytes()}
    print(json.dumps({"result": result, **took}))


def cpu_seconds() -> float:
    """CPU time of this process and of the processes that it has waited for."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def peak_megabytes() -> float:
    """The most memory that this process has held at once; a parent's is not inherited."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
