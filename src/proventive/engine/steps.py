"""Named steps: SQL files, one SELECT each.

A step begins with comments, the first of which says what one row is::

    -- One row is a person who joined, with the day of joining.
    -- $agreement: id of the agreement
    SELECT person_id, started_on FROM referrals WHERE agreement = $agreement
    ORDER BY person_id NULLS LAST

Where a step gives for each value of a column only what the rows of a record table with that value make, its header
may say so (``-- In slices of demand by person_id.``): an engine may then make it from one slice of the table after
another. The column is one of the table that is always filled, and of what the step gives.

Parameters are ``$name``, and every one is given. A step that is fetched ends in an ORDER BY that leaves no ties;
a step that is kept for later ones needs none. The subset that every engine understands leaves out ASOF, PIVOT,
QUALIFY, ``hash()``, ``range()`` as a table, ``datediff`` by month (use ``year * 12 + month``), ``/`` on integers,
sums of floats, and an order without NULLS LAST; a test reads every file for them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from proventive.quantities import InternalError

COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
QUOTED = re.compile(r"'(?:[^']|'')*'")
IN_SLICES = re.compile(r"^\s*--\s*In slices of (\w+) by (\w+)\.\s*$", re.MULTILINE)
PARAMETER = re.compile(QUOTED.pattern + r"|\$([a-z_][a-z0-9_]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A named SELECT: its text without comments, what one row is, and the parameters that it needs.

    ``slices``: the record table and its column, a slice of which gives a slice of the rows.
    """

    name: str
    sql: str
    one_row_is: str
    parameters: frozenset[str]
    ordered: bool
    slices: tuple[str, str] | None = None

    @property
    def table(self) -> str:
        """The name under which the rows are kept: the last part of the step's name."""
        return self.name.rsplit("/", 1)[-1]


@cache
def step(name: str) -> Step:
    """The step of that name, ``<chapter>/<step>``; raises InternalError where there is none."""
    resource = files("proventive.engine").joinpath("sql", *f"{name}.sql".split("/"))
    if not resource.is_file():
        raise InternalError(f"there is no step engine/sql/{name}.sql")
    return read_step(name, resource.read_text(encoding="utf-8"))


def step_names() -> tuple[str, ...]:
    """The names of all steps, in order."""
    root = files("proventive.engine").joinpath("sql")
    found = (
        f"{chapter.name}/{file.name.removesuffix('.sql')}"
        for chapter in root.iterdir()
        for file in chapter.iterdir()
        if file.name.endswith(".sql")
    )
    return tuple(sorted(found))


def read_step(name: str, text: str) -> Step:
    """A step from the text of its file; raises InternalError where the header is missing."""
    header = re.match(r"\s*--\s*One row is\s+([^\n]+)", text)
    if header is None:
        raise InternalError(f"engine/sql/{name}.sql begins with “-- One row is ...”")
    sql = COMMENT.sub("", text).strip().rstrip(";").strip()
    bare = QUOTED.sub("''", sql)
    slices = IN_SLICES.search(text)
    return Step(
        name=name,
        sql=sql,
        one_row_is=header[1].strip().rstrip("."),
        parameters=frozenset(re.findall(r"\$([a-z_][a-z0-9_]*)", bare)),
        ordered=ends_in_order(bare),
        slices=(slices[1], slices[2]) if slices else None,
    )


def ends_in_order(sql: str) -> bool:
    """Whether the outermost SELECT has an ORDER BY: one that no bracket encloses."""
    outer = []
    depth = 0
    for character in sql:
        depth += (character == "(") - (character == ")")
        if depth == 0:
            outer.append(character)
    return re.search(r"\border\s+by\b", "".join(outer), re.IGNORECASE) is not None


def with_values(wanted: Step, literals: Mapping[str, str]) -> str:
    """The SQL of a step with its parameters written out as SQL, so that it can be read, or run elsewhere."""
    check_parameters(wanted, frozenset(literals))

    def put_in(part: re.Match[str]) -> str:
        return literals[part[1]] if part[1] else part[0]

    return PARAMETER.sub(put_in, wanted.sql)


def literal(value: str | int | date | None) -> str:
    """A parameter's value as SQL."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, date):
        return f"DATE '{value}'"
    return "NULL" if value is None else str(value) if value >= 0 else f"({value})"


def check_parameters(wanted: Step, given: frozenset[str]) -> None:
    """Raise InternalError unless exactly the parameters that a step needs are given."""
    if wanted.parameters != given:
        missing = ", ".join(sorted(wanted.parameters - given)) or "none"
        unknown = ", ".join(sorted(given - wanted.parameters)) or "none"
        raise InternalError(f"step {wanted.name}: parameters missing: {missing}; not used: {unknown}")
