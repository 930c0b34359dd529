"""Area codes, with the edition of the map that they stand on; former codes are mapped, and totals told apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from ruamel.yaml import YAML

Codes = np.ndarray | Sequence[str | None]

SCOTTISH = {"council": "S12", "board": "S08", "partnership": "S37"}
BOTH = "2011 and 2021"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaFault:
    """One thing to say of area codes, and of which rows (positions from 0). ``stops``: the code cannot be used."""

    code: str  # "former-code", "total", "not-an-area-code", "no-such-area", "postcode"
    reason: str
    why: str
    do: str
    rows: np.ndarray
    stops: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """Area codes as they are used, one entry a row. ``kind`` and ``vintage`` are "" where nothing is known of
    them.

    ``kind``: data zone, LSOA, council, board, partnership, country, or other. ``total``: the area is a whole
    country, which is never added to its parts.
    """

    codes: np.ndarray
    kind: np.ndarray
    vintage: np.ndarray
    total: np.ndarray
    faults: tuple[AreaFault, ...]


def read_areas(sent: Codes) -> Areas:
    """What area codes say: kind, edition, and what is to be said of them. Former codes are replaced, with a
    notice.

    A code is nine characters, a letter and eight digits. An empty cell is no fault. Codes of a kind that is not
    described here (a ward, a region) pass as “other”. Where an edition cannot be told, since a code stands in two,
    both are named. Sources: ``codes.yaml``.
    """
    text = np.array(["" if value is None else str(value).strip().upper()[:40] for value in sent], dtype=str)
    distinct, place = np.unique(text, return_inverse=True)
    codes, former = mapped(distinct)
    shaped, numbers = nine_characters(codes)
    kind, vintage = described(codes, shaped, numbers)
    total = np.isin(codes, declared()["totals"])
    kind[total] = "country"
    empty = distinct == ""
    told = {
        "former-code": former,
        "total": total,
        "postcode": ~shaped & like_postcodes(distinct),
        "not-an-area-code": ~shaped & ~empty & ~like_postcodes(distinct),
        "no-such-area": shaped & (kind == "none"),
    }
    kind[kind == "none"] = ""
    used = codes.astype(object)
    used[~shaped] = None
    return Areas(
        codes=used[place],
        kind=kind[place],
        vintage=vintage[place],
        total=total[place],
        faults=tuple(fault_of(code, mask[place]) for code, mask in told.items() if mask.any()),
    )


@cache
def declared() -> dict[str, Any]:
    """What ``codes.yaml`` says, lists as arrays."""
    text = files("proventive.records.areas").joinpath("codes.yaml").read_text(encoding="utf-8")
    plain: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return {
        "totals": np.array(plain["totals"]),
        "zones": [(zone["vintage"], int(zone["from"][1:]), int(zone["to"][1:])) for zone in plain["data_zones"]],
        "only_2011": expanded(plain["lsoa"]["only_2011"]),
        "only_2021": expanded(plain["lsoa"]["only_2021"]),
        "in_force": {kind: np.array(codes.split()) for kind, codes in plain["in_force"].items()},
        "changed": {change["was"]: change["is"] for change in plain["changed"]},
    }


def expanded(ranges: str) -> np.ndarray:
    """Numbers of LSOAs from ranges of their last five digits: ``00026 00030-00032``."""
    ends = [part.partition("-") for part in ranges.split()]
    spans = [np.arange(int(first), int(last or first) + 1) for first, _, last in ends]
    return 1_000_000 + np.concatenate(spans)


def mapped(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The codes in force, and which were former ones."""
    changed = declared()["changed"]
    now = np.array([changed.get(code, code) for code in codes.tolist()], dtype=str)
    return now, now != codes


def nine_characters(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which values are a letter of a country and eight digits, and the number that the digits are."""
    points = np.ascontiguousarray(codes.astype("U9")).view(np.uint32).reshape(len(codes), 9).astype(np.int64)
    digits = points[:, 1:] - ord("0")
    shaped = (
        (np.strings.str_len(codes) == 9)
        & np.isin(points[:, 0], [ord(letter) for letter in "EJKLMNSW"])
        & ((digits >= 0) & (digits <= 9)).all(axis=1)
    )
    return shaped, np.where(shaped, digits @ 10 ** np.arange(7, -1, -1), -1)


def described(codes: np.ndarray, shaped: np.ndarray, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Kind and edition of each code; kind "none" where its kind has no such code."""
    known = declared()
    kind = np.where(shaped, "other", "").astype("U12")
    vintage = np.full(len(codes), "", dtype="U14")
    prefix = codes.astype("U3")
    zone = shaped & (prefix == "S01")
    kind[zone] = "data zone"
    for edition, first, last in known["zones"]:
        vintage[zone & (numbers >= first) & (numbers <= last)] = edition
    lsoa = shaped & (prefix == "E01")
    kind[lsoa], vintage[lsoa] = "LSOA", BOTH
    vintage[lsoa & np.isin(numbers, known["only_2011"])] = "2011"
    vintage[lsoa & np.isin(numbers, known["only_2021"])] = "2021"
    for name, start in SCOTTISH.items():
        of_kind = shaped & (prefix == start) & (numbers // 1_000 % 1_000 == 0)
        kind[of_kind] = np.where(np.isin(codes[of_kind], known["in_force"][name]), name, "none")
        vintage[of_kind & (kind == name)] = "in force"
    return kind, vintage


def like_postcodes(text: np.ndarray) -> np.ndarray:
    """Whether a value looks like a postcode: it ends in a digit and two letters, and begins with a letter."""
    bare = np.array([value.replace(" ", "") for value in text.tolist()], dtype=str)
    length = np.strings.str_len(bare)
    ends = np.array([value[-3:-2].isdigit() and value[-2:].isalpha() for value in bare.tolist()], dtype=bool)
    return ends & np.strings.isalpha(bare.astype("U1")) & (length >= 5) & (length <= 7)


WORDS = {
    "former-code": (
        "the area has a code that is no longer in use, and the code in force was put in its place",
        "Counts of one area would fall apart in two.",
        "Nothing, if the boundary did not move for you. New exports should carry the new code.",
    ),
    "total": (
        "the area is a whole country",
        "It holds the other areas, so it is never added to them.",
        "Nothing, if that is right.",
    ),
    "postcode": (
        "the area is a postcode",
        "A postcode can point to one home.",
        "Give the code of the small area instead.",
    ),
    "not-an-area-code": (
        "the area is not an area code",
        "Without it nobody can tell where people live.",
        "Write nine characters, a letter and eight digits, such as S01006506. Or leave it empty.",
    ),
    "no-such-area": (
        "no council, board or partnership has this code",
        "It may be older than the codes that are mapped.",
        "Check the code.",
    ),
}
NOTES = frozenset({"former-code", "total"})


def fault_of(code: str, rows: np.ndarray) -> AreaFault:
    reason, why, do = WORDS[code]
    return AreaFault(code=code, reason=reason, why=why, do=do, rows=np.flatnonzero(rows), stops=code not in NOTES)
