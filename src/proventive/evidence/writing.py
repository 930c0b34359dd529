"""The pack written to a folder: a page for people, and the same as data."""

from pathlib import Path

from proventive.evidence.html import page
from proventive.evidence.json import as_json
from proventive.evidence.telling import pack
from proventive.outturn.outturn import Outturn
from proventive.reference import Reference


def write_pack(outturn: Outturn, to: Path | str, *, reference: Reference | None = None) -> Path:
    """Write ``index.html`` and ``pack.json`` into a folder; gives the path of the page.

    Each file is written beside its place and then moved there, so that a reader never meets half of one.
    """
    to = Path(to)
    told = pack(outturn, reference=reference)
    to.mkdir(parents=True, exist_ok=True)
    write_whole(to / "pack.json", as_json(told))
    return write_whole(to / "index.html", page(told))


def write_whole(path: Path, text: str) -> Path:
    """Write a text file whole or not at all."""
    beside = path.with_name(f"{path.name}.part")
    with beside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return beside.replace(path)
