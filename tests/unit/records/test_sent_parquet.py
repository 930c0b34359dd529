"""Parquet files that people send are read as text, row by row, and import like any other."""

import numpy as np
import pytest

from proventive.engine import open_embedded
from proventive.quantities import RecordsError
from proventive.reading.faults import FaultsFound
from proventive.records import start_store
from proventive.records.importing import import_files
from proventive.records.importing.parquet_file import parquet_sheet

SELECT = """
SELECT i AS "Client no", DATE '2025-04-01' + CAST(i AS INTEGER) AS "Day", TIMESTAMP '2025-04-01' AS "At",
       CAST(i AS DECIMAL(9, 2)) / 4 AS "Hours", CASE WHEN i = 1 THEN NULL ELSE 'é“”' END AS "Note"
FROM (SELECT UNNEST([0, 1, 2, 3, 4]) AS i)
"""


def write(folder, select, name="sent.parquet"):
    engine = open_embedded(folders=[folder])
    engine.run(f"COPY ({select}) TO '{(folder / name).as_posix()}' (FORMAT PARQUET)")
    engine.close()
    return folder / name


@pytest.mark.parametrize("size", [2, 100])
def test_every_value_is_told_as_text(size, tmp_path):
    sheet = parquet_sheet(write(tmp_path, SELECT))
    batches = list(sheet.batches(size))
    columns = [list(np.concatenate(parts)) for parts in zip(*(batch.columns for batch in batches), strict=True)]
    assert sheet.headings == ("Client no", "Day", "At", "Hours", "Note")
    assert list(np.concatenate([batch.numbers for batch in batches])) == [1, 2, 3, 4, 5]
    assert columns[0] == ["0", "1", "2", "3", "4"]
    assert columns[1][:2] == ["2025-04-01", "2025-04-02"]
    assert set(columns[2]) == {"2025-04-01"}
    assert float(columns[3][1]) == 0.25
    assert columns[4][:2] == ["é“”", None]


def test_a_parquet_file_imports(tmp_path):
    select = (
        "SELECT 'x1' AS \"Person\", 'a' AS \"Agreement\", DATE '2025-04-07' AS \"Referred on\", "
        "DATE '2025-04-21' AS \"Started on\""
    )
    file = write(tmp_path, select, "referrals.parquet")
    start_store(tmp_path / "store", body="provider", name="The provider", id_space="one", tables=())
    (account,) = import_files([file], store=tmp_path / "store").accounts
    assert (account.rows, account.accepted) == (1, 1)


def test_a_damaged_file_is_refused_in_plain_words(tmp_path):
    file = write(tmp_path, SELECT)
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(FaultsFound, match="not a table that can be read"):
        parquet_sheet(file)


@pytest.mark.parametrize("seed", range(15))
def test_a_file_with_changed_bytes_is_read_or_refused_in_plain_words(seed, tmp_path):
    file = write(tmp_path, SELECT)
    rng = np.random.default_rng(seed)
    content = bytearray(file.read_bytes())
    for _ in range(int(rng.integers(1, 6))):
        content[int(rng.integers(4, len(content) - 4))] = int(rng.integers(256))
    file.write_bytes(bytes(content))
    try:
        rows = [len(batch.numbers) for batch in parquet_sheet(file).batches()]
    except (FaultsFound, RecordsError) as refused:
        assert any(words in str(refused) for words in ("damaged", "cannot be read", "can be read"))
    else:
        assert sum(rows) <= 5
