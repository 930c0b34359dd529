"""One way to print each kind of value.

The forms, for ``Estimate(value=0.83, low=0.73, high=0.93, unit="admissions per person")``:

- ``whole``: “83 admissions for every 100 people (73 to 93)”
- ``value``: “83 admissions for every 100 people”
- ``bare``: “83”, and for what is not known “not known”
- ``rate``: “83 for every 100 people”, where the noun has been said
- ``size``: the number without its sign, “9.0%”, where words say which way
- ``interval``: “73 to 93”

and, for a difference of -0.17 from -0.27 to -0.07:

- ``change``: “17 fewer for every 100 people”
- ``change interval``: “between 7 and 27 fewer”, “between 12 fewer and 5 more”

How many digits: an estimate is printed to the digits that its interval supports (a half-width of 10 prints
whole numbers, one of 0.2 one decimal); money that is estimated to three significant digits; what was counted
or promised, and money that is owed, exactly. The same value prints to the same digits wherever it stands.
"""

import math
import re
from decimal import ROUND_HALF_UP, Decimal

from proventive.evidence.blocks import Form
from proventive.quantities import Estimate, Money, MoneyEstimate, Number, Real, Unknown, Value

MINUS = "\u2212"
MONEY_DIGITS = 3
MOST_DECIMALS = 3
NOT_KNOWN = "not known"
OTHER_WAY = {"fewer": "more", "more": "fewer", "lower": "higher", "higher": "lower"}
PER_PERSON = re.compile(r"^(?P<noun>.*?) ?per (?:person|100 people)\b(?P<after>.*)$")


def printed(value: Value, form: Form = "whole", *, down: str = "fewer", up: str = "more") -> str:
    """A value in words and digits, in one of the forms."""
    if isinstance(value, Unknown):
        return (
            NOT_KNOWN
            if form in ("bare", "rate", "size", "interval")
            else f"{NOT_KNOWN}: {without_stop(value.unknown)}"
        )
    if form == "interval":
        return interval(value)
    if form == "change":
        return change(value, down, up)
    if form == "change interval":
        return change_interval(value, down, up)
    if form in ("bare", "size"):
        return bare(value) if form == "bare" else bare(value).removeprefix(MINUS)
    if form == "rate":
        return bare(value) + (_per(value.unit) if isinstance(value, Number | Estimate) else "")
    if form == "value" or not has_interval(value):
        return with_unit(value)
    return f"{with_unit(value)} ({interval(value)})"


def has_interval(value: Value) -> bool:
    """Whether a value has an interval to print."""
    return isinstance(value, Estimate | MoneyEstimate) and value.has_interval


def bare(value: Value) -> str:
    """The number alone, with a percent or pound sign where it has one."""
    if isinstance(value, Money):
        return exact_money(value)
    if isinstance(value, MoneyEstimate):
        return estimated_money(value.central) if value.has_interval else exact_money(value.central)
    if isinstance(value, Unknown):
        return NOT_KNOWN
    return pound(value.unit, number(as_printed(value), decimals_of(value))) + percent(value.unit)


def with_unit(value: Value) -> str:
    """The number with its unit in words; 11% fewer than nothing is “11% more”."""
    if isinstance(value, Number | Estimate):
        if points_a_way(value.unit) and bare(value).startswith(MINUS):
            return f"{bare(value).removeprefix(MINUS)}{unit_after(other_way(value.unit), one=False)}"
        return f"{bare(value)}{unit_after(value.unit, one=bare(value) in ('1', '£1'))}"
    if isinstance(value, Money | MoneyEstimate):
        return bare(value) + price_base(value)
    return bare(value)


def interval(value: Value) -> str:
    """The ends of the interval, the lower first; empty where there is none."""
    if isinstance(value, MoneyEstimate) and value.low is not None and value.high is not None:
        lowest, highest = sorted((value.low, value.high))
        return f"{estimated_money(lowest)} to {estimated_money(highest)}"
    if isinstance(value, Estimate) and value.low is not None and value.high is not None:
        low, high = sorted((scaled(value.low, value.unit), scaled(value.high, value.unit)))
        sign = percent(value.unit)
        if points_a_way(value.unit) and low < 0:
            return interval_with_ways(value, low, high)
        least, most = (pound(value.unit, number(end, decimals_of(value))) for end in (low, high))
        return f"{least}{sign} to {most}{sign}"
    return ""


def interval_with_ways(value: Estimate, low: Decimal, high: Decimal) -> str:
    """An interval that reaches the other way: “3% more to 12% fewer”, “2% to 20%” of what the number says."""
    if high <= 0:
        return f"{_size(value, high)} to {_size(value, low)}"
    way = value.unit.split(" ")[-1]
    return f"{_size(value, low)} {OTHER_WAY[way]} to {_size(value, high)} {way}"


def points_a_way(unit: str) -> bool:
    """Whether a unit says which way: “share fewer”, “points lower”."""
    return unit.split(" ")[-1] in OTHER_WAY


def other_way(unit: str) -> str:
    """The same unit the other way."""
    *words, way = unit.split(" ")
    return " ".join((*words, OTHER_WAY[way]))


def change(value: Value, down: str, up: str) -> str:
    """A difference as so many fewer or more; a fall is a negative number."""
    if not isinstance(value, Number | Estimate):
        return with_unit(value)
    size = as_printed(value)
    return f"{_size(value, size)} {down if size < 0 else up}{_per(value.unit)}"


def change_interval(value: Value, down: str, up: str) -> str:
    """The ends of a difference: “between 7 and 27 fewer”, “between 12 fewer and 5 more”."""
    if not isinstance(value, Estimate) or value.low is None or value.high is None:
        return ""
    low, high = sorted((scaled(value.low, value.unit), scaled(value.high, value.unit)))
    if high <= 0:
        return f"between {_size(value, high)} and {_size(value, low)} {down}"
    if low >= 0:
        return f"between {_size(value, low)} and {_size(value, high)} {up}"
    return f"between {_size(value, low)} {down} and {_size(value, high)} {up}"


def _size(value: Number | Estimate, size: Decimal) -> str:
    return number(abs(size), decimals_of(value)) + percent(value.unit)


def _per(unit: str) -> str:
    match = PER_PERSON.match(unit)
    if match is not None:
        return f" for every 100 people{match['after']}"
    _, per, after = unit.partition(" per ")
    return per + after


def as_printed(value: Number | Estimate) -> Decimal:
    """The number as it is printed: shares in percent, numbers per person for every 100 people."""
    return scaled(value.number if isinstance(value, Number) else value.value, value.unit)


def scaled(plain: float | Decimal, unit: str) -> Decimal:
    """A plain number on the scale on which its unit is printed."""
    exact = plain if isinstance(plain, Decimal) else Decimal(repr(float(plain)))
    hundred = unit.split(" ")[0] == "share" or (" per person" in f" {unit}" and PER_PERSON.match(unit) is not None)
    return exact * 100 if hundred else exact


def pound(unit: str, digits: str) -> str:
    """A pound sign before a ratio of pounds: “£1.93 for each £1 that went in”."""
    if not unit.startswith("for each £1"):
        return digits
    sign = MINUS if digits.startswith(MINUS) else ""
    return f"{sign}£{digits.removeprefix(MINUS)}"


def is_ratio(unit: str) -> bool:
    """Whether a unit is money for each unit of money."""
    return unit.startswith("for each ")


def percent(unit: str) -> str:
    """The percent sign, for a share."""
    return "%" if unit.split(" ")[0] == "share" else ""


def unit_after(unit: str, *, one: bool) -> str:
    """What follows the number: “ admissions for every 100 people”, “ fewer”, “ point”."""
    if unit.split(" ")[0] == "share":
        return unit.removeprefix("share")
    match = PER_PERSON.match(unit)
    if match is not None:
        noun = f" {match['noun']}" if match["noun"] else ""
        return f"{singular(noun) if one else noun} for every 100 people{match['after']}"
    return f" {singular(unit) if one else unit}" if unit else ""


def singular(plural: str) -> str:
    """One of a plural, by the rules that the units of this house need: the first word that is a plural."""
    words = plural.split(" ")
    for place, word in enumerate(words):
        if singular_word(word) != word:
            return " ".join((*words[:place], singular_word(word), *words[place + 1 :]))
    return plural


def singular_word(plural: str) -> str:
    """One of a plural word."""
    if plural.endswith("people"):
        return plural.removesuffix("people") + "person"
    if plural.endswith("ies"):
        return plural.removesuffix("ies") + "y"
    return plural if plural.endswith(("ss", "us")) else plural.removesuffix("s")


def decimals_of(value: Number | Estimate) -> int:
    """How many decimals a value and the ends of its interval are printed with."""
    size = as_printed(value)
    if is_ratio(value.unit):
        return 2
    if isinstance(value, Estimate) and value.low is not None and value.high is not None:
        width = abs(scaled(value.high, value.unit) - scaled(value.low, value.unit)) / 2
        if width > 0:
            return max(0, min(MOST_DECIMALS, math.ceil(-math.log10(width))))
    if size == size.to_integral_value():
        return written_decimals(value)
    if percent(value.unit) or PER_PERSON.match(value.unit):
        return 1 if abs(size) < 10 else written_decimals(value)
    return written_decimals(value) if isinstance(value, Number) else 1 if abs(size) >= 1 else 2


def written_decimals(value: Number | Estimate) -> int:
    """The decimals of an exact number that say something, at most two; of a rate, to three digits in all."""
    if not isinstance(value, Number) or percent(value.unit) or PER_PERSON.match(value.unit):
        return 0
    digits = value.number.normalize()
    exponent = digits.as_tuple().exponent
    written = min(2, max(0, -exponent)) if isinstance(exponent, int) else 0
    return min(written, max(0, 2 - digits.adjusted())) if " per " in value.unit else written


def number(exact: Decimal, decimals: int) -> str:
    """A number rounded halves away from zero, with thousands separators and a true minus sign."""
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):,}"


def exact_money(money: Money) -> str:
    """Money that is promised, owed or reckoned exactly: “£48,960”, “£81,741.93”."""
    amount = money.to_pence().amount
    pence = "" if amount == amount.to_integral_value() else f"{abs(amount) % 1:.2f}"[1:]
    sign = MINUS if amount < 0 else ""
    return _in_currency(f"{sign}£{int(abs(amount)):,}{pence}", money.currency)


def estimated_money(money: Money) -> str:
    """Money that is estimated, to three significant digits: “£215,000”."""
    amount = money.amount
    if amount == 0:
        return _in_currency("£0", money.currency)
    last = amount.adjusted() - MONEY_DIGITS + 1
    rounded = amount.quantize(Decimal(1).scaleb(last), rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    decimals = 2 if last < 0 else 0
    return _in_currency(f"{sign}£{abs(rounded):,.{decimals}f}", money.currency)


def _in_currency(pounds: str, currency: str) -> str:
    return pounds if currency == "GBP" else f"{pounds.replace('£', '')} {currency}"


def price_base(value: Money | MoneyEstimate) -> str:
    """“ in 2025-26 prices”, or nothing for cash."""
    basis = value.basis if isinstance(value, Money) else value.central.basis
    return f" in {basis.year} prices" if isinstance(basis, Real) else ""


def without_stop(text: str) -> str:
    """A clause without its full stop, to stand inside a sentence."""
    return text.strip().removesuffix(".")


def unit_in_words(value: Value) -> str:
    """The unit alone, to stand over a column: “admissions for every 100 people”, “2025-26 prices”."""
    if isinstance(value, Money | MoneyEstimate):
        return price_base(value).removeprefix(" in ")
    if isinstance(value, Unknown):
        return ""
    return unit_after(value.unit, one=False).strip()
