"""Hostile files are refused by a message that names the limit, or read as data: no crash, no hang, little memory.

Each runs in a process of its own kind, so that its memory can be measured, with a clock that ends it.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_files import KINDS, READ, REFUSED, hostile

HERE = Path(__file__).parent
SECONDS, MEGABYTES = 5, 300
SLICE, WHOLE = 300, 20_000
PART = 1_000


def run(*asked):
    """What became of each file: outcome, words, seconds; and the most memory that the process held."""
    done = subprocess.run(
        [sys.executable, str(HERE / "read_hostile.py"), *map(str, asked)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_files_are_refused_by_name_or_read_as_data(kind, tmp_path):
    variants = list(hostile(kind))
    assert len(variants) == 5
    files = []
    for place, variant in enumerate(variants):
        files.append(tmp_path / str(place) / variant.name)
        files[-1].parent.mkdir()
        files[-1].write_bytes(variant.content)
    told = run("files", *files)
    assert told["megabytes"] < MEGABYTES
    for variant, found in zip(variants, told["files"], strict=True):
        assert (found["outcome"], found["seconds"] < SECONDS) == (variant.outcome, True), (variant.name, found)
        assert variant.words in found["text"]
        assert not set("/\\\u202e") & set(found["sheet"])  # a name, never a path
        if variant.outcome == REFUSED:
            assert all(word not in found["text"].lower() for word in ("invalid", "illegal", "forbidden", "sorry"))


def mutations(first, last):
    told = run("mutated", first, last)
    assert told["megabytes"] < MEGABYTES
    assert told["count"] == last - first
    assert told["slowest"] < SECONDS
    assert {READ, REFUSED} == set(told["outcomes"])


def test_a_slice_of_the_mutated_files_does_no_harm():
    mutations(0, SLICE)


@pytest.mark.full
@pytest.mark.parametrize("first", range(0, WHOLE, PART))
def test_mutated_files_do_no_harm(first):
    mutations(first, first + PART)


def test_memory_does_not_grow_with_a_csv_file(tmp_path):
    """300,000 rows take no more than 30,000 but for the slack of the allocator."""
    told = {}
    for rows in (30_000, 300_000):
        file = tmp_path / f"{rows}.csv"
        lines = (f"client {row},2025-04-{row % 28 + 1:02d},{row % 90},a short note\n" for row in range(rows))
        file.write_text("Name,Started,Minutes,Note\n" + "".join(lines), encoding="utf-8")
        told[rows] = run("files", file)["megabytes"]
    assert told[300_000] < told[30_000] + 25
    assert told[300_000] < MEGABYTES / 2
