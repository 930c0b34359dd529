"""Amendments: what changed between two versions of an agreement, and whether each amends the one before it.

An amendment is a whole document with ``amends: {hash, reason}``. What changed is computed, never typed in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from proventive.agreement.document import Agreement
from proventive.agreement.hashes import WRITER, agreement_hash
from proventive.agreement.nouns import NOT_WRITTEN
from proventive.agreement.pointing import fault
from proventive.reading.faults import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that an amendment changed, in the words of the document. None: it was, or is, not there."""

    path: str  # things in lists go by their id: “payment/demand/rate”
    before: str | None
    after: str | None

    def sentence(self) -> str:
        """The change in one sentence."""
        if self.before is None:
            return f"{self.path} was added: {self.after}."
        if self.after is None:
            return f"{self.path} was taken out; it was: {self.before}."
        return f"{self.path} was {self.before}, and is now {self.after}."


def changes(older: Agreement, newer: Agreement) -> tuple[Change, ...]:
    """Everything that a newer version says otherwise than an older one, in the order of the newer document.

    A party, objective, obligation, term or value line that is new or gone is one change. The order of such things
    does not count.
    """
    return tuple(compared("", written(older), written(newer)))


def written(agreement: Agreement) -> dict[str, Any]:
    """The terms of an agreement as plain data, in the words of the document."""
    plain: dict[str, Any] = WRITER.dump_python(
        agreement, mode="json", by_alias=True, exclude_none=True, exclude={*NOT_WRITTEN, "amends"}
    )
    return plain


def compared(path: str, before: Any, after: Any) -> Iterator[Change]:
    """The changes below a path. Mappings are compared key by key, lists of things with ids by their ids."""
    before, after = before or None, after or None  # an empty list is one left out
    before_parts, after_parts = parts(before), parts(after)
    if before_parts is None or after_parts is None:
        if before != after:
            yield Change(path=path, before=in_words(before), after=in_words(after))
        return
    for key in dict.fromkeys([*after_parts, *before_parts]):
        yield from compared(f"{path}/{key}" if path else key, before_parts.get(key), after_parts.get(key))


def parts(plain: Any) -> dict[str, Any] | None:
    """What a value is compared by: its keys, or the ids of its things; None where it is compared as a whole."""
    if isinstance(plain, dict):
        return plain
    if isinstance(plain, list) and plain and all(isinstance(item, dict) for item in plain):
        return {str(item.get("id", number + 1)): item for number, item in enumerate(plain)}
    return None


def in_words(plain: Any) -> str | None:
    """A value as the document writes it, on one line."""
    if plain is None:
        return None
    if isinstance(plain, dict):
        return "{" + ", ".join(f"{key}: {in_words(value)}" for key, value in plain.items()) + "}"
    if isinstance(plain, list):
        return "[" + ", ".join(str(in_words(item)) for item in plain) + "]"
    return str(plain)


def versions(agreement: Agreement) -> tuple[Agreement, ...]:
    """All versions of an agreement, the first one first."""
    return tuple(sorted((*agreement.earlier, agreement), key=Agreement.first_day))


def amendment_faults(agreement: Agreement) -> list[Fault]:
    """Versions that do not follow from one another."""
    chain = versions(agreement)
    faults = list(first_amends(chain[0]))
    for older, newer in pairwise(chain):
        faults += follows(older, newer, chain)
    return faults


def first_amends(first: Agreement) -> Iterator[Fault]:
    if first.amends is not None:
        yield fault(
            first,
            "amends-unknown-version",
            "amends/hash",
            what="This is the first version that is here, and it says that it amends another.",
            why="The terms of earlier days cannot be shown.",
            do="Put the version that it amends beside it, or delete “amends” if there is none.",
        )


def follows(older: Agreement, newer: Agreement, chain: tuple[Agreement, ...]) -> Iterator[Fault]:
    """What is wrong between a version and the one before it."""
    name = f"the version before it, in force from {older.first_day()}"
    if newer.first_day() == older.first_day():
        yield fault(
            newer,
            "two-versions-on-one-day",
            "",
            what=f"Two versions are in force from {newer.first_day()}.",
            why="It cannot be told which of them holds on that day.",
            do="Give the amendment a later day in the name of its file: agreement.2026-04-01.yaml",
        )
    elif newer.first_day() not in newer.term:
        yield fault(
            newer,
            "amendment-outside-term",
            "term",
            what=f"This amendment is in force from {newer.first_day()}, outside its term of {newer.term.start} to "
            f"{newer.term.end}.",
            why="Terms that begin outside the agreement bind nobody.",
            do="Check the day in the name of the file, and the term.",
        )
    if newer.id != older.id:
        yield fault(
            newer,
            "amendment-changes-id",
            "id",
            what=f"This amendment has the id “{newer.id}”, and {name}, “{older.id}”.",
            why="Records and results are kept under the id, so it stays the same.",
            do=f"Write “id: {older.id}”.",
        )
    yield from amends_the_one_before(older, newer, chain, name)


def amends_the_one_before(
    older: Agreement, newer: Agreement, chain: tuple[Agreement, ...], name: str
) -> Iterator[Fault]:
    expected = agreement_hash(older)
    if newer.amends is None:
        yield fault(
            newer,
            "amendment-without-reason",
            "",
            what="This amendment does not say which version it amends, and why.",
            why="An amendment without its reason cannot be told from a slip.",
            do=f"Add: amends: {{hash: {expected}, reason: ...}}",
        )
    elif newer.amends.hash != expected:
        others = {agreement_hash(version) for version in chain if version is not newer}
        known = newer.amends.hash in others
        yield fault(
            newer,
            "amends-another-version" if known else "amends-unknown-version",
            "amends/hash",
            what=f"This amendment says that it amends a version other than {name}."
            if known
            else "This amendment names a version that is not here, or that was changed after it was amended.",
            why="A chain with a gap does not show what was agreed on each day.",
            do=f"If it amends {name}, write its hash: {expected}. Otherwise put back the version as it was.",
        )
