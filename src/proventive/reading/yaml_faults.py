"""What can be wrong with a YAML file before anybody asks what it says, in plain words."""

import re

from proventive.quantities import Place
from proventive.reading.faults import Fault, FaultsFound

WORDS = {
    "file-too-large": (
        "This file is larger than 1 MB.",
        "An agreement that people wrote by hand is much smaller, so this is probably another file.",
        "Check that you chose the right file. Keep records in their own files, not in the agreement.",
    ),
    "not-utf-8": (
        "This file is not saved as UTF-8 text: it cannot be read from here on.",
        "Letters such as £ or é would be read as something else.",
        "Open it in your editor, choose “Save as”, and choose the encoding UTF-8.",
    ),
    "control-character": (
        "There is a character here that text files do not hold (a NUL or another control character).",
        "The file may be damaged, or may not be a text file.",
        "Delete the character, or go back to an undamaged copy.",
    ),
    "several-documents": (
        "A second document starts here, after a line of three dashes.",
        "A file holds one document, so that it is clear which one counts.",
        "Delete the line “---” and what follows it, or put it into a file of its own.",
    ),
    "directive": (
        "The file starts with a line that begins with “%”.",
        "Such a line changes how the file is read, and this file is always read by YAML 1.2.",
        "Delete the line that begins with “%” and the line “---” below it.",
    ),
    "alias": (
        "There is a reference to another part of the file here (a word that begins with “*”).",
        "People who read the agreement should see every value where it counts.",
        "Write the value out. If the value begins with a star, put it in quotes.",
    ),
    "anchor": (
        "There is a label for another part of the file here (a word that begins with “&”).",
        "People who read the agreement should see every value where it counts.",
        "Delete the label. If the value begins with “&”, put it in quotes.",
    ),
    "tag": (
        "There is a type label here (a word that begins with “!”).",
        "The agreement itself says of what kind each value is.",
        "Delete the label. If the value begins with “!”, put it in quotes.",
    ),
    "too-deep": (
        "Lists and mappings stand inside each other more than 30 deep here.",
        "No agreement needs so many levels, so a bracket is probably left open.",
        "Close the brackets, or check the indentation of the lines above.",
    ),
    "key-is-not-a-word": (
        "A list or a mapping stands here where a key was expected.",
        "A key is one word before a colon, so that it can be looked up.",
        "Write a single word before the colon. A value that begins with “?” or “[” goes in quotes.",
    ),
    "tab": (
        "There is a tab character here.",
        "YAML shows what belongs together by spaces at the start of a line, and a tab has no fixed width.",
        "Replace the tab by spaces.",
    ),
    "colon-in-value": (
        "There is a second colon on this line, followed by a space.",
        "A colon and a space end a key, so it cannot be told where the value begins.",
        'Put the whole value in quotes: title: "Falls: a service".',
    ),
    "misplaced-key": (
        "This key cannot stand here, below the line above it.",
        "Either the line above lacks its colon, or the two lines do not start in the same column.",
        "Add the colon to the line above, or give both lines the same number of spaces at their start.",
    ),
    "bracket": (
        "A bracket is left open, or a comma is missing between two values.",
        "The file cannot be read beyond this place.",
        "Look just before this place: close the bracket ] or }, or add the comma.",
    ),
    "quote": (
        "A quotation mark is left open, or a backslash in quotes stands before a letter that it does not go with.",
        "The file cannot be read beyond this place.",
        "Close the quotation mark, or use single quotes for text with backslashes.",
    ),
    "colon-missing": (
        "A line here has no colon after its key.",
        "Every line of a mapping is a key, a colon, a space and a value.",
        "Add the colon and a space, as in “title: Our service”.",
    ),
    "indentation": (
        "This line does not line up with the lines above it.",
        "YAML shows what belongs together by spaces at the start of a line.",
        "Give lines that belong together the same number of spaces at their start.",
    ),
    "syntax": (
        "The file cannot be read as YAML beyond this place.",
        "What follows this place is not seen.",
        "Look for a missing colon, bracket or quotation mark here or just before, or put the value in quotes.",
    ),
}

# https://yaml.org/spec/1.2.2/, section 5.1: what is not a printable character.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

# What the parser says, and what it means for somebody who writes an agreement.
SAYINGS = (
    ("mapping values are not allowed", "misplaced-key"),
    ("expected ',' or", "bracket"),
    ("quoted scalar", "quote"),
    ("<stream end>", "bracket"),
    ("could not find expected ':'", "colon-missing"),
    ("expected <block end>", "indentation"),
    ("unindent", "indentation"),
)


def yaml_fault(code: str, where: Place, key: str = "", before: Place | None = None) -> Fault:
    """The fault of that code. ``key`` and ``before`` are for a key that stands twice."""
    if code == "duplicate-key":
        return Fault(
            code=code,
            what=f"The key “{key}” stands twice in the same mapping; the first is in {before}.",
            where=where,
            why="It cannot be told which of the two counts.",
            do="Delete one of them, or give the second the name that was meant.",
        )
    what, why, do = WORDS[code]
    return Fault(code=code, what=what, where=where, why=why, do=do)


def syntax_fault(error: Exception, where: Place, text: str, line: int | None) -> Fault:
    """A fault for what the parser could not read, by what it says."""
    saying = str(error)
    lines = text.splitlines()
    on_line = lines[line] if line is not None and line < len(lines) else ""
    if "\t" in on_line and "cannot start any token" in saying:
        return yaml_fault("tab", where)
    if on_line.count(": ") > 1 and "mapping values are not allowed" in saying:
        return yaml_fault("colon-in-value", where)
    for words, code in SAYINGS:
        if words in saying:
            return yaml_fault(code, where)
    return yaml_fault("syntax", where)


def text_of(content: bytes, name: str) -> str:
    """The text of a UTF-8 file, with or without a byte order mark; raises FaultsFound where it is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FaultsFound([yaml_fault("not-utf-8", place_after(content[: error.start], name))]) from error
    if found := CONTROL.search(text):
        raise FaultsFound([yaml_fault("control-character", place_after(text[: found.start()].encode(), name))])
    return text


def place_after(content: bytes, name: str) -> Place:
    """The line and column just after some text."""
    lines = content.decode("utf-8-sig", errors="replace").split("\n")
    return Place(file=name, line=len(lines), column=len(lines[-1]) + 1)
