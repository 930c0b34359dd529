"""Which version of an agreement is this, and which lines of it does a figure rest on?

A hash is taken of what a document says, not of its bytes: the YAML file and the spreadsheet of one agreement have
the same hash, “15%” and “15.0%” are the same share, and a key that says its default may be left out.
"""

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from proventive.agreement.document import Agreement
from proventive.agreement.nouns import NOT_WRITTEN
from proventive.agreement.pointing import place_of
from proventive.quantities import AgreementUsed, NotFound, canonical_hash

WRITER = TypeAdapter(Agreement)


def as_document(agreement: Agreement) -> dict[str, Any]:
    """What the document of an agreement says, in the one canonical way to write it, without defaults."""
    plain: dict[str, Any] = WRITER.dump_python(
        agreement,
        mode="json",
        by_alias=True,
        exclude_none=True,
        exclude_defaults=True,
        exclude=set(NOT_WRITTEN),
    )
    return plain


def agreement_hash(agreement: Agreement) -> str:
    """SHA-256 of the whole document. Earlier versions, places and file names have no part in it."""
    return canonical_hash(as_document(agreement))


def seal_hash(agreement: Agreement) -> str:
    """SHA-256 of what is sealed: the objectives with their plans, the payment, and the seed."""
    plain = as_document(agreement)
    return canonical_hash({key: plain.get(key, []) for key in ("objectives", "payment", "seed")})


def path_of(agreement: Agreement, id: str) -> str:
    """Where an objective, obligation, payment term, value line, input or party stands: ``objectives/0``.

    Raises NotFound where the agreement names nothing so.
    """
    for found, path in named(agreement):
        if found == id:
            return path
    raise NotFound(
        f"“{agreement.title}” names nothing “{id}”. Only what an agreement names can be looked up in it. "
        "Look for the name among its objectives, obligations, payment terms, value lines and parties."
    )


def named(agreement: Agreement) -> Iterator[tuple[str, str]]:
    """Every id in an agreement, with its path."""
    value = agreement.value
    lists = {
        "objectives": agreement.objectives,
        "obligations": agreement.obligations,
        "payment": agreement.payment,
        "value/lines": value.lines if value else (),
        "value/inputs": value.inputs if value else (),
        "parties": agreement.parties,
    }
    for path, items in lists.items():
        for number, item in enumerate(items):
            yield item.id, f"{path}/{number}"


def agreement_used(agreement: Agreement, *paths: str) -> AgreementUsed:
    """The version of an agreement, and the places in it that a figure rests on."""
    places = [place for path in paths if (place := place_of(agreement, path)) is not None]
    return AgreementUsed(id=agreement.id, hash=agreement_hash(agreement), places=tuple(dict.fromkeys(places)))
