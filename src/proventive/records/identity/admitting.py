"""Identifiers come in at the door: each becomes a local id, or is set aside with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

import numpy as np

from proventive.records.identity.keeping import DETAILS, People
from proventive.records.identity.keys import Identities
from proventive.records.identity.numbers import (
    LONGEST,
    Kind,
    born_as_recorded,
    check_digit_holds,
    digits_of,
    has_birth_date,
    in_scientific_notation,
    placeholders,
    sex_as_recorded,
)
from proventive.records.identity.pseudonyms import local_ids
from proventive.records.identity.wording import SETS_ASIDE, told

Values = np.ndarray | Sequence[str | None]
CLIPPED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierFault:
    """One thing that is wrong with identifiers, and in which rows. ``rows`` are positions in the batch, from 0.

    ``stops``: those rows have no local id and are set aside; else it is a note, and they go on.
    """

    code: str  # "check-digit", "lost-leading-zero", ...
    reason: str
    do: str
    rows: np.ndarray
    stops: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """The local id of each row (None where it was set aside), what is wrong, and the people to be kept apart."""

    ids: np.ndarray
    faults: tuple[IdentifierFault, ...]
    people: People = field(repr=False)


def admit(
    identities: Identities,
    kind: Kind,
    identifiers: Values,
    *,
    birth: np.ndarray | None = None,
    birth_month: np.ndarray | None = None,
    sex: Values | None = None,
    details: Mapping[str, Values] | None = None,
    restore_zeros: bool = False,
) -> Admitted:
    """The local ids of a batch of identifiers. Nothing is written: give ``people`` to ``keep`` at the end.

    ``identifiers`` are text as it was sent, None or "" where it is missing. ``birth`` (``datetime64[D]``),
    ``birth_month`` (``[M]``; of rows where no more is known) and ``sex`` (codes of the people table) are held
    against a CHI number. ``details`` are names, day of birth, sex and postcode of the row (:data:`DETAILS`), kept
    with the identifier. ``restore_zeros``: the sender agreed that a number of nine digits has lost its first 0;
    it is put back, and said.
    """
    sent = as_text(identifiers)
    distinct, place = np.unique(sent, return_inverse=True)
    normal = np.array([normalised(value, kind) for value in distinct.tolist()], dtype=object).astype(str)
    found = judged_own(normal) if kind == "own" else judged_number(normal, kind)
    if restore_zeros and kind != "own":
        found["restored"] = found.pop("lost-leading-zero")
        normal = np.where(found["restored"], np.strings.add("0", normal), normal)
    flags = {code: mask[place] for code, mask in found.items()}
    if kind == "CHI":
        births = [known for known in (birth, birth_month) if known is not None]
        flags |= against_row(normal[place], ~stopped(flags), births, None if sex is None else as_text(sex))
    admitted = ~stopped(flags)
    ids = np.full(len(sent), None, dtype=object)
    made = local_ids(identities.keys.pseudonyms, (message(kind, value) for value in normal.tolist()))
    ids[admitted] = made[place][admitted]
    return Admitted(
        ids=ids,
        faults=tuple(fault_of(code, kind, flags[code]) for code in sorted(flags) if flags[code].any()),
        people=people_of(ids, kind, normal[place], details or {}, admitted),
    )


def stopped(flags: Mapping[str, np.ndarray]) -> np.ndarray:
    """The rows that are set aside."""
    return np.logical_or.reduce([mask for code, mask in flags.items() if code in SETS_ASIDE])


def message(kind: Kind, normal: str) -> str:
    """What the local id is made of. A body's own ids stand as they are; a number stands behind its kind, since a
    CHI number and an NHS number may have the same digits and be two people."""
    return normal if kind == "own" else f"{kind}\0{normal}"


def as_text(values: Values) -> np.ndarray:
    """Text as sent, "" where it is missing. Nothing longer than :data:`CLIPPED` is needed to see that it is wrong,
    and an array of text is as wide as its longest cell."""
    return np.array(["" if value is None else str(value)[:CLIPPED] for value in values], dtype=str)


def normalised(value: str, kind: Kind) -> str:
    """An identifier in the one way to write it: NFKC, no blanks around it; a number without blanks, hyphens and
    the ``.0`` of a spreadsheet. Capital letters stay: some systems tell people apart by them."""
    plain = " ".join(normalize("NFKC", value).split())
    if kind == "own":
        return plain
    plain = plain.replace(" ", "").replace("-", "").lstrip("'")
    return plain[:-2] if plain.endswith(".0") else plain


def judged_own(normal: np.ndarray) -> dict[str, np.ndarray]:
    """What is wrong with a body's own ids."""
    printable = np.array([value.isprintable() for value in normal.tolist()], dtype=bool)
    short = in_scientific_notation(normal)
    return {
        "no-identifier": normal == "",
        "placeholder": np.isin(np.strings.lower(normal), placeholders()["words"]),
        "scientific-notation": short,
        "not-an-id": (normal != "") & ~short & (~printable | (np.strings.str_len(normal) > LONGEST)),
    }


def judged_number(normal: np.ndarray, kind: Kind) -> dict[str, np.ndarray]:
    """What is wrong with numbers of the health service. Each has at most one fault."""
    empty = normal == ""
    placeholder = np.isin(normal, placeholders()["numbers"]) | np.isin(
        np.strings.lower(normal), placeholders()["words"]
    )
    short = in_scientific_notation(normal) & ~placeholder
    shaped, digits = ten_digits(normal)
    padded, padded_digits = ten_digits(np.strings.add("0", normal))
    right = check_digit_holds(padded_digits) & (has_birth_date(padded_digits) | (kind != "CHI"))
    lost = padded & right
    judged = shaped & ~placeholder
    fails = judged & ~check_digit_holds(digits)
    found = {
        "no-identifier": empty,
        "placeholder": placeholder,
        "scientific-notation": short,
        "lost-leading-zero": lost,
        "not-ten-digits": ~(empty | placeholder | short | shaped | lost),
        "check-digit": fails,
    }
    if kind == "CHI":
        found["no-such-day"] = judged & ~fails & ~has_birth_date(digits)
    return found


def ten_digits(text: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which values are ten digits, and all values as digits; what has another shape reads as zeros."""
    digits = digits_of(text)
    shaped = (np.strings.str_len(text) == 10) & (digits >= 0).all(axis=1)
    return shaped, np.where(shaped[:, None], digits, 0)


def against_row(
    numbers: np.ndarray, stands: np.ndarray, births: Sequence[np.ndarray], sex: np.ndarray | None
) -> dict[str, np.ndarray]:
    """Whether the CHI numbers that stand agree with the rest of their rows."""
    _, digits = ten_digits(numbers)
    found = {}
    if births:
        agree = np.logical_and.reduce([born_as_recorded(digits, birth) for birth in births])
        found["another-birth"] = stands & ~agree
    if sex is not None:
        found["another-sex"] = stands & ~sex_as_recorded(digits, sex)
    return found


def fault_of(code: str, kind: Kind, rows: np.ndarray) -> IdentifierFault:
    reason, do = told(code, kind)
    return IdentifierFault(code=code, reason=reason, do=do, rows=np.flatnonzero(rows), stops=code in SETS_ASIDE)


def people_of(
    ids: np.ndarray, kind: Kind, numbers: np.ndarray, details: Mapping[str, Values], admitted: np.ndarray
) -> People:
    """The columns that are kept apart, for the rows that were admitted."""
    count = int(admitted.sum())
    columns = {
        "local_id": ids[admitted],
        "kind": np.full(count, kind, dtype=object),
        "identifier": numbers[admitted].astype(object),
    }
    for name in DETAILS:
        given = as_text(details[name])[admitted] if name in details else np.full(count, "")
        columns[name] = np.array([" ".join(value.split()) for value in given.tolist()], dtype=object)
    return columns
