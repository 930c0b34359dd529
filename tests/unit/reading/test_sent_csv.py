"""CSV files as people send them: every row given, what is wrong with it told, nothing changed."""

import pytest

from proventive.reading.faults import FaultsFound
from proventive.reading.sent import Limits, NoRecord, date_order, sheets_of

HEADED = "Name,Started,Amount\n"


@pytest.fixture
def sent(tmp_path):
    def write(text, encoding="utf-8"):
        file = tmp_path / "sent.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return file

    return write


def only(file, **declared):
    (sheet,) = sheets_of(file, **declared)
    return sheet


def rows_of(sheet, size=7):
    """Every row by its number: its cells, what is wrong with it, why it is no record."""
    return {
        int(number): (list(cells), fault, reason)
        for rows in sheet.batches(size)
        for number, *cells, fault, reason in zip(
            rows.numbers, *rows.columns, rows.faults, rows.no_record, strict=True
        )
    }


def test_titles_and_blank_rows_above_the_headings_are_told(sent):
    sheet = only(sent("Walking group,,\n\nName,Started,Amount\nAnn,2025-04-03,1\nBen,2025-04-04,2\n"))
    assert (sheet.header_row, sheet.headings) == (3, ("Name", "Started", "Amount"))
    assert sheet.above == (NoRecord(row=1, reason="title"), NoRecord(row=2, reason="blank"))
    assert rows_of(sheet)[4] == (["Ann", "2025-04-03", "1"], None, None)


def test_totals_and_notes_below_are_no_records_and_are_given(sent):
    text = HEADED + "Ann,2025-04-03,1\nBen,2025-04-04,2\n\nTotal,,3\nSource: the register,,\n"
    found = rows_of(only(sent(text)))
    assert {row: reason for row, (_, _, reason) in found.items()} == {
        2: None,
        3: None,
        4: "blank",
        5: "total",
        6: "note below the table",
    }
    assert found[5][0] == ["Total", None, "3"]


def test_a_quotation_mark_left_open_costs_one_row(sent):
    text = HEADED + 'Ann,2025-04-03,1\n"Ben,2025-04-04,2\nCat,2025-04-05,3\n"Dan\nE",2025-04-06,4\n'
    found = rows_of(only(sent(text)))
    assert found[3][1] == "unclosed quote"
    assert found[4] == (["Cat", "2025-04-05", "3"], None, None)
    assert found[5] == (["Dan\nE", "2025-04-06", "4"], None, None)


def test_ragged_rows_are_told(sent):
    text = HEADED + "Ann,2025-04-03,1\n" * 8 + "Ben,2025-04-04,2,x\nCat,2025-04-05\nDan,2025-04-06,4,,\n"
    found = rows_of(only(sent(text)))
    assert [found[row][1] for row in (10, 11, 12)] == ["too many cells", "too few cells", None]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_rows(sent, mark):
    text = mark.join(("Name", "Started", "Amount")) + "\n" + mark.join(("Ann", "3 May 2025", '"1,50"')) + "\n"
    assert only(sent(text)).delimiter == mark


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"])
def test_the_encoding_is_told(sent, encoding):
    text = HEADED + "Zoë “Zo” Müller,2025-04-03,£5\nAnn O’Hara – café,2025-04-03,£6\n"
    assert rows_of(only(sent(text, encoding)))[2][0] == ["Zoë “Zo” Müller", "2025-04-03", "£5"]


def test_a_row_in_another_encoding_is_read_by_it_and_named(sent):
    content = (HEADED + "Zoë,2025-04-03,£5\n").encode() + "André,2025-04-03,£6\n".encode("cp1252")
    sheet = only(sent(content))
    (rows,) = sheet.batches()
    assert list(rows.columns[0]) == ["Zoë", "André"]
    assert [(note.row, note.column, note.code) for note in rows.notes] == [
        (3, 0, "read as cp1252"),
        (3, 2, "read as cp1252"),
    ]
    assert [note.code for note in sheet.notes] == ["mixed-encoding"]


def test_two_rows_of_headings_are_joined(sent):
    text = "Person,,Visit,,\nName,Born,Date,Minutes,Kind\nAnn,1950,2025-04-03,30,home\n"
    sheet = only(sent(text))
    assert sheet.headings == ("Person Name", "Person Born", "Visit Date", "Visit Minutes", "Visit Kind")
    assert (sheet.header_row, sheet.header_rows) == (2, 2)


def test_headings_that_nobody_gave_are_asked_for(sent):
    sheet = only(sent("Ann,2025-04-03,1\nBen,2025-04-04,2\n"))
    assert sheet.header_row is None
    assert [note.code for note in sheet.notes if note.stops] == ["no-headings"]


@pytest.mark.parametrize("size", [1, 2, 3, 50, 61, 1000])
def test_every_row_is_given_once_whatever_the_size_of_a_batch(sent, size):
    text = HEADED + "".join(f'"A{row}\nb",2025-04-03,{row}\n' for row in range(500)) + "Total,,5\n"
    found = rows_of(only(sent(text)), size)
    assert list(found) == list(range(2, 503))
    assert found[502][2] == "total"


def test_a_line_beyond_the_limit_is_refused_by_name(sent):
    with pytest.raises(FaultsFound, match="more than 8 million"):
        only(sent(HEADED + "A" * 9_000_000 + ",2025-04-03,1\n"))


def test_a_cell_beyond_the_limit_costs_one_row(sent):
    text = HEADED + "A" * 200 + ",2025-04-03,1\nBen,2025-04-03,1\n"
    found = rows_of(only(sent(text), limits=Limits(cell=100)))
    assert [found[row][1] for row in (2, 3)] == ["cell too long", None]


DATES = [
    (["03/04/2025", "13/04/2025"], "day first"),
    (["03/04/2025", "04/13/2025"], "month first"),
    (["03/04/2025", "04/12/2025"], "ambiguous"),
    (["13/04/2025", "04/13/2025"], "mixed"),
    (["2025-04-03", ""], "iso"),
    (["3 April 2025", "12 May 2025"], "worded"),
    (["45292", "45293.5"], "serial"),
    (["Ann", "Ben"], "none"),
    (["03/04/25 10:30", "31.12.24"], "day first"),
]


@pytest.mark.parametrize(("values", "order"), DATES, ids=[order for _, order in DATES])
def test_the_order_of_dates_is_told_and_never_guessed(values, order):
    found = date_order(values)
    assert found.order == order
    assert found.asks == (order in ("ambiguous", "mixed"))
    assert found.two_digit_years == ("03/04/25 10:30" in values)
