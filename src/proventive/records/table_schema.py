"""The declaration of a record table as a Frictionless Table Schema, for other programs to check rows by.

Source of the form: https://specs.frictionlessdata.io/table-schema/ (version 1).
"""

from typing import Any

from proventive.engine import DeclaredColumn, DeclaredTable

PROFILE = "https://specs.frictionlessdata.io/schemas/table-schema.json"
TYPES = {
    "text": "string",
    "code": "string",
    "date": "date",
    "month": "yearmonth",
    "integer": "integer",
    "decimal": "number",
}


def table_schema(table: DeclaredTable) -> dict[str, Any]:
    """The Table Schema of a record table: fields in order, limits, codes and key.

    What it cannot say is left to the check of Proventive: dates in order, and codes that the reference facts hold.
    """
    schema: dict[str, Any] = {
        "$schema": PROFILE,
        "fields": [field(column) for column in table.columns],
        "missingValues": [""],
    }
    if all(table.column(name).required for name in table.key):  # in a primary key no part may be empty
        schema["primaryKey"] = list(table.key)
    return schema


def field(column: DeclaredColumn) -> dict[str, Any]:
    """One column as a field."""
    constraints: dict[str, Any] = {"required": column.required}
    if column.codes:
        constraints["enum"] = [code for code, _ in column.codes]
    number = int if column.type == "integer" else float
    if column.low is not None:
        constraints["minimum"] = number(column.low)
    if column.high is not None:
        constraints["maximum"] = number(column.high)
    told: dict[str, Any] = {"name": column.name, "title": column.heading, "type": TYPES[column.type]}
    if column.type == "date":
        told["format"] = "default"
    return told | {"description": column.help, "constraints": constraints}
