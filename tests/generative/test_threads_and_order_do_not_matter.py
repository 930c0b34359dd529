"""Every step gives the same rows on one thread as on four, from rows in any order, and with little memory."""

import hashlib

import numpy as np
import pytest
from both_ways import RUNS, codes_of, ran
from small_towns import lay_out, many_as_one, opened_in

from proventive.engine import open_embedded

TOWNS = 1200


def hashes(folder, *, threads, memory_limit="1GB"):
    """The hash of the rows of every step, in order where the step declares one, and how many they are."""
    engine = open_embedded(folders=[folder], threads=threads, memory_limit=memory_limit)
    try:
        records = opened_in(engine, folder)
        codes_of(records)
        found = []
        for how, name, parameters in RUNS:
            rows, told = ran(records, how, name, parameters)
            found.append((name, rows, hashlib.sha256(repr(told).encode()).hexdigest()))
        return found
    finally:
        engine.close()


@pytest.fixture(scope="module")
def town():
    return many_as_one(TOWNS)


@pytest.fixture(scope="module")
def on_one_thread(town, tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    lay_out(folder, town)
    return folder, hashes(folder, threads=1)


def test_the_town_is_large_enough_for_threads_to_share_it(town, on_one_thread):
    assert min(len(town[name]) for name in ("population", "demand", "referrals", "assessments")) > 2 * 2048
    assert max(rows for _, rows, _ in on_one_thread[1]) > 2 * 2048


def test_four_threads_tell_the_same(on_one_thread):
    folder, told = on_one_thread
    assert hashes(folder, threads=4) == told


def test_four_threads_tell_the_same_from_shuffled_rows_and_little_memory(town, on_one_thread, tmp_path):
    rng = np.random.default_rng(20261126)
    lay_out(tmp_path, {name: [rows[at] for at in rng.permutation(len(rows))] for name, rows in town.items()})
    assert hashes(tmp_path, threads=4, memory_limit="80MB") == on_one_thread[1]
