"""The names by which parts of a pack are linked."""

import re


def anchor(kind: str, id: str) -> str:
    """A name for a link: “promise-emergency-admissions”."""
    return f"{kind}-{re.sub(r'[^A-Za-z0-9]+', '-', id).strip('-').lower()}"
