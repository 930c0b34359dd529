"""What can be wrong with a spreadsheet before anybody asks what it says, in plain words."""

from proventive.quantities import Place
from proventive.reading.faults import Fault

SAVE_AS = "Open it in your spreadsheet program, choose “Save as”, and choose “Excel workbook (.xlsx)”."

WORDS = {
    "old-excel": (
        "This is a spreadsheet of the kind that was used before 2007 (.xls), whatever its name says.",
        "Only the newer kind (.xlsx) can be read.",
        SAVE_AS,
    ),
    "password": (
        "This spreadsheet is protected by a password.",
        "Its content is encrypted, so nothing in it can be read.",
        "Open it in your spreadsheet program, take the password off, and save it again.",
    ),
    "web-page": (
        "This file is a web page or XML that is named like a spreadsheet.",
        "Some programs export tables in this way, and they are not spreadsheets.",
        SAVE_AS,
    ),
    "not-a-workbook": (
        "This file is not a spreadsheet of the kind .xlsx, whatever its name says, or it is damaged.",
        "Nothing in it can be read.",
        SAVE_AS,
    ),
    "too-large-inside": (
        "This spreadsheet is too large inside: its parts unpack to more than 50 MB, or have very many cells.",
        "An agreement is much smaller; such a file can bring a computer to a halt.",
        "Check that you chose the right file. Copy the cells that you need into a new spreadsheet.",
    ),
    "no-agreement-sheet": (
        "The spreadsheet has no sheet named “Agreement”.",
        "That sheet holds the title, the term and all else that is said once.",
        "Name the sheet “Agreement”, or start from the spreadsheet that “proventive new” writes.",
    ),
    "no-header": (
        "The first row of this sheet does not have the headings “key” and “value”.",
        "By them it is told which column holds what.",
        "Write “key” in cell A1 and “value” in cell B1, and begin the agreement in row 2.",
    ),
    "value-without-key": (
        "There is a value here, and no key that says what it is.",
        "It cannot be told what the value means, so it would be lost.",
        "Write the key beside it, or its heading in the first row; or delete the value.",
    ),
    "not-a-dotted-key": (
        "This is not a key that can be read.",
        "Keys are words with dots between them: term.start",
        "Write the key without spaces around its dots. A key that holds a dot itself goes in double quotes.",
    ),
    "said-twice": (
        "What this key says, another cell or sheet says too.",
        "It cannot be told which of the two counts.",
        "Delete one of them.",
    ),
    "formula-without-value": (
        "This cell holds a formula whose result was not saved with it.",
        "Formulas are not reckoned here; only the result that the spreadsheet program saved can be read.",
        "Open the file in your spreadsheet program and save it, or write the value itself.",
    ),
    "error-value": (
        "This cell holds an error, such as #REF! or #N/A, in place of a value.",
        "What was meant cannot be told.",
        "Mend the formula, or write the value itself.",
    ),
    "too-long-a-number": (
        "This cell holds a number of more than 15 digits.",
        "Spreadsheet programs keep 15 digits only and change the others to 0.",
        "Format the cell as text, and type the number again.",
    ),
}


def workbook_fault(code: str, where: Place) -> Fault:
    """The fault of that code."""
    what, why, do = WORDS[code]
    return Fault(code=code, what=what, where=where, why=why, do=do)
