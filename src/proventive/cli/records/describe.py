"""``proventive records describe``: what is a record table made of?"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from proventive.cli.app import AsJson, print_json
from proventive.cli.records.group import records
from proventive.engine import DeclaredColumn, DeclaredTable
from proventive.quantities import NotFound
from proventive.quantities.words import in_quotes
from proventive.records import declarations
from proventive.records.table_schema import table_schema

Tables = Annotated[list[str] | None, typer.Argument(metavar="[TABLE]...", help="Which tables. Else all.")]


@records.command("describe")
def describe(
    tables: Tables = None,
    schema_to: Annotated[
        Path | None,
        typer.Option("--schema-to", metavar="DIR", help="Write each table as a Frictionless Table Schema there."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print what each record table is made of, or write it for other programs to check rows by."""
    wanted = tables_named(tables)
    if schema_to is not None:
        schema_to.mkdir(parents=True, exist_ok=True)
        for table in wanted:
            file = schema_to / f"{table.name}.schema.json"
            file.write_text(as_text(table), encoding="utf-8", newline="\n")
            typer.echo(f"Written: {file}")
    elif as_json:
        print_json({table.name: table_schema(table) for table in wanted})
    else:
        for table in wanted:
            for line in lines(table):
                typer.echo(line)


def tables_named(names: list[str] | None) -> list[DeclaredTable]:
    """The tables of those names, or all; raises NotFound for a name that is none."""
    unknown = [name for name in names or () if name not in declarations()]
    if unknown:
        raise NotFound(
            f"“{unknown[0]}” is not a record table. There is nothing to tell of it. "
            f"Name one of: {in_quotes(declarations())}."
        )
    return [declarations()[name] for name in names or declarations()]


def as_text(table: DeclaredTable) -> str:
    return json.dumps(table_schema(table), indent=1, ensure_ascii=False) + "\n"


def lines(table: DeclaredTable) -> Iterator[str]:
    """A table for a person: what one row is, and each column with its help."""
    yield f"{table.name}: one row is {table.one_row_is}"
    yield f"  No two rows have the same {', '.join(table.key)}. {table.twice}"
    for column in table.columns:
        yield f"  {column.name} ({column.heading}): {kind(column)}"
        yield f"      {column.help}"
    yield ""


def kind(column: DeclaredColumn) -> str:
    """The type of a column, its limits and its codes, in a line."""
    told = [column.type, "needed" if column.required else "may be empty"]
    if column.low is not None or column.high is not None:
        told.append(f"{column.low} to {column.high}")
    if column.codes:
        told.append("one of: " + ", ".join(code for code, _ in column.codes))
    if column.codes_from:
        told.append(f"an id of the {column.codes_from} in the reference facts")
    return "; ".join(told)
