"""Pages read back: their tags, their figures, and whether what is printed is what pack.json holds."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

NUMBER = re.compile(r"[−£]*\d[\d,]*(?:\.\d+)?%?")


class Reader(HTMLParser):
    """What a page holds: its tags in order, and the words of every link to a figure."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.figures: list[tuple[dict[str, str | None], str]] = []
        self.inside: dict[str, str | None] | None = None
        self.words = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "a" and dict(attrs).get("class") == "fig":
            self.inside, self.words = dict(attrs), ""

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.inside is not None:
            self.figures.append((self.inside, self.words))
            self.inside = None

    def named(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in tags]


def numbers_of(value: dict[str, Any]) -> Iterator[Decimal]:
    """Every number that a value holds, as they stand in pack.json."""
    if value["kind"] == "Number":
        yield Decimal(value["number"])
    elif value["kind"] == "Estimate":
        yield from (Decimal(repr(value[name])) for name in ("value", "low", "high") if name in value)
    elif value["kind"] == "Money":
        yield Decimal(value["amount"])
    elif value["kind"] == "MoneyEstimate":
        yield from (Decimal(value[name]["amount"]) for name in ("central", "low", "high") if name in value)


def agrees(printed: str, exact: Decimal, scale: int) -> bool:
    """Whether a printed number is an exact one, rounded no further than it shows; its sign may be in words."""
    shown = Decimal(printed.strip("−£%").replace(",", ""))
    places = -shown.as_tuple().exponent  # type: ignore[operator]
    tail = len(str(shown)) - len(str(shown).rstrip("0")) if places == 0 and shown else 0
    unit = Decimal(1).scaleb(tail if tail and "£" in printed else -places)
    return abs(shown - abs(exact) * scale) <= unit / 2


def disagreements(page: str, data: str) -> list[tuple[str | None, str]]:
    """Figures of a page whose printed numbers are not those that pack.json holds for them."""
    held = json.loads(data)["figures"]
    return [
        (attributes["data-figure"], words)
        for attributes, words in Reader(page).figures
        if not printed_right(words, held[attributes["data-figure"]]["value"])
    ]


def printed_right(words: str, value: dict[str, Any]) -> bool:
    """Whether every number among the words is one of a value, rounded."""
    if value["kind"] == "Unknown":
        return words.startswith("not known")
    unit = value.get("unit", "")
    scale = 100 if unit.split(" ")[0] == "share" or "per person" in unit else 1
    said = words.replace("for every 100 people", "").replace("for each £1", "")
    numbers = NUMBER.findall(re.sub(r"in \d{4}-\d{2} prices", "", said))
    exact = list(numbers_of(value))
    return bool(numbers) and all(any(agrees(number, each, scale) for each in exact) for number in numbers)
