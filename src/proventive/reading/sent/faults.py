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
    "no-such-file": (
        "There is no file of this name here.",
        "There is nothing to read.",
        "Check the name, the folder and the ending of the file.",
        True,
    ),
    "a-folder": (
        "This is a folder, not a file.",
        "It cannot be told which of its files are meant.",
        "Name the files in it.",
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
        "Save the file again as CSV UTF-8, and send that.",
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
        "Put a heading in words over each column. If each day has a column, make it one row a person and day.",
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
        "Above the headings stand rows that are no records: {count}.",
        "They hold a title or nothing.",
        "There is nothing to do if that is right. Else put one row of headings first.",
        False,
    ),
    "old-excel": (
        "This is a spreadsheet of the kind used before 2007 (.xls), whatever its name says.",
        "Only the newer kind (.xlsx) can be read.",
        SAVE_AS_XLSX,
        True,
    ),
    "password": (
        "This file is protected by a password.",
        "It is locked, so nothing in it can be read.",
        "Open it in your spreadsheet program, take the password off, and save it again.",
        True,
    ),
    "web-page": (
        "This file is a web page that is named like a table.",
        "Some programs export tables in this way. They cannot be read as they are.",
        SAVE_AS_XLSX,
        True,
    ),
    "not-a-workbook": (
        "This file is not a spreadsheet that can be read, or it is damaged.",
        "Nothing in it can be told apart.",
        SAVE_AS_XLSX,
        True,
    ),
    "entities": (
        "A part of this spreadsheet defines entities of XML. The limit is none.",
        "They can make a small file fill the memory of a computer.",
        SAVE_AS_XLSX,
        True,
    ),
    "too-large-inside": (
        "Unpacked, this spreadsheet has more than {limit} MB. That is the limit.",
        "To unpack it could fill the memory of this computer.",
        SAVE_AS_CSV,
        True,
    ),
    "too-many-parts": (
        "This spreadsheet is made of more than {limit:,} parts. That is the limit.",
        "No table needs so many.",
        SAVE_AS_CSV,
        True,
    ),
    "too-many-sheets": (
        "This spreadsheet has more than {limit} sheets. That is the limit.",
        "To read them all would take too long.",
        "Send the sheets that matter in a file of their own.",
        True,
    ),
    "too-many-cells": (
        "This sheet has more than {limit:,} cells, from the first in use to the last. That is the limit.",
        "A cell in use far down or far to the right makes all between count.",
        SAVE_AS_CSV,
        True,
    ),
    "hidden-sheet": (
        "This sheet is hidden.",
        "The sender may not know that it is there.",
        "Ask whether it is meant, before you use it.",
        False,
    ),
    "hidden-rows": (
        "{count} rows of this sheet are hidden. They are read like the others.",
        "The sender may not know that they are there.",
        "Show them in your spreadsheet program, and delete those that are not meant.",
        False,
    ),
    "hidden-columns": (
        "{count} columns of this sheet are hidden. They are read like the others.",
        "The sender may not know that they are there.",
        "Show them in your spreadsheet program, and delete those that are not meant.",
        False,
    ),
    "filtered": (
        "This sheet was saved with a filter on. All its rows are read.",
        "The sender saw fewer rows than there are.",
        "Take the filter off, and check that all rows are meant.",
        False,
    ),
    "formulas": (
        "Some cells hold formulas: {count}. Their saved results are read, and no formula is run.",
        "A result may be older than the cells that it rests on.",
        "Open the file, let it reckon, and save it again if in doubt.",
        False,
    ),
    "from-1904": (
        "This spreadsheet counts its days from 1904, as older Macs did.",
        "A day number in it means another day than in most files.",
        "There is nothing to do: its dates are read by that rule. Do not paste its day numbers into other files.",
        False,
    ),
    "macros": (
        "This spreadsheet holds macros. They are not run and not kept.",
        "A macro can change what a file shows.",
        "There is nothing to do.",
        False,
    ),
    "sheet-name": (
        "The name of this sheet has marks that a name should not have. It is shown without them.",
        "Such names can pass for the name of a file.",
        "Give the sheet a plain name.",
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
        "Check a name with an accent. If it is wrong, save the file again as CSV UTF-8, and import that.",
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
