"""``finding.json``, written and read."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from proventive.evaluation.handing_over.nouns import HandedOver
from proventive.quantities import NotFound, RecordsError, canonical_hash

READER = TypeAdapter(HandedOver)
MOST_BYTES = 50_000_000


def plain(handed: HandedOver) -> dict[str, Any]:
    """The file as plain data, without what was left out."""
    data: dict[str, Any] = READER.dump_python(handed, mode="json", exclude_none=True)
    return data


def hash_of(handed: HandedOver) -> str:
    """The hash of all the rest of a file."""
    return canonical_hash(plain(replace(handed, hash="")))


def written(handed: HandedOver) -> str:
    """The text of the file, its own hash in it: the same findings give the same text."""
    document = plain(replace(handed, hash=hash_of(handed)))
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True, allow_nan=False) + "\n"


def read_handed_over(file: Path) -> HandedOver:
    """A file that was handed over. Raises NotFound where there is none, RecordsError where it is not of the form,
    or says that Proventive wrote it and was changed since."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise RecordsError(f"{file} is larger than any finding ({MOST_BYTES:,} bytes). It was not read.")
        handed = READER.validate_json(file.read_bytes())
    except FileNotFoundError:
        raise NotFound(f"There is no file {file}. Nothing was settled. Check its name.") from None
    except ValidationError as error:
        places = [where(one["loc"]) for one in error.errors(include_input=False, include_url=False)]
        raise RecordsError(
            f"{file} is not a finding of the form that is needed. Look at: {', '.join(dict.fromkeys(places[:8]))}."
            " What is not understood is not settled on. “proventive schema --finding” prints the form."
        ) from None
    if handed.hash != hash_of(handed) and (handed.hash or handed.origin == "proventive"):
        raise RecordsError(
            f"{file} was changed since it was written: its content does not have the hash that it names. Nothing "
            "was settled on it. Ask the body that wrote it for the file, unchanged."
        )
    return handed


def where(loc: tuple[int | str, ...]) -> str:
    """The place of a mistake, in the file’s own keys."""
    keys = [str(part) for part in loc if not str(part)[:1].isupper()]
    return "/".join(keys) or "the whole file"
