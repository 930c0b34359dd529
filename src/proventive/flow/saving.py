"""Each stage saves its result, reads it back equal, and refuses one that rests on something changed.

``results/<as-at>/<stage>.json`` holds the stage, what it rests on by hash, and the result; draws lie beside it
as ``<stage>.<id>.npy``, so that the JSON stays readable.
"""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pydantic import TypeAdapter

from proventive.quantities import NotFound, StaleResult

STAGES = ("open", "evaluate", "value", "settle", "pack")

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class RestsOn:
    """What a saved result was made from."""

    version: str
    agreement: str
    records: str
    reference: str
    seals: str
    engine: str
    earlier: Mapping[str, str]  # stage -> hash of its saved file


def results_folder(folder: Path, as_at: str) -> Path:
    """Where the results of one as-at date lie."""
    return folder / "results" / as_at


def save(
    folder: Path, stage: str, result: object, rests_on: RestsOn, *, leave_out: frozenset[str] = frozenset()
) -> None:
    """Write a stage's result and its draws, each file whole or not at all.

    ``leave_out`` names fields that an earlier stage has saved already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{stage}.*.npy"):
        old.unlink()
    kept, draws = without_draws(result)
    for id, values in draws.items():
        write_whole(folder / f"{stage}.{id}.npy", npy_bytes(values))
    plain = TypeAdapter(type(kept)).dump_python(kept, mode="json", by_alias=True, exclude=set(leave_out))
    document = {"stage": stage, "rests_on": plain_rests_on(rests_on), "result": plain}
    text = json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True, allow_nan=False) + "\n"
    write_whole(folder / f"{stage}.json", text.encode())


def load(folder: Path, stage: str, noun: type[Result], rests_on: RestsOn, **left_out: object) -> Result:
    """The saved result of a stage, with its draws; ``left_out`` puts back what was not saved with it.

    Raises NotFound if the stage has not been run, StaleResult if what it rests on has changed.
    """
    document = json.loads(read(folder, stage))
    was, now = document["rests_on"], plain_rests_on(rests_on)
    if was != now:
        raise StaleResult(why_stale(stage, was, now))
    result: Result = TypeAdapter(noun).validate_python({**document["result"], **left_out})
    return with_draws(result, folder, stage)


def read(folder: Path, stage: str) -> str:
    """The text of a saved stage; raises NotFound if it has not been run."""
    path = folder / f"{stage}.json"
    if not path.exists():
        raise NotFound(
            f"The stage “{stage}” has no result for {folder.name} yet ({path} does not exist). The stages rest on "
            f"each other, in this order: {', '.join(STAGES)}. Run “proventive {stage}” first, or “proventive run” "
            "for all of them."
        )
    return path.read_text(encoding="utf-8")


def hash_of(folder: Path, stage: str) -> str:
    """SHA-256 of the saved file of a stage."""
    return hashlib.sha256(read(folder, stage).encode()).hexdigest()


def why_stale(stage: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """The sentence that says which of the things a result rests on has changed since it was made."""
    names = {
        "version": "Proventive itself",
        "agreement": "the agreement",
        "records": "the records",
        "reference": "the reference facts",
        "seals": "the seals",
        "engine": "the engine",
        "earlier": "the result of an earlier stage",
    }
    changed = [words for key, words in names.items() if was.get(key) != now.get(key)]
    return (
        f"The saved result of the stage “{stage}” was made before a change to {' and '.join(changed)}. A figure "
        f"that rests on what no longer stands cannot be relied on. Run “proventive {stage}” again, or “proventive "
        "run” for the whole flow."
    )


def plain_rests_on(rests_on: RestsOn) -> dict[str, Any]:
    plain: dict[str, Any] = TypeAdapter(RestsOn).dump_python(rests_on, mode="json")
    return plain


def without_draws(result: Any) -> tuple[Any, dict[str, tuple[float, ...]]]:
    """The result with the draws of its parts taken out, and those draws by the part's id."""
    draws: dict[str, tuple[float, ...]] = {}
    changed: dict[str, Any] = {}
    for field in fields(result):
        parts = getattr(result, field.name)
        if isinstance(parts, tuple) and any(has_draws(part) for part in parts):
            draws |= {id_of(part): part.draws for part in parts if part.draws}
            changed[field.name] = tuple(replace(part, draws=()) for part in parts)
    return replace(result, **changed), draws


def with_draws(result: Any, folder: Path, stage: str) -> Any:
    """The result with the draws of its parts read back from the files beside it."""
    changed: dict[str, Any] = {}
    for field in fields(result):
        parts = getattr(result, field.name)
        if isinstance(parts, tuple) and any(has_draws(part) for part in parts):
            changed[field.name] = tuple(
                replace(part, draws=read_draws(folder / f"{stage}.{id_of(part)}.npy")) for part in parts
            )
    return replace(result, **changed)


def has_draws(part: object) -> bool:
    return is_dataclass(part) and any(field.name == "draws" for field in fields(part))


def id_of(part: Any) -> str:
    return str(part.id if hasattr(part, "id") else part.objective)


def read_draws(path: Path) -> tuple[float, ...]:
    return tuple(np.load(path).tolist()) if path.exists() else ()


def npy_bytes(values: tuple[float, ...]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.asarray(values, dtype="<f8"), allow_pickle=False)
    return buffer.getvalue()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    half = path.with_name(path.name + ".writing")
    half.write_bytes(content)
    half.replace(path)
