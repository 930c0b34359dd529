"""How a word without quotes is read. The rule is small, so that nothing is turned into something else unasked.

A number is a Decimal; ``true`` and ``false`` are yes-or-no values; an empty value, ``null`` and ``~`` are nothing;
all else is text: ``no``, ``2025-04-01``, ``15%``, and also ``007``, ``1e5`` and ``+3``, which are codes more often
than numbers. (YAML 1.2, https://yaml.org/spec/1.2.2/, section 10.3.2, reads the last three as numbers.)
"""

import re
from decimal import Decimal

from proventive.reading.located import Scalar

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def unquoted(text: str) -> Scalar:
    """What a word or phrase without quotes means."""
    if text in WORDS:
        return WORDS[text]
    return Decimal(text) if NUMBER.fullmatch(text) else text


def as_text(number: Decimal) -> str:
    """A number as it was written: ``1.0`` stays ``1.0``."""
    return format(number, "f")


def shortest(number: Decimal) -> str:
    """A number without the zeros that say nothing: 1.50 is 1.5, and 15.0 is 15."""
    text = as_text(number)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
