"""The record tables as declared in ``records/tables``, one file a table."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from proventive.engine import DeclaredColumn, DeclaredTable
from proventive.quantities import canonical_hash

TABLES = (
    "people",
    "referrals",
    "allocations",
    "contacts",
    "assessments",
    "goals",
    "contributions",
    "demand",
    "population",
    "area_series",
    "workforce",
    "finance",
    "deliverables",
    "reported",
    "journal",
)
"""The names of the record tables, in the order in which they are told."""


class Declarations(Mapping[str, DeclaredTable]):
    """Every record table by name, in the order of :data:`TABLES`. One is read when it is first asked for."""

    def __getitem__(self, name: str) -> DeclaredTable:
        if name not in TABLES:
            raise KeyError(name)
        return declaration(name)

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)


@cache
def declarations() -> Declarations:
    return Declarations()


@cache
def declaration(name: str) -> DeclaredTable:
    return read_declaration(name, plain(name))


@cache
def declarations_hash() -> str:
    """The hash of all declarations: records that were checked against others are checked again."""
    return canonical_hash({name: plain(name) for name in TABLES})


@cache
def plain(name: str) -> dict[str, Any]:
    """The declaration as plain data: every value text but for lists, mappings, yes and no."""
    text = files("proventive.records").joinpath("tables", f"{name}.yaml").read_text(encoding="utf-8")
    return as_written(YAML(typ="safe", pure=True).load(text))


def as_written(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): as_written(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_written(inner) for inner in value]
    return value if isinstance(value, bool) else str(value)


def read_declaration(name: str, raw: dict[str, Any]) -> DeclaredTable:
    period = raw.get("period")
    return DeclaredTable(
        name=name,
        one_row_is=raw["one_row_is"],
        columns=tuple(read_column(column, details) for column, details in raw["columns"].items()),
        key=tuple(raw["key"]),
        twice=raw["twice"],
        amended=raw.get("amended"),
        cut_by=raw.get("cut_by"),
        period=(period[0], period[1]) if period else None,
    )


def read_column(name: str, raw: dict[str, Any]) -> DeclaredColumn:
    low, high = raw.get("low"), raw.get("high")
    return DeclaredColumn(
        name=name,
        type=raw["type"],
        heading=raw["heading"],
        help=raw["help"],
        required=raw.get("required", False),
        personal=raw.get("personal", False),
        codes=tuple(raw.get("codes", {}).items()),
        codes_from=raw.get("codes_from"),
        area=raw.get("area"),
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        places=int(raw.get("places", 2)),
        not_before=raw.get("not_before"),
        prevails=tuple(raw.get("prevails", ())),
        known_from=raw.get("known_from"),
        example=raw.get("example"),
    )
