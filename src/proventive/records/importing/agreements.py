"""The agreements that rows may name: those whose folders lie beside the store."""

import re
from pathlib import Path

ID = re.compile(r"^id:[ \t]*[\"']?([^\"'#\s]+)", re.MULTILINE)


def agreements_beside(store: Path) -> frozenset[str]:
    """The ids of the agreements beside a store ``<place>/records/<body>/``: ``<place>/*/agreement.yaml``."""
    place = store.resolve().parent.parent
    files = [*place.glob("agreement.yaml"), *place.glob("*/agreement.yaml")]
    found = [ID.search(file.read_text(encoding="utf-8", errors="replace")) for file in files]
    return frozenset(match[1] for match in found if match)
