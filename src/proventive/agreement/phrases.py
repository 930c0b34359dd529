"""Small phrases that people write in agreements: “15%”, “12 months”, “400 GBP per admission avoided”.

Their nouns, how each phrase is read from what a document says (ValueError where it is written otherwise), and the
one canonical way in which it is written back. Numbers are exact; a share is a Decimal, 15% is 0.15.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from proventive.agreement.written import Hint
from proventive.quantities import Money, Status, Unknown
from proventive.quantities.money import check_financial_year
from proventive.reading.scalars import as_text, shortest

DIGITS = r"[0-9]{1,15}(?:\.[0-9]{1,10})?"
WHOLE_DIGITS = r"[0-9]{1,15}(?:\.0+)?"
CENTURIES = "(?:19|20|21)[0-9]{2}"  # days further off are slips, and years on end of them would be reckoned
DAY_DIGITS = f"{CENTURIES}-[0-9]{{2}}-[0-9]{{2}}"
YEAR_DIGITS = f"{CENTURIES}-[0-9]{{2}}"
AMOUNT = rf"({DIGITS}) ([A-Z]{{3}})"
UNIT = r"(?:per|an?) (\S(?:.*\S)?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What one unit pays: ``400 GBP per admission avoided``."""

    amount: Money
    per: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """The most that a term pays: ``120000 GBP a year`` (an agreement year), or over the whole agreement."""

    amount: Money
    per: Literal["year", "agreement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsBefore:
    """A window before joining: ``months 24 to 13 before``. ``first`` is the further away."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if not self.first >= self.last >= 1:
            raise Hint("The month further away comes first, and month 1 is the last before joining.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """An area to which the service came, and its first day there: ``S08000030 from 2018-04-01``."""

    area: str
    starts: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FactValue:
    """A unit value that stands in the reference facts."""

    fact: str


def matched(pattern: str, value: Any) -> re.Match[str]:
    """The whole of a text matched; raises ValueError where the value is no text, or another text."""
    found = re.fullmatch(pattern, value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError
    return found


def read_text(value: Any) -> str:
    """Words, or a number that stands where words are expected (an id, a page)."""
    text = as_text(value) if isinstance(value, Decimal) else value
    if not isinstance(text, str) or not text.strip():
        raise ValueError
    return text.strip()


def read_id(value: Any) -> str:
    """A name without spaces and slashes: figures are named by it."""
    return matched(r"[^\s/]{1,100}", read_text(value))[0]


def read_year(value: Any) -> str:
    """A financial year such as 2025-26."""
    year = matched(YEAR_DIGITS, read_text(value))[0]
    check_financial_year(year)
    return year


def read_day(value: Any) -> date:
    """A day such as 2025-04-01, of the 20th to the 22nd century."""
    return date.fromisoformat(matched(DAY_DIGITS, value)[0])


def reads_number(pattern: str = DIGITS, unit: str = "") -> Callable[[Any], Decimal]:
    """A reader of numbers, which may be followed by a unit."""

    def read(value: Any) -> Decimal:
        text = as_text(value) if isinstance(value, Decimal) else value
        return Decimal(matched(f"({pattern}){unit}", text)[1])

    return read


def read_whole(value: Any) -> int:
    """A whole number, from 0."""
    if isinstance(value, int) and not isinstance(value, bool):  # from a saved result
        return value
    return int(reads_number(WHOLE_DIGITS)(value))


def read_version(value: Any) -> int:
    """The version of the format, which is 1."""
    version = read_whole(value)
    if version != 1:
        raise Hint("This program reads version 1 of the format only.")
    return version


def read_share(value: Any) -> Decimal:
    """“15%” as 0.15."""
    return Decimal(matched(rf"(-?{DIGITS})%", value)[1]).scaleb(-2)


def read_share_of_whole(value: Any) -> Decimal:
    """A share from 0% to 100%."""
    share = read_share(value)
    if not 0 <= share <= 1:
        raise Hint("It lies between 0% and 100%.")
    return share


def read_months(value: Any) -> int:
    """“12 months” as 12."""
    return int(matched(r"([0-9]{1,3}) months?", value)[1])


def read_window(value: Any) -> MonthsBefore:
    """“months 24 to 13 before”."""
    found = matched(r"months? ([0-9]{1,3}) to ([0-9]{1,3}) before", value)
    return MonthsBefore(first=int(found[1]), last=int(found[2]))


def read_adoption(value: Any) -> Adoption:
    """“S08000030 from 2018-04-01”."""
    found = matched(f"(\\S{{1,100}}) from ({DAY_DIGITS})", value)
    return Adoption(area=found[1], starts=date.fromisoformat(found[2]))


def money_of(found: re.Match[str]) -> Money:
    return Money(amount=Decimal(found[1]), currency=found[2])


def read_money(value: Any) -> Money:
    """“15000 GBP”: an amount in the money of the day on which it moves."""
    return money_of(matched(AMOUNT, value))


def read_rate(value: Any) -> Rate:
    """“400 GBP per admission avoided”, “6000 GBP a year”."""
    found = matched(rf"{AMOUNT} {UNIT}", value)
    return Rate(amount=money_of(found), per=found[3])


def read_rate_or_unknown(value: Any) -> Rate | Unknown:
    """A rate, or {unknown: not published}."""
    if isinstance(value, dict):
        return Unknown(unknown=only(value, "unknown"))
    return read_rate(value)


def read_rate_for_a_person(value: Any) -> Rate | Unknown:
    """A rate of a term that pays for persons: the unit need not be said."""
    if isinstance(value, str) and re.fullmatch(AMOUNT, value.strip()):
        return Rate(amount=read_money(value), per="person")
    return read_rate_or_unknown(value)


def only(value: dict[Any, Any], key: str) -> str:
    """The text of a mapping that has this one key."""
    if list(value) != [key]:
        raise ValueError
    return read_text(value[key])


def read_cap(value: Any) -> Cap:
    """“120000 GBP a year”, “60000 GBP over the agreement”."""
    found = matched(rf"{AMOUNT} (?:(a year|per year)|over the agreement|per agreement)", value)
    return Cap(amount=money_of(found), per="year" if found[3] else "agreement")


def read_owed(value: Any) -> Money | Literal["unknown"]:
    """An amount, or the word unknown."""
    return "unknown" if value == "unknown" else read_money(value)


def read_unit_value(value: Any) -> Money | FactValue:
    """An amount, or {fact: the id of a reference fact}."""
    return FactValue(fact=only(value, "fact")) if isinstance(value, dict) else read_money(value)


def read_status(value: Any) -> Status:
    """How a fact is known: “published”, “recalled”, ..."""
    return Status(read_text(value))


def write_share(share: Decimal) -> str:
    return f"{shortest(share.scaleb(2))}%"


def write_money(money: Money) -> str:
    return f"{shortest(money.amount)} {money.currency}"


def write_rate(rate: Rate | Unknown) -> Any:
    return {"unknown": rate.unknown} if isinstance(rate, Unknown) else f"{write_money(rate.amount)} per {rate.per}"


def write_cap(cap: Cap) -> str:
    return f"{write_money(cap.amount)} {'a year' if cap.per == 'year' else 'over the agreement'}"


def write_owed(owed: Money | Literal["unknown"]) -> str:
    return "unknown" if owed == "unknown" else write_money(owed)


def write_unit_value(value: Money | FactValue) -> Any:
    return {"fact": value.fact} if isinstance(value, FactValue) else write_money(value)
