"""Rules of disclosure as declared data: which counts are hidden, how the rest is rounded, and who says so."""

from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError

from proventive.quantities import NotFound, RecordsError, Source
from proventive.reading.yaml import read_yaml

PROFILES = ("hide-7-round-5", "threshold-10", "hide-4-round-5")
"""The profiles that are shipped; the first is used where none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One number of a profile, and who set it."""

    value: int
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """A profile. Counts of people, deaths and events from ``hide_from`` to ``hide_up_to`` are not shown; others
    are rounded to the nearest multiple of ``round_to``; means, rates and sums of money need ``least_people``."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    label: str
    hide_from: Rule
    hide_up_to: Rule
    round_to: Rule
    least_people: Rule

    def hides(self, count: int) -> bool:
        """Whether a count may not be shown."""
        return self.hide_from.value <= count <= self.hide_up_to.value

    def rounded(self, count: int) -> int:
        """A count that may be shown, as it is shown: to the nearest multiple, halves up."""
        base = self.round_to.value
        return (2 * count + base) // (2 * base) * base

    def too_few(self, people: int) -> bool:
        """Whether a mean or a rate over so many people may not be shown."""
        return people < self.least_people.value

    def sentence(self) -> str:
        """The profile in words."""
        low, high = self.hide_from.value, self.hide_up_to.value
        return (
            f"counts from {low} to {high} are not shown, others are rounded to {self.round_to.value}, and means "
            f"need {self.least_people.value} people"
        )

    @property
    def possible(self) -> int:
        """How many values a hidden count must keep: 5, or all of the hidden range where that is smaller."""
        return min(5, self.hide_up_to.value - self.hide_from.value + 1)


def rules_named(name: str) -> Rules:
    """A shipped profile by its id, or that of a body’s own in a YAML file of the same form.

    Raises NotFound where there is neither, RecordsError where a file is no profile.
    """
    if name in PROFILES:
        with as_file(files("proventive.disclosure") / "profiles" / f"{name}.yaml") as path:
            return read_rules(path)
    if not Path(name).is_file():
        raise NotFound(
            f"There are no rules “{name}”. Without rules nothing leaves. Name one of {', '.join(PROFILES)}, or a "
            "file with the rules of the place."
        )
    return read_rules(Path(name))


def read_rules(path: Path) -> Rules:
    """The rules in a file; raises RecordsError where it is not of their form, or hides nothing."""
    try:
        rules: Rules = TypeAdapter(Rules).validate_python(read_yaml(path).plain)
    except ValidationError as error:
        places = ", ".join(dict.fromkeys("/".join(map(str, one["loc"])) or "the file" for one in error.errors()))
        raise RecordsError(
            f"The rules in {path} are not of the form that they need (look at: {places}). Nothing leaves under "
            "rules that cannot be read. Copy a shipped profile and change its numbers, with their sources."
        ) from None
    if not 0 <= rules.hide_from.value <= 1 <= rules.hide_up_to.value or rules.round_to.value < 1:
        raise RecordsError(
            f"The rules in {path} would hide nothing: counts of 1 have to lie between hide_from and hide_up_to, "
            "and round_to has to be 1 or more. Correct the numbers."
        )
    return rules
