"""Encoding, delimiter, headings and the order of dates are told right in 99 of 100 files, and doubt is said."""

import pytest
from sent_files import made

from proventive.reading.faults import FaultsFound
from proventive.reading.sent import date_order, sheets_of

SLICE, WHOLE = 300, 2_000


def wrong(seed, folder):
    """What was told wrongly of one file; nothing where all was right."""
    truth = made(seed)
    file = folder / "sent.csv"
    file.write_bytes(truth.content)
    (sheet,) = sheets_of(file)
    told = {
        "delimiter": (sheet.delimiter, truth.delimiter),
        "header row": ((sheet.header_row, sheet.header_rows), (truth.header_row, truth.header_rows)),
        "headings": (sheet.headings, truth.headings),
    }
    if sheet.headings == truth.headings:
        rows = [cells for part in sheet.batches(17) for cells in records_of(part)]
        told["cells"] = (rows, [tuple(cell or None for cell in cells) for cells in truth.records])
        told["no records"] = (sum(len(part.numbers) for part in sheet.batches()) - len(rows), truth.no_records)
        order = date_order([cells[truth.date_column] for cells in truth.records])
        told["order"] = (order.order, truth.order)
        told["asks"] = (order.asks, truth.order == "ambiguous")
    return {name: both for name, both in told.items() if both[0] != both[1]}


def records_of(rows):
    return [
        tuple(cells)
        for *cells, fault, reason in zip(*rows.columns, rows.faults, rows.no_record, strict=True)
        if fault is None and reason is None
    ]


def share_right(count, folder):
    failures = {seed: found for seed in range(count) if (found := wrong(seed, folder))}
    for seed, found in list(failures.items())[:20]:
        print(seed, made(seed).encoding, found)
    return 1 - len(failures) / count


def test_a_slice_of_the_generated_files_is_told_right(tmp_path):
    assert share_right(SLICE, tmp_path) >= 0.99


@pytest.mark.full
def test_the_generated_files_are_told_right(tmp_path):
    assert share_right(WHOLE, tmp_path) >= 0.99


def test_the_ambiguous_ones_ask():
    ambiguous = [truth for truth in map(made, range(SLICE)) if truth.order == "ambiguous"]
    assert len(ambiguous) > 20
    for truth in ambiguous:
        assert date_order([cells[truth.date_column] for cells in truth.records]).asks


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\n", "not-a-table"),
        (b"{\\rtf1\\ansi Client ID, Date}", "not-a-table"),
        (b"\x89PNG\r\n\x1a\n", "not-a-table"),
        (b"<html><table><tr><td>Client ID</td></tr></table></html>", "web-page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-excel"),
    ],
)
def test_what_is_no_table_is_refused_by_its_kind(tmp_path, start, code):
    file = tmp_path / "visits.csv"
    file.write_bytes(start)
    with pytest.raises(FaultsFound) as raised:
        sheets_of(file)
    assert [fault.code for fault in raised.value.faults] == [code]


def test_a_file_that_is_not_there_and_a_folder_are_told(tmp_path):
    for path, code in ((tmp_path / "visits.csv", "no-such-file"), (tmp_path, "a-folder")):
        with pytest.raises(FaultsFound) as raised:
            sheets_of(path)
        assert [fault.code for fault in raised.value.faults] == [code]
