"""What can be wrong with a file that was sent before anybody asks what its rows say, in plain words."""

from proventive.quantities import Place
from proventive.reading.faults import Fault

SAVE_AS_CSV = "Save the sheet as “CSV UTF-8 (comma delimited)”, which may be of any size, or split it."
SAVE_AS_XLSX = "Open it in your spreadsheet program, choose “Save as”, and choose “Excel workbook (.xlsx)”."

# code: what, why it matters, what to do, whether it stops
WORDS = {
    "not-opened": (
        "The file cannot be opened ({error}).",
        "Its rows cannot be counted.",
        "Close it in other programs, and check that you may read it.",
        True,
    ),
    "empty": (
        "The file holds no rows.",
        "There is nothing to read.",
        "Check that you chose the right file, and that it was saved.",
        True,
    ),
    "not-a-table": (
        "This file is not a table that can be read. It is neither text nor a spreadsheet.",
        "Nothing in it can be told apart.",
        "Send it as CSV, XLSX, ODS or Parquet.",
        True,
    ),
    "damaged-text": (
        "Some of this file cannot be read as {encoding}.",
        "Letters would be lost there.",
        "Save the file again as CSV UTF-8, or say which encoding it has.",
        True,
    ),
    "line-too-long": (
        "A line of this file has more than {limit} million characters. That is the limit.",
        "No table has such lines. To read it could fill the memory of this computer.",
        "Check that you chose the right file, and that a quotation mark is not left open.",
        True,
    ),
    "cell-too-long": (
        "A cell has more than {limit:,} characters. That is the limit.",
        "The rest of it would be lost.",
        "Shorten the text, or keep it in a file of its own.",
        True,
    ),
    "too-many-columns": (
        "The table has more than {limit:,} columns. That is the limit.",
        "So wide a table is most often damaged.",
        "Delete the columns that you do not need, and send it again.",
        True,
    ),
    "no-headings": (
        "No row near the top looks like headings.",
        "It cannot be told what each column holds.",
        "Put a heading over each column, or say which row holds the headings.",
        True,
    ),
    "heading-twice": (
        "{count} headings stand more than once: {headings}.",
        "It cannot be told which column counts.",
        "Give each column its own heading, or delete one.",
        False,
    ),
    "heading-missing": (
        "{count} columns have no heading: {columns}.",
        "What stands below is not read.",
        "Give them a heading, or delete them.",
        False,
    ),
    "two-heading-rows": (
        "There are two rows of headings. They were joined.",
        "The upper row says to which group a column belongs.",
        "Check the joined headings when you map the columns.",
        False,
    ),
    "rows-above": (
        "{count} rows above the headings are no records.",
        "They hold a title or nothing.",
        "There is nothing to do if that is right. Else say which row holds the headings.",
        False,
    ),
    "mixed-encoding": (
        "Part of this file is in UTF-8 and part in {encoding}.",
        "Signs such as £ or é are read by two rules. Each such row is listed.",
        "Check those rows, or save the file again as CSV UTF-8.",
        False,
    ),
    "read-as": (
        "The file is in {encoding}, not in UTF-8.",
        "Signs such as £ or é were told from how they stand.",
        "Check a name with an accent. If it is wrong, say which encoding the file has.",
        False,
    ),
    "row-limit": (
        "The last row is number {limit:,}. Some programs stop there.",
        "Rows after it may be lost.",
        "Count the rows where they came from. If some are missing, send them in two files.",
        False,
    ),
}


def sent_fault(
    code: str,
    file: str,
    *,
    sheet: str | None = None,
    line: int | None = None,
    cell: str | None = None,
    **said: str | int,
) -> Fault:
    """The fault of that code; ``said`` fills in its words."""
    what, why, do, stops = WORDS[code]
    return Fault(
        code=code,
        what=what.format(**said),
        where=Place(file=file, line=line, sheet=sheet, cell=cell),
        why=why,
        do=do.format(**said),
        stops=stops,
    )
