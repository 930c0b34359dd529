"""Large CSV files are read by the engine itself, with the same outcome as row by row."""

from pathlib import Path

import pytest

from proventive.engine import open_embedded
from proventive.engine.duck import NotAlike
from proventive.engine.staging import lay_csv, stage_sheet
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

    def written(text: str) -> Path:
        path = tmp_path / "sheet.csv"
        path.write_bytes((HEADINGS + text).encode())
        return path

    return written


def rows_of(path: Path, *, lies: bool) -> list[tuple]:
    engine = open_embedded(folders=[path.parent])
    (sheet,) = sheets_of(path)
    try:
        if lies:
            lay_csv(engine, path, sheet.headings, sheet.delimiter or ",")
        else:
            stage_sheet(engine, len(sheet.headings), arrived(sheet))
        return engine.run("SELECT * FROM arrived ORDER BY _row").fetchall()
    finally:
        engine.close()


@pytest.mark.parametrize("kind", PLAIN)
def test_a_plain_file_is_the_same_read_either_way(file, kind):
    path = file(PLAIN[kind])
    assert plain_csv.is_plain(path, sheets_of(path)[0])
    assert rows_of(path, lies=True) == rows_of(path, lies=False)


@pytest.mark.parametrize("kind", NOT_PLAIN)
def test_a_file_that_needs_a_second_look_is_read_row_by_row(file, kind):
    path = file(NOT_PLAIN[kind])
    assert not plain_csv.is_plain(path, sheets_of(path)[0])


@pytest.mark.parametrize("kind", NOT_ALIKE)
def test_a_file_whose_rows_differ_in_length_is_given_back(file, kind):
    with pytest.raises(NotAlike):
        rows_of(file(NOT_ALIKE[kind]), lies=True)
