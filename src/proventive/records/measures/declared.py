"""The measures as declared in ``measures.yaml``."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import TypeAdapter
from ruamel.yaml import YAML

CountsBy = Literal["start", "event", "end", "as at", "follow-up"]
AddsUp = Literal["distinct people", "sum", "last", "cumulative", "share"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that is counted: by which date, how it adds up, in what unit, and the rule in words."""

    heading: str
    counts_by: CountsBy
    adds_up: AddsUp
    unit: str
    rule: str


@cache
def measures() -> dict[str, Measure]:
    """Every measure by its id, in the order in which they are told."""
    text = files("proventive.records.measures").joinpath("measures.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Measure]).validate_python(YAML(typ="safe", pure=True).load(text))
