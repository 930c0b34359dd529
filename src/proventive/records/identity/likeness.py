"""How likely is it that two people who are kept apart are one? Scored as Fellegi and Sunter did.

Every field adds log2(m/u): m is how often two records of one person compare so (``likeness.yaml``), u how often
two people do so by chance, counted in the store (Fellegi and Sunter 1969, A Theory for Record Linkage, JASA 64,
1183). For a name that both have, u is its share of people, so that a rare name says more than a common one
(Winkler 1990, String Comparator Metrics and Enhanced Decision Rules in the Fellegi-Sunter Model of Record
Linkage). The sum and the share of people who stand twice give a chance.

The sum takes the fields to be independent. Within a family they are not: twins share all but the given name, a
father and son all but the year of birth. So nobody is proposed whose given names or days of birth are plainly
others, whatever the sum says; nor two people with two numbers of one kind, which the health service tells apart.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from proventive.engine.alike import LEVELS, compared_by_chance, compared_with_block, stage_known
from proventive.engine.duck import DuckEngine
from proventive.engine.interface import Columns
from proventive.records.identity.keeping import People

NEVER = {"given": ("differs", "unknown"), "birth": ("differs",), "number": ("differs",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two local ids that may be one person: the chance of it, and how the two compare in each field."""

    one: str
    two: str
    chance: float
    levels: dict[str, str]


def likely_pairs(engine: DuckEngine, people: People) -> list[Pair]:
    """Pairs of local ids that are likely to be one person, the likeliest first."""
    count = stage_known(engine, people, nicknames())
    if count < 2:
        return []
    drawn, compared = compared_by_chance(engine), compared_with_block(engine)
    weights = np.full(len(compared["one"]), prior(count))
    for field in LEVELS:
        weights += weight(field, compared, chance_levels(field, drawn), count)
    return best_of_each(compared, 1 / (1 + np.exp2(-weights)))


def prior(people: int) -> float:
    """log2 of the odds that any two of so many people are one."""
    return float(np.log2(2 / (declared()["one_in"] * (people - 1))))


def chance_levels(field: str, drawn: Columns) -> np.ndarray:
    """u of each level: the share of pairs drawn by chance that compare so, of those that say anything. Each level
    is given one pair more, so that what was never seen is not taken to be impossible."""
    known = len(LEVELS[field]) - 1
    counts = np.bincount(drawn[f"{field}_level"], weights=drawn["pairs"], minlength=known + 1)[:known] + 1
    return np.asarray(counts / counts.sum())


def weight(field: str, compared: Columns, by_chance: np.ndarray, people: int) -> np.ndarray:
    """log2(m/u) of each pair in a field; 0 where one of the two records says nothing."""
    levels = compared[f"{field}_level"]
    m = np.array([declared()[field][level] for level in LEVELS[field][:-1]])
    found = np.append(np.log2(m / by_chance), 0.0)[levels]
    if f"{field}_people" in compared:
        share = np.maximum(compared[f"{field}_people"], 1) / people
        found = np.where(levels == 0, np.log2(m[0] / share), found)
    return np.asarray(found)


def best_of_each(compared: Columns, chance: np.ndarray) -> list[Pair]:
    """The best comparison of each pair of people, where it is likely enough and no relative would do as well."""
    stands = chance >= declared()["proposed_from"]
    for field, refused in NEVER.items():
        stands &= ~np.isin(compared[f"{field}_level"], [LEVELS[field].index(level) for level in refused])
    one, two, chance = compared["one"][stands], compared["two"][stands], chance[stands]
    levels = {field: compared[f"{field}_level"][stands].tolist() for field in LEVELS}
    found: dict[tuple[str, str], Pair] = {}
    for place in np.lexsort((two, one, -chance)).tolist():  # few: those that are proposed
        told = {field: LEVELS[field][levels[field][place]] for field in LEVELS}
        pair = Pair(one=one[place], two=two[place], chance=float(chance[place]), levels=told)
        found.setdefault((pair.one, pair.two), pair)
    return list(found.values())


@cache
def declared() -> dict[str, Any]:
    text = files("proventive.records.identity").joinpath("likeness.yaml").read_text(encoding="utf-8")
    plain: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return plain


@cache
def nicknames() -> dict[str, np.ndarray]:
    """Names and what they may stand for, from ``nicknames.csv``."""
    text = files("proventive.records.identity").joinpath("nicknames.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))
    return {name: np.array([row[place] for row in rows[1:]], dtype=object) for place, name in enumerate(rows[0])}
