"""Numbers in sentences give counts away as tables do."""

import re

from proventive.quantities.words import MONTHS

DAY = rf"\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}"
SPARED = re.compile(rf"\b(?:95% interval|{DAY}|\d{{4}}-\d\d-\d\d|\d+ (?:months?|years?)\b)")
"""Numbers that say how or when something was done, and count nobody."""

NUMERAL = re.compile(r"\d")


def without_numbers(text: str, instead: str) -> str:
    """The text as it is where it holds no number that could count somebody, else ``instead``."""
    return instead if NUMERAL.search(SPARED.sub("", text)) else text
