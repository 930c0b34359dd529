"""Large CSV files are read by the engine itself, with the same outcome as row by row."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proventive.engine import open_embedded
from proventive.engine.duck import NotAlike
from proventive.engine.staging import BUFFER, lay_csv, stage_sheet
from proventive.reading.sent import sheets_of
from proventive.records.importing import plain_csv
from proventive.records.importing.sheets import arrived

HEADINGS = "id,date,note\r\n"
ROWS = "".join(f"A{n},{n % 28 + 1:02}/05/2025,n{n}\r\n" for n in range(200))
PLAIN = {
    "plain": ROWS,
    "quotes": 'A1,01/05/2025,"one, two"\r\nA2,02/05/2025,"he said ""no"""\r\n' + ROWS,
    "break in a cell": 'A1,01/05/2025,"one\r\ntwo"\r\n' + ROWS,
    "empty cells": ",,\r\nA2,,\r\n" + ROWS,
    "headings again": ROWS + HEADINGS + ROWS,
    "total between": ROWS + "Total,,200\r\n" + ROWS,
    "a quote that is no quote": "A1,01/05/2025,x\r\n" + ROWS + 'A2,02/05/2025,"5"" by 6"\r\n',
    "no line break at the end": ROWS + "A9,09/05/2025,x",
    "blanks around": "  A1 ,\t01/05/2025,\u00a0x\u00a0\r\n" + ROWS,
}
NOT_PLAIN = {
    "blank line": ROWS + "\r\n" + ROWS,
    "total at the end": ROWS + "Total,,200\r\n",
    "NUL": "A\0,01/05/2025,x\r\n" + ROWS,
    "CR alone": "A1,01/05/2025,x\r" + ROWS,
}
NOT_ALIKE = {"too many cells": "A1,01/05/2025,x,y\r\n" + ROWS, "too few cells": "A1\r\n" + ROWS}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(plain_csv, "LEAST", 0)
    monkeypatch.setattr(plain_csv, "LAST", 1_000)

    def written(text: str, *, end: str = "\r\n") -> Path:
        path = tmp_path / "sheet.csv"
        path.write_bytes((HEADINGS + text).replace("\r\n", end).encode())
        return path

    return written


def rows_of(path: Path, *, threads: int | None) -> list[tuple]:
    """Read where it lies by so many threads, or row by row."""
    engine = open_embedded(folders=[path.parent], threads=threads)
    (sheet,) = sheets_of(path)
    try:
        if threads:
            lines = plain_csv.plain_lines(path, sheet)
            rows = lines.count - 1 if lines and lines.each_a_row else None
            lay_csv(engine, path, sheet.headings, sheet.delimiter or ",", rows=rows)
        else:
            stage_sheet(engine, len(sheet.headings), arrived(sheet))
        return engine.run("SELECT * EXCLUDE (_all_seen) FROM arrived ORDER BY _row").fetchall()
    finally:
        engine.close()


@pytest.mark.parametrize("kind", PLAIN)
def test_a_plain_file_is_the_same_read_either_way(file, kind):
    path = file(PLAIN[kind])
    lines = plain_csv.plain_lines(path, sheets_of(path)[0])
    assert lines and lines.each_a_row is (kind != "break in a cell")
    by_row = rows_of(path, threads=None)
    assert all(rows_of(path, threads=threads) == by_row for threads in (1, 2, 3, 8))


def test_a_file_with_line_feeds_alone_is_plain(file):
    path = file(ROWS, end="\n")
    assert rows_of(path, threads=2) == rows_of(path, threads=None)


@pytest.mark.parametrize(
    ("cell", "all_seen"),
    [
        ("one", True),
        (" Ò two ", True),
        ("£5 “six”", True),
        ('"one, ""two"""', True),
        ('"one\r\ntwo"', False),
        ("one\ttwo", False),
        ("one\x07", False),
        ("one\x7f", False),
        ("one\xa0two", False),
    ],
)
def test_it_is_known_whether_every_sign_can_be_seen(file, cell, all_seen):
    path = file(ROWS + f"A1,01/05/2025,{cell}\r\n" + ROWS)
    lines = plain_csv.plain_lines(path, sheets_of(path)[0])
    assert lines and lines.all_seen is all_seen


CELLS = st.text(alphabet='ab ,"\n', max_size=4).map(
    lambda cell: '"' + cell.replace('"', '""') + '"'
) | st.sampled_from(["", "x", "y z"])


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELLS, CELLS), min_size=20, max_size=60), st.sampled_from(["\n", "\r\n"]))
def test_any_file_is_the_same_read_by_one_thread_or_more(file, rows, end):
    numbered = "".join(f"{number},{one},{other}\r\n" for number, (one, other) in enumerate(rows))
    path = file(ROWS + numbered, end=end)
    lines = plain_csv.plain_lines(path, sheets_of(path)[0])
    if lines is not None:  # a cell may hold a blank line
        assert rows_of(path, threads=3) == rows_of(path, threads=1)
        assert lines.each_a_row is not any("\n" in cell for row in rows for cell in row)


def test_rows_keep_their_numbers_where_a_large_file_is_read_from_several_places(file):
    count = 400_000
    path = file("".join(f'A{n},{n % 28 + 1:02}/05/2025,"n, {n}"\r\n' for n in range(count)))
    assert path.stat().st_size > 3 * BUFFER
    for threads in (1, 2, 4):
        engine = open_embedded(folders=[path.parent], threads=threads)
        lay_csv(engine, path, ("id", "date", "note"), ",", rows=count)
        engine.run("CREATE TEMP TABLE kept AS SELECT _row, c0, c2 FROM arrived")
        right = "c0 = 'A' || (_row - 2) AND c2 = 'n, ' || (_row - 2)"
        [told] = engine.run(
            f"SELECT COUNT(*), COUNT(DISTINCT _row), COUNT(*) FILTER ({right}) FROM kept"
        ).fetchall()
        engine.close()
        assert told == (count, count, count)


@pytest.mark.parametrize("kind", NOT_PLAIN)
def test_a_file_that_needs_a_second_look_is_read_row_by_row(file, kind):
    path = file(NOT_PLAIN[kind])
    assert plain_csv.plain_lines(path, sheets_of(path)[0]) is None


@pytest.mark.parametrize("kind", NOT_ALIKE)
def test_a_file_whose_rows_differ_in_length_is_given_back(file, kind):
    with pytest.raises(NotAlike):
        rows_of(file(NOT_ALIKE[kind]), threads=2)
