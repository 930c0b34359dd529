"""The documentation says what the program does: made pages are up to date, links lead somewhere, verbs exist."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from proventive.cli import app
from proventive.disclosure import PROFILES, Rule, Rules, rules_named
from proventive.flow import check
from proventive.reading.faults import FaultsFound

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"```.*?```", re.DOTALL)
CODED = re.compile(r"```(?:sh|text|console)?\n(.*?)```|`([^`\n]+)`", re.DOTALL)
COMMAND = re.compile(r"^(?:\$ )?proventive ([a-z-]+)(?: ([a-z-]+))?", re.MULTILINE)


def made_by() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_reference", DOCS / "reference" / "make.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKER = made_by()
GROUPS = {group.name for group in app.registered_groups}  # “simulate”, “records”: verbs of their own below


@pytest.mark.parametrize("name", sorted(MAKER.pages()))
def test_made_pages_are_up_to_date(name: str) -> None:
    stands = (DOCS / "reference" / name).read_text(encoding="utf-8")
    assert stands == MAKER.pages()[name], "run “make docs”"


def prose(page: Path) -> str:
    """A page without its blocks of code, in which nothing is a link."""
    return FENCED.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as a forge makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(prose(page)):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page}: {link}"
        if anchor:
            assert anchor in anchors(target), f"{page}: {link}"


def commands_named(page: Path) -> set[str]:
    """What a page writes as a command: “run”, “simulate place”."""
    coded = ["".join(parts) for parts in CODED.findall(page.read_text(encoding="utf-8"))]
    return {
        f"{verb} {sub}" if verb in GROUPS and sub else verb
        for text in coded
        for verb, sub in COMMAND.findall(text)
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_that_are_named_exist(page: Path) -> None:
    known = {*MAKER.commands_by_name(), *GROUPS}
    assert commands_named(page) <= known


def test_every_page_is_in_the_index() -> None:
    index = DOCS / "README.md"
    linked = {
        (DOCS / link.partition("#")[0]).resolve() for link in LINK.findall(index.read_text(encoding="utf-8"))
    }
    assert {page for page in DOCS.rglob("*.md") if page != index and page.parent != DOCS / "decisions"} <= linked


def test_every_verb_is_in_the_reference() -> None:
    verbs = {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}
    written = (DOCS / "reference" / "command-line.md").read_text(encoding="utf-8")
    assert len(verbs) > 10
    assert all(re.search(rf"^## {verb}\b", written, re.MULTILINE) for verb in verbs)


def test_no_page_names_a_place_on_somebodys_machine() -> None:
    for page in PAGES:
        assert not re.search(r"(?<![\w.])/(?:work|tmp|home|Users)/", page.read_text(encoding="utf-8")), page


def numbers(rules: Rules) -> tuple[Rule, ...]:
    """The numbers of a profile, in the order in which the page shows them."""
    return rules.hide_from, rules.hide_up_to, rules.round_to, rules.least_people


def test_the_rules_of_disclosure_that_a_page_shows_are_those_that_are_shipped() -> None:
    page = (DOCS / "explanation" / "not-for-release.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| `(.+)` \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (.+) \|$", page, re.MULTILINE)
    shipped = map(rules_named, PROFILES)
    assert shown == [
        (each.id, *(str(rule.value) for rule in numbers(each)), each.hide_up_to.source.publisher)
        for each in shipped
    ]


def test_the_faults_of_the_tutorial_are_those_it_shows(tmp_path: Path) -> None:
    tutorial = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    (written,) = re.findall(r"```yaml\n(proventive: 1\n.*?)```", tutorial, re.DOTALL)
    mended = written.replace("    ownr:", "    owner:")
    for text in (written, mended):
        (tmp_path / "agreement.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(FaultsFound) as found:
            check(tmp_path)
        stopping = [fault for fault in found.value.faults if fault.stops]
        assert len(stopping) == 2
        assert all(str(fault) in tutorial for fault in stopping)
    right = mended.replace("share: 90%", "share: 100%").replace("{lonely: 80 GBP}", "{lonely: 40 GBP}")
    (tmp_path / "agreement.yaml").write_text(right, encoding="utf-8")
    _, notes = check(tmp_path)
    assert str(notes[0]) in tutorial
