"""How amounts, shares and counts read in the reason of a line."""

from decimal import ROUND_HALF_UP, Decimal

from proventive.quantities import Money
from proventive.quantities.words import in_words


def money(amount: Money) -> str:
    """``£13,600``; the basis is said where it is not cash."""
    return in_words(amount)


def percent(share: Decimal, *, beside: Decimal | None = None) -> str:
    """A share as a percentage, such as ``8.4%``.

    It is rounded to one decimal, or to as many as it takes not to read like the different share that stands
    ``beside`` it: 9.97% is not told as the 10% that it did not reach.
    """
    for digits in range(1, 12):
        text = rounded(share * 100, digits)
        if beside is None or share == beside or text != rounded(beside * 100, digits):
            return f"{plain(text)}%"
    return f"{plain(share * 100)}%"


def rounded(number: Decimal, digits: int) -> Decimal:
    """To so many decimals, halves away from zero."""
    return number.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def plain(number: Decimal) -> str:
    """A number without trailing zeros or exponent: ``30.6``, ``1,500``."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantity(number: Decimal) -> str:
    """A number of events, to two decimals."""
    return plain(rounded(number, 2))


def counted(number: int, noun: str) -> str:
    """``1 person``, ``2 people``, ``3 instalments``."""
    plural = {"person": "people"}.get(noun, noun + "s")
    return f"{number:,} {noun if number == 1 else plural}"
