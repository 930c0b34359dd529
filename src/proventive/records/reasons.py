"""Why rows are set aside, and what to do, in words."""

from proventive.engine import Columns, DeclaredColumn, DeclaredTable
from proventive.quantities.words import in_quotes
from proventive.records.manifest import SetAside

SHOWN = 5  # values shown of one reason


def reasons(table: DeclaredTable, faults: Columns) -> dict[str, tuple[SetAside, ...]]:
    """What is wrong in each source: rows grouped by column and fault, in the order of the columns."""
    groups: dict[str, dict[tuple[int, str, str], tuple[list[int], list[str]]]] = {}
    told = zip(
        *(faults[name] for name in ("_source", "_row", "position", "column_name", "fault", "value")), strict=True
    )
    for source, row, position, column, fault, value in told:
        rows, values = groups.setdefault(source, {}).setdefault((int(position), column, fault), ([], []))
        rows.append(int(row))
        if value is not None and value not in values and len(values) < SHOWN:
            values.append(value)
    return {
        source: tuple(
            set_aside(table, column, fault, tuple(rows), tuple(values))
            for (_, column, fault), (rows, values) in sorted(found.items())
        )
        for source, found in groups.items()
    }


def set_aside(
    table: DeclaredTable, column: str, fault: str, rows: tuple[int, ...], values: tuple[str, ...]
) -> SetAside:
    if not column:
        reason, do = of_row(table, fault)
        return SetAside(column=None, reason=reason, do=do, rows=rows)
    reason, do = of_cell(table.column(column), fault)
    return SetAside(column=column, reason=reason, do=do, rows=rows, values=values)


def of_row(table: DeclaredTable, fault: str) -> tuple[str, str]:
    key = in_quotes(table.column(name).heading for name in table.key)
    if fault == "same row twice":
        return "the same row stands here already", table.twice
    if fault == "same key twice":
        return f"another row has the same {key} but says something else", table.twice
    if fault == "erased":
        return "the records of this person were erased", "Leave the row out of what you send."
    return (
        "the row has more cells than there are headings",
        "Look for a comma inside a value: put such a value into double quotes.",
    )


def of_cell(column: DeclaredColumn, fault: str) -> tuple[str, str]:
    heading = f"“{column.heading}”"
    words = {
        "empty": (f"{heading} is empty", "Fill it in."),
        "control character": (f"{heading} holds a character that cannot be printed", "Type the value again."),
        "spreadsheet error": (f"{heading} holds an error of the spreadsheet, such as #REF!", "Mend the formula."),
        "not a date": as_date(column),
        "not a whole number": (f"{heading} is not a whole number", "Write digits only, such as 45."),
        "not a number": (
            f"{heading} is not a number with at most {column.places} decimal places",
            "Write digits and a point, such as 12.50. No currency sign and no thousands separator.",
        ),
        "not a code": (f"{heading} is not one of the words in its list", f"Use one of: {listed(column)}."),
        "too low": (f"{heading} is below {column.low}", f"Give {column.low} or more, or leave the row out."),
        "too high": (f"{heading} is above {column.high}", f"Give {column.high} or less, or leave the row out."),
        "too early": (
            f"{heading} is before “{(column.not_before or '').replace('_', ' ')}”",
            "Check both: they may have changed places.",
        ),
    }
    return words[fault]


def as_date(column: DeclaredColumn) -> tuple[str, str]:
    heading = f"“{column.heading}”"
    if column.type == "month":
        return f"{heading} is not a month", "Write year and month, such as 1948-05."
    return f"{heading} is not a date that exists", "Write year, month and day, such as 2025-04-30."


def listed(column: DeclaredColumn) -> str:
    if column.codes_from:
        return f"the ids of {column.codes_from} in the reference facts, or those that store.yaml names"
    return ", ".join(code for code, _ in column.codes)
