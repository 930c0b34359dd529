"""Who is asked for: a local id, or an identifier of which the key makes one."""

from pathlib import Path

from proventive.quantities import NotFound, RecordsError
from proventive.quantities.words import in_quotes
from proventive.records.identity import KINDS, Kind, admit, open_identities
from proventive.records.manifest import read_manifest

NO_SUCH_PERSON = (
    "Nobody in this store has this id or number. Nothing was written. Check it for a wrong digit. If the person "
    "is known by another number, use that."
)


def person_of(store: Path, *, identifier: str, kind: str) -> str:
    """The local id of a person. Raises NotFound where the store has no key, RecordsError where the identifier
    cannot be one. An identifier is never quoted."""
    if kind not in KINDS:
        raise NotFound(
            f"“{kind}” is no kind of identifier. Nothing was looked up. Use one of: {in_quotes(KINDS)}."
        )
    manifest = read_manifest(store)
    identities = open_identities(store, fingerprint="" if manifest is None else manifest.key)
    of_kind: Kind = next(known for known in KINDS if known == kind)
    admitted = admit(identities, of_kind, [identifier])
    local_id = admitted.ids[0]
    if local_id is None:
        (fault, *_) = admitted.faults
        raise RecordsError(f"Nobody can be looked up: {fault.reason}. Nothing was written. {fault.do}")
    return str(local_id)
