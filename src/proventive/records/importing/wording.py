"""What is wrong with a row, why it happens, and what to do, in plain words.

For each fault: what, why, what to do, and when it may be ignored ("": it may not). ``{heading}`` is the sender's.
"""

from typing import NamedTuple


class Words(NamedTuple):
    what: str
    why: str
    do: str
    ignore: str = ""


BAD_DATE = Words(
    "{heading} is not a date in the way that this column is read",
    "The day may not exist, such as 31 September. Or day and month changed places, or it is just text.",
    "Write the day as 2025-04-30, or as the other dates in this column. If they are all read in the wrong order, "
    "change “dates” in the mapping.",
)

OF_CELLS: dict[str, Words] = {
    "empty": Words(
        "{heading} is empty",
        "A row cannot be counted without it.",
        "Fill it in.",
    ),
    "not a date": BAD_DATE,
    "not a month": BAD_DATE,
    "not a whole number": Words(
        "{heading} is not a whole number",
        "It may have words in it, or a part of a unit.",
        "Write digits only, such as 45.",
    ),
    "not a number": Words(
        "{heading} is not a number that can be read",
        "It may have words in it, or the wrong mark before the pence.",
        "Write it like 12.50. If the whole column uses a comma, change “decimals” in the mapping.",
    ),
    "not a code": Words(
        "{heading} is not one of the words that we know",
        "Your system may call it by another name.",
        "Use one of: {codes}. Or say in the mapping, at “codes”, which of them your word means.",
    ),
    "several answers": Words(
        "{heading} holds more than one answer",
        "Each row can hold just one.",
        "Give a row to each answer. Or say in the mapping, at “split”, what stands between them. A few tables "
        "allow it.",
    ),
    "control character": Words(
        "{heading} holds a sign that cannot be seen",
        "It often comes from copying out of another program.",
        "Type the value again.",
    ),
    "spreadsheet error": Words(
        "{heading} holds an error of the spreadsheet, such as #REF!",
        "A formula points to a cell that is gone.",
        "Mend the formula, or type the value.",
    ),
    "no result": Words(
        "{heading} holds a formula that has no result",
        "The file was saved by a program that did not work it out.",
        "Open the file in a spreadsheet program, save it, and send it again.",
    ),
    "merged cells": Words(
        "{heading} is merged with the cell above or beside it",
        "Only the first of merged cells holds a value. The file does not say whether it is meant for the others.",
        "Undo the merge in your spreadsheet program, and fill in each cell.",
    ),
    "cut short": Words(
        "{heading} was cut short",
        "The program that made the file keeps only so many signs in a cell.",
        "Look it up in your own system, and type it in full.",
    ),
    "too low": Words(
        "{heading} is below {low}",
        "A sign may be wrong, or it is in another unit.",
        "Give {low} or more.",
    ),
    "too high": Words(
        "{heading} is above {high}",
        "It may be in another unit, or have one digit too many.",
        "Give {high} or less.",
    ),
    "too early": Words(
        "{heading} is before {other}",
        "The two dates may have changed places.",
        "Check both dates.",
    ),
    "in the future": Words(
        "{heading} is after the last day of these records",
        "The year may be wrong, or the row is a plan.",
        "Check the date. Send plans when they have taken place.",
    ),
    "before birth": Words(
        "{heading} is before the person was born",
        "One of the two dates is wrong, or the row is about another person.",
        "Check the date, and the date of birth.",
    ),
    "erased": Words(
        "{heading} is a person whose records were erased",
        "They asked for it, or the time to keep them was over.",
        "Leave the row out of what you send. If they came back and agreed, run “proventive records erase” with "
        "--allow-again first.",
    ),
    "not answered": Words(
        "{heading} has no score",
        "A total cannot be made when one answer is missing.",
        "Fill in the score. If it was never given, leave the row out.",
        "the person did not answer. The row is then not used.",
    ),
    "not a score": Words(
        "{heading} is not a score",
        "It may be the words of the answer.",
        "Give the number of the answer.",
    ),
    "off the item": Words(
        "{heading} is not one of the scores that this question has",
        "The scores may start at 0 in your system and at 1 here. Or 9 or 99 stands for no answer.",
        "Check the score. If 9 or 99 means no answer, say so in the mapping, at “missing”.",
    ),
    "off the scale": Words(
        "{heading} is not a total that this scale can have",
        "An item may be left out, or scored from 0 and not from 1. Or 99 stands for no answer.",
        "Work out the total again. If 99 means no answer, say so in the mapping, at “missing”.",
    ),
}

OF_ROWS: dict[str, Words] = {
    "too many cells": Words(
        "the row has more cells than there are headings",
        "There may be a comma inside a value.",
        "Put a value with a comma in it into double quotes.",
    ),
    "too few cells": Words(
        "the row has fewer cells than there are headings",
        "A line break inside a value may have cut it in two.",
        "Join the two parts, and put the value into double quotes.",
    ),
    "unclosed quote": Words(
        "the row has a double quote that is not closed",
        "Nobody can tell where its cells end.",
        'Look for a " in this row, and take it out.',
    ),
    "same key twice": Words(
        "the row has the same {key} as a row above, but says other things",
        "One of the two may be a typing slip.",
        "{twice}",
    ),
    "contradicts": Words(
        "the row says other things than the row that we hold for the same {key}",
        "Your system has changed it since, or one of the two is wrong. What we hold is not changed in silence.",
        "If the new row is right, import it again with --replace. If not, mend it.",
        "the row that we hold is right.",
    ),
}

IGNORED: dict[str, tuple[str, str]] = {
    "total": ("a total, not a record", "It would be counted twice."),
    "note below the table": ("a note below the table", "It is not a record."),
    "title": ("a title", "It is not a record."),
    "headings again": ("the headings again", "It is not a record."),
    "example": ("an example from the template", "It is not a record."),
    "left out": ("left out, as the mapping says", "It may be a total of other rows."),
    "for another table": ("for another table, as the mapping says", "It is counted there."),
    "nothing in it": ("empty in all columns that count", "There is nothing to keep."),
}
