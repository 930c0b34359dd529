"""What the text of a spreadsheet cell means, and how a value or a key is written in one.

A cell that begins with ``[`` or ``{`` holds a list or a mapping, as YAML writes it on one line; a text in quotes
is that text; all else is one value, read by the rule for words without quotes, so that prose with commas and
colons stays prose. A key inside a mapping is written with a dot, ``term.start``; one that holds a dot, in quotes.
"""

import json
import re
from decimal import Decimal

from proventive.quantities import Place
from proventive.reading.faults import FaultsFound
from proventive.reading.located import Located, Plain
from proventive.reading.scalars import as_text, unquoted
from proventive.reading.yaml import parse_yaml

SAFE_IN_A_LIST = re.compile(r"(?:\w|-(?=\d)|£)(?:[\w .%/+@£()-]*[\w.%)])?")
BREAKS = re.compile("[\r\x85\u2028\u2029\ufeff]")  # what YAML or a spreadsheet may read as something else
STEP = re.compile(r'"(?:[^"\\]|\\.)*"|[^."]+')


def read_cell(text: str, place: Place) -> Located:
    """What the text of a cell says; raises FaultsFound where a list or a mapping cannot be read."""
    text = text.strip()
    if text[:1] in ("[", "{"):
        return parse_yaml(text, place.file, place=place)
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        try:
            return parse_yaml(text, place.file, place=place)
        except FaultsFound:  # prose that begins and ends with words in quotes
            pass
    return Located(file=place.file, plain=unquoted(text), values={(): place}, keys={})


def cell_text(plain: Plain) -> str:
    """The text of a cell that says this value."""
    if not isinstance(plain, str):
        return flow(plain)
    if plain != plain.strip() or plain[:1] in ("[", "{") or BREAKS.search(plain):
        return in_quotes(plain)
    return plain if read_cell(plain, Place(file="")).plain == plain else in_quotes(plain)


def flow(plain: Plain) -> str:
    """A value as YAML writes it on one line."""
    match plain:
        case dict():
            return "{" + ", ".join(f"{flow_text(key)}: {flow(value)}" for key, value in plain.items()) + "}"
        case list():
            return "[" + ", ".join(flow(item) for item in plain) + "]"
        case bool():
            return "true" if plain else "false"
        case None:
            return "~"
        case Decimal():
            return as_text(plain)
        case _:
            return flow_text(plain) if unquoted(plain) == plain else in_quotes(plain)


def flow_text(text: str) -> str:
    """A text or a key inside a list or mapping, in quotes where it needs them."""
    return text if SAFE_IN_A_LIST.fullmatch(text) else in_quotes(text)


def in_quotes(text: str) -> str:
    """A text in double quotes, as YAML and JSON both write it."""
    quoted = json.dumps(text, ensure_ascii=False)
    return BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def dotted(path: tuple[str, ...]) -> str:
    """The path of a key as a spreadsheet shows it: ``plan.design``."""
    return ".".join(step if is_plain_step(step) else in_quotes(step) for step in path)


def is_plain_step(step: str) -> bool:
    return bool(step) and step == step.strip() and not re.search(r"[.\"\\]", step) and not BREAKS.search(step)


def from_dotted(text: str) -> tuple[str, ...] | None:
    """The path that a spreadsheet shows; None where it is none."""
    steps: list[str] = []
    rest = text.strip()
    while True:
        found = STEP.match(rest)
        if found is None:
            return None
        step = read_step(found[0])
        if step is None:
            return None
        steps.append(step)
        rest = rest[found.end() :]
        if not rest:
            return tuple(steps)
        if rest[0] != ".":
            return None
        rest = rest[1:]


def read_step(text: str) -> str | None:
    if not text.startswith('"'):
        return text.strip() or None
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        return None
