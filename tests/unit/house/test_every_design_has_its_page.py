"""A design that a plan can name stands in the reference, and has a page with all that a reader needs."""

from pathlib import Path

import pytest

from proventive.evaluation.designs import DESIGNS

DOCS = Path(__file__).parents[3] / "docs"
PAGES = sorted((DOCS / "designs").glob("*.md"))
OTHERS_RESULTS = {"reported"}  # a result that was published elsewhere: its page is that of the publication


@pytest.mark.parametrize("design", sorted(DESIGNS))
def test_a_registered_design_stands_in_the_reference_and_has_a_page(design: str) -> None:
    reference = (DOCS / "reference" / "designs-and-checks.md").read_text(encoding="utf-8")
    assert f"| `{design}` |" in reference
    assert design in OTHERS_RESULTS or (DOCS / "designs" / f"{design}.md").exists()


@pytest.mark.parametrize("design", sorted(DESIGNS))
def test_whoever_writes_an_agreement_is_told_of_every_design_and_led_to_its_page(design: str) -> None:
    how_to = (DOCS / "how-to" / "write-an-agreement.md").read_text(encoding="utf-8")
    leads = "reference/designs-and-checks.md#reported" if design in OTHERS_RESULTS else f"designs/{design}.md"
    assert f"[`{design}`](../{leads})" in how_to


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.parametrize("part", ["When to use it", "It assumes", "breaks it", "worked example", "Paper"])
def test_a_page_says_when_to_use_it_what_it_assumes_what_breaks_it_and_shows_one(page: Path, part: str) -> None:
    text = page.read_text(encoding="utf-8")
    told = text.lower() if part == "worked example" else text
    assert part in told or (part == "breaks it" and "It breaks" in text), f"{page.name} lacks “{part}”"
