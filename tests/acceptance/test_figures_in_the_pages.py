"""Figures that the pages quote from the shipped place are those that it gives."""

from pathlib import Path

import pytest
from demonstration import Demonstration

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", ["how-to/use-from-python.md", "how-to/explain-a-figure.md"])
def test_pounds_with_pence_in_a_page_stand_in_the_pack(demonstration: Demonstration, page: str) -> None:
    packs = b"".join(demonstration.packs().values()).decode("utf-8")
    quoted = {word.strip("`.,:;()") for word in (DOCS / page).read_text(encoding="utf-8").split() if "£" in word}
    with_pence = {word for word in quoted if word[-3:-2] == "."}
    assert with_pence
    assert {word for word in with_pence if word not in packs} == set()


def test_the_interval_in_how_to_read_a_pack_is_that_of_the_place(demonstration: Demonstration) -> None:
    page = (DOCS / "how-to/read-a-pack.md").read_text(encoding="utf-8")
    told = page[page.index("between ") : page.index(" (95% interval)”")]
    pack = demonstration.folder("falls-and-friendship") / "pack" / "2027-06-30" / "index.html"
    assert told in pack.read_text(encoding="utf-8")
