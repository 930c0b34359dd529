"""Tables as people send them, made with a known truth: encoding, delimiter, headings, order of the dates."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

NAMES = (
    "Zoë Müller|Séan Ó Briain|Ann O’Hara|Björn Åsgård|Chloé Dupont|Mary Smith|José Núñez|Iain Mackay|Łukasz Nowak"
)
WESTERN = [name for name in NAMES.split("|") if "Ł" not in name]
PLACES = ["Leith", "Oban", "St Andrews", "Kirkcaldy", "Perth", "Portree"]
KINDS = ["home visit", "phone", "group", "walking group – weekly"]
NOTES = [
    "came with a friend",
    "said “fine, thanks”",
    "",
    "",
    "paid £5 for lunch",
    "café; then home, tired",
    "naïve | shy",
]
PLAIN = ["came with a friend", "said fine", "", "", "paid 5 for lunch", "shop; then home, tired", "shy"]
TITLES = ["Walking group register", "Exported on 3 May 2025", "Client contacts: April", "CONFIDENTIAL"]
HEADINGS = {
    "client": ["Client name", "Full Name", "Name of person", "Client"],
    "date": ["Date of visit", "Start date", "Date", "Contact date"],
    "kind": ["Type", "Kind of contact", "Activity"],
    "minutes": ["Minutes", "Duration (mins)", "Length"],
    "place": ["Town", "Area", "Place"],
    "cost": ["Cost £", "Amount", "Fee (£)"],
    "note": ["Notes", "Comment", "Remarks"],
}
GROUPS = {"client": "Person", "date": "Visit", "place": "Where", "note": "Other"}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "mac_roman"]
DELIMITERS = [",", ";", "\t", "|"]
ORDERS = {"day first": "%d/%m/%Y", "month first": "%m/%d/%Y", "iso": "%Y-%m-%d", "worded": "%d %B %Y"}


@dataclass(frozen=True, kw_only=True)
class Made:
    """A file and its truth."""

    content: bytes
    encoding: str
    delimiter: str
    header_row: int
    header_rows: int
    headings: tuple[str, ...]
    records: tuple[tuple[str, ...], ...]
    no_records: int
    date_column: int
    order: str


def quoted(cell: str, delimiter: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in (delimiter, '"', "\n")) else cell


def made(seed: int) -> Made:
    """One file. Half of those with few rows have no day above 12, so that nobody can tell the order."""
    rng = np.random.default_rng(seed)

    def one(choices):
        return choices[int(rng.integers(len(choices)))]

    encoding, delimiter = one(ENCODINGS), one(DELIMITERS)
    order, style = one(list(ORDERS.items()))
    ambiguous = order in ("day first", "month first") and rng.random() < 0.25
    columns = ["client", "date", "kind", "minutes", *(c for c in ("place", "cost", "note") if rng.random() < 0.7)]
    if rng.random() < 0.5:
        columns = [columns[place] for place in rng.permutation(len(columns))]
    headings = [one(HEADINGS[column]) for column in columns]
    western = encoding in ("cp1252", "mac_roman", "latin-1")
    apostrophe = "'" if encoding == "latin-1" else "’"
    notes = PLAIN if encoding == "latin-1" else NOTES
    records = []
    for row in range(int(rng.integers(4, 60))):
        day = date(2024, 1, 1) + timedelta(days=int(rng.integers(450)))
        if ambiguous:
            day = date(day.year, 1 + int(rng.integers(12)), 1 + int(rng.integers(12)))
        elif row == 0 and order in ("day first", "month first"):
            day = day.replace(day=int(rng.integers(13, 29)))
        elif ambiguous is False and row == 1:
            day = day.replace(day=3, month=4)
        cells = {
            "client": one(WESTERN if western else NAMES.split("|")).replace("’", apostrophe),
            "date": day.strftime(style),
            "kind": one(KINDS).replace("–", "-" if encoding == "latin-1" else "–"),
            "minutes": str(int(rng.integers(5, 120))),
            "place": one(PLACES),
            "cost": f"{rng.integers(0, 99)}{',' if delimiter == ';' else '.'}{rng.integers(10, 99)}",
            "note": one(notes),
        }
        records.append(tuple(cells[column] for column in columns))
    dates = [cells[columns.index("date")].split("/") for cells in records]
    if ambiguous and all(parts[0] == parts[1] for parts in dates):  # 4 April is the same in either order
        order = "worded"
    lines = [[title] for title in (one(TITLES) for _ in range(int(rng.integers(0, 4))))]
    if lines and rng.random() < 0.5:
        lines.append([])
    two = rng.random() < 0.25 and columns[0] in GROUPS and sum(c in GROUPS for c in columns) < len(columns)
    joined = list(headings)
    if two:
        upper = [GROUPS.get(column, "") for column in columns]
        two = joinable(upper)
    if two:
        lines.append(upper)
        group = ""
        for place, name in enumerate(upper):
            group = name or group
            joined[place] = f"{group} {headings[place]}"
    lines.append(headings)
    header_row = len(lines)
    lines += [list(cells) for cells in records]
    before = len(lines)
    if rng.random() < 0.4:
        lines += [[], ["Total", *([""] * (len(columns) - 2)), "99"]]
    no_records = len(lines) - before
    wide = rng.random() < 0.5  # titles padded to the width of the table, as spreadsheet programs do
    padded = [cells + [""] * (len(columns) - len(cells)) if wide and cells else cells for cells in lines]
    ending = one(["\n", "\r\n"])
    text = ending.join(delimiter.join(quoted(cell, delimiter) for cell in cells) for cells in padded) + ending
    content = text.encode(encoding)
    if rng.random() < 0.05 and encoding in ("utf-8", "cp1252"):
        content = f"sep={delimiter}{ending}".encode() + content
        header_row += 1
    return Made(
        content=content,
        encoding=encoding,
        delimiter=delimiter,
        header_row=header_row,
        header_rows=2 if two else 1,
        headings=tuple(joined),
        records=tuple(records),
        no_records=no_records,
        date_column=columns.index("date"),
        order="ambiguous" if ambiguous and order != "worded" else order,
    )


def joinable(upper: list[str]) -> bool:
    """Whether two rows of headings can be told: several groups, a gap, the last group not at the very start."""
    named = [place for place, name in enumerate(upper) if name]
    return len(named) >= 2 and len(named) < len(upper) and named[-1] >= len(upper) / 3
