"""What left a store for a body that links: a dated list beside the records, with no word of a person."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError

from proventive.engine.whole_files import whole
from proventive.quantities import RecordsError

HANDOVERS = "handed-over.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A cohort that left: when, to whom, of how many people, in which columns, and the SHA-256 of the file."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    on: date
    to: str  # the name of the body that can read it
    key: str  # the fingerprint of its key
    agreement: str
    as_at: date
    people: int
    identified: int  # of whom an identifier went with it
    columns: tuple[str, ...]
    file: str


LIST = TypeAdapter(tuple[Handover, ...])


def handovers(store: Path) -> tuple[Handover, ...]:
    """What left a store, in the order in which it did; raises RecordsError where the list cannot be read."""
    file = store / HANDOVERS
    try:
        return LIST.validate_json(file.read_bytes())
    except FileNotFoundError:
        return ()
    except (OSError, ValidationError):
        raise RecordsError(
            f"The list of what was handed over cannot be read ({file}). Nothing leaves that cannot be noted "
            "there. “proventive records restore” takes it from a backup; or move it away, and keep it."
        ) from None


def note(store: Path, handover: Handover) -> None:
    """Add what leaves to the list of a store; raises RecordsError where it cannot be written."""
    save(store, (*handovers(store), handover))


def take_out(store: Path, handover: Handover) -> None:
    """Take out what could not be written after all."""
    save(store, tuple(one for one in handovers(store) if one != handover))


def save(store: Path, listed: tuple[Handover, ...]) -> None:
    try:
        with whole(store / HANDOVERS) as beside:
            beside.write_bytes(LIST.dump_json(listed, indent=1) + b"\n")
    except OSError as error:
        raise RecordsError(
            f"What is handed over cannot be noted in {store / HANDOVERS} ({error.strerror}). Nothing left. Check "
            "that you may write there, and that the disk has room."
        ) from error
