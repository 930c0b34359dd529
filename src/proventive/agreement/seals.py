"""Seals: who holds which version of the plan, since when.

``seals.yaml`` stands beside the agreement. Lines are added to it and never changed. A seal is of the canonical
objectives, plans, payment and seed; it counts when a party that pays and another that provides list the same hash.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from proventive.agreement.document import Agreement
from proventive.agreement.hashes import agreement_hash, seal_hash
from proventive.agreement.pointing import nearest
from proventive.quantities import AgreementError, Place
from proventive.reading.faults import Fault, FaultsFound
from proventive.reading.located import Located
from proventive.reading.yaml import read_yaml

FILE = "seals.yaml"
HEADING = "# Who holds which version of the plan, since when. Lines are added here and never changed.\n"
KEYS = ("hash", "on", "party", "agreement")
Sealed = Literal["sealed by both", "sealed by one party", "not sealed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """One party's word that it holds this version: the hash of what is sealed, and of the whole document."""

    hash: str
    on: date
    party: str
    agreement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seals:
    """The seals of an agreement, held against the plan in force."""

    status: Sealed
    current: tuple[Seal, ...]  # of the plan in force
    former: tuple[Seal, ...]  # of a plan that is in force no more
    changed: bool  # somebody sealed another plan, and the one in force is not sealed by both
    late: date | None  # the day on which the second party sealed, where that is after the term began

    def sentences(self) -> tuple[str, ...]:
        """What a pack says of the seals."""
        said = [self._who()]
        if self.changed:
            said.append(
                "The plan was changed after sealing: these results were made under a plan other than the one "
                f"sealed on {max(seal.on for seal in self.former)}."
            )
        if self.late:
            said.append(f"The plan was sealed on {self.late}, after the agreement had begun.")
        return tuple(said)

    def _who(self) -> str:
        holders = " and ".join(f"“{seal.party}” on {seal.on}" for seal in self.current)
        if self.status == "not sealed":
            return "The plan is not sealed: nobody has put on record which plan they hold."
        if self.status == "sealed by both":
            return f"The plan is sealed by both: {holders}."
        return (
            f"The plan is sealed by one party: {holders}. It counts when a payer and a provider both hold the "
            "same plan."
        )


def seals(folder: str | Path, agreement: Agreement, *, as_at: date | None = None) -> Seals:
    """The seals of an agreement's folder, as far as they were given by ``as_at``.

    Raises FaultsFound where ``seals.yaml`` says something that no seal says.
    """
    given = [seal for seal in read_seals(Path(folder)) if as_at is None or seal.on <= as_at]
    in_force = seal_hash(agreement)
    current = tuple(seal for seal in given if seal.hash == in_force)
    former = tuple(seal for seal in given if seal.hash != in_force)
    counts_from = sealed_by_both(agreement, current)
    status: Sealed = "sealed by both" if counts_from else "sealed by one party" if current else "not sealed"
    return Seals(
        status=status,
        current=current,
        former=former,
        changed=bool(former) and counts_from is None,
        late=counts_from if counts_from and counts_from > agreement.term.start else None,
    )


def sealed_by_both(agreement: Agreement, given: tuple[Seal, ...]) -> date | None:
    """The first day on which a payer and another body that provides both hold the plan; None where they do not."""
    pay = {party.id for party in agreement.with_role("pays")}
    provide = {party.id for party in agreement.with_role("provides")}
    days = [
        max(payer.on, provider.on)
        for payer in given
        for provider in given
        if payer.party in pay and provider.party in provide and payer.party != provider.party
    ]
    return min(days, default=None)


def seal(folder: str | Path, agreement: Agreement, *, on: date, by: str) -> Seal:
    """Put on record that a party holds the plan in force; the line is added to ``seals.yaml``.

    Raises AgreementError where the party is not one of the agreement, or has sealed this plan already.
    """
    path = Path(folder) / FILE
    known = {party.id for party in agreement.parties}
    if by not in known:
        raise AgreementError(
            f"“{agreement.title}” has no party “{by}”. A seal is the word of a party. {nearest(by, known)}"
        )
    new = Seal(hash=seal_hash(agreement), on=on, party=by, agreement=agreement_hash(agreement))
    for given in read_seals(Path(folder)):
        if (given.hash, given.party) == (new.hash, new.party):
            raise AgreementError(
                f"“{by}” sealed this plan on {given.on}. A plan is sealed once by each party, so that the day "
                "stands. Nothing was written."
            )
    earlier = path.read_text(encoding="utf-8") if path.exists() else HEADING
    newline = "" if earlier.endswith("\n") else "\n"
    path.write_text(earlier + newline + line_of(new), encoding="utf-8", newline="\n")
    return new


def line_of(given: Seal) -> str:
    """A seal as a line of the file. Ids stand in quotes, whatever letters they have."""
    party = json.dumps(given.party, ensure_ascii=False)
    return f'- {{hash: "{given.hash}", on: {given.on}, party: {party}, agreement: "{given.agreement}"}}\n'


def read_seals(folder: Path) -> tuple[Seal, ...]:
    """The lines of ``seals.yaml``, in its order; none where there is no such file."""
    path = folder / FILE
    if not path.exists():
        return ()
    located = read_yaml(path)
    lines = located.plain if isinstance(located.plain, list) else [located.plain] if located.plain else []
    found = [seal_of(located, number, line) for number, line in enumerate(lines)]
    faults = [one for one in found if isinstance(one, Fault)]
    if faults:
        raise FaultsFound(faults)
    return tuple(one for one in found if isinstance(one, Seal))


def seal_of(located: Located, number: int, line: object) -> Seal | Fault:
    """A line as a seal, or the fault of a line that is none."""
    place = located.place((number,))
    if not isinstance(line, dict) or set(line) != set(KEYS):
        return not_a_seal(place)
    text = {key: str(line[key]) for key in KEYS}
    try:
        return Seal(
            hash=text["hash"],
            on=date.fromisoformat(text["on"]),
            party=text["party"],
            agreement=text["agreement"],
        )
    except ValueError:
        return not_a_seal(located.place((number, "on")))


def not_a_seal(place: Place) -> Fault:
    return Fault(
        code="not-a-seal",
        what="This line is not a seal.",
        where=place,
        why="A seal that was edited by hand proves nothing.",
        do=f"Put the line back as “proventive seal” wrote it, with {', '.join(KEYS)}.",
    )
