"""Packs as a browser shows them: nothing runs over, nothing is cut, nothing is asked for."""

import itertools
from pathlib import Path
from typing import Any

import pytest

from proventive.flow.demo import shipped

INVENTED = ("place", "no-clear-change", "worse", "wheels", "peterborough", "area", "too-early")
CASES = (*INVENTED, *(example.agreement for example in shipped() if example.seed is None))
WIDTHS = (390, 768, 1280)

# Every label of every drawing that is shown: whether it is cut by its drawing, or lies on another.
FAULTS_IN_DRAWINGS = """
() => {
  const faults = [];
  for (const svg of document.querySelectorAll("svg")) {
    if (svg.getClientRects().length === 0) continue;
    const frame = svg.viewBox.baseVal;
    const boxes = [...svg.querySelectorAll("text")].map(text => [text.textContent, text.getBBox()]);
    boxes.forEach(([words, box], place) => {
      if (box.x < frame.x - 0.5 || box.y < frame.y - 0.5 || box.x + box.width > frame.width + 0.5
          || box.y + box.height > frame.height + 0.5) faults.push("cut: " + words);
      for (const [others, other] of boxes.slice(place + 1)) {
        if (box.x < other.x + other.width && other.x < box.x + box.width
            && box.y < other.y + other.height && other.y < box.y + box.height)
          faults.push("on one another: " + words + " / " + others);
      }
    });
  }
  return faults;
}
"""

# Every element whose text runs out of its box, or of the page.
RUNS_OVER = """
() => [...document.querySelectorAll("main *")].filter(element => {
  const box = element.getBoundingClientRect();
  return box.width > 0 && !element.closest("svg, thead, .unseen") && box.right > innerWidth + 0.5;
}).map(element => element.tagName + ": " + element.textContent.slice(0, 60))
"""

VISIBLE_DRAWINGS = """
() => [...document.querySelectorAll("figure")].map(figure =>
  [...figure.querySelectorAll("svg")].filter(svg => svg.getClientRects().length > 0).length)
"""


def opened(browser: Any, page: Path, width: int) -> Any:
    """The page in a window of a width, with every fold opened, and a record of what it asked for."""
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.asked = []
    tab.on("request", lambda request: tab.asked.append(request.url))
    tab.complaints = []
    tab.on("console", lambda message: tab.complaints.append(message.text))
    tab.goto(page.as_uri())
    return tab


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", CASES)
def test_a_pack_fits_its_window(
    browser: Any, packs: dict[str, Path], pictures: Path, name: str, width: int
) -> None:
    tab = opened(browser, packs[name], width)
    tab.screenshot(path=str(pictures / f"pack-{name}-{width}.png"), full_page=True)
    assert tab.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    tab.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    assert tab.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert tab.evaluate(RUNS_OVER) == []
    assert tab.evaluate(FAULTS_IN_DRAWINGS) == []
    assert set(tab.evaluate(VISIBLE_DRAWINGS)) <= {1}
    assert tab.asked == [packs[name].as_uri()]
    assert tab.complaints == []
    tab.close()


@pytest.mark.parametrize("name", CASES)
def test_headings_come_in_order_and_the_page_has_one_title(
    browser: Any, packs: dict[str, Path], name: str
) -> None:
    tab = opened(browser, packs[name], 1280)
    levels = tab.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].map(heading => Number(heading.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(after - before for before, after in itertools.pairwise(levels)) == 1
    assert tab.title()
    tab.close()


def test_the_first_page_fits_one_printed_page(browser: Any, packs: dict[str, Path], pictures: Path) -> None:
    tab = opened(browser, packs["place"], 680)  # A4 less its margins, at 96 dots an inch
    tab.emulate_media(media="print")
    tab.screenshot(path=str(pictures / "pack-place-print.png"), full_page=True)
    assert tab.evaluate("document.querySelector('.first').getBoundingClientRect().bottom") <= 1002
    assert tab.evaluate(FAULTS_IN_DRAWINGS) == []
    tab.close()


def test_folded_tables_are_printed_but_for_the_first_page(browser: Any, packs: dict[str, Path]) -> None:
    tab = opened(browser, packs["place"], 680)
    tab.emulate_media(media="print")
    heights = "[...document.querySelectorAll('main > details table')].map(t => t.getBoundingClientRect().height)"
    assert min(tab.evaluate(heights)) > 20
    assert tab.evaluate("document.querySelector('.first details').getBoundingClientRect().height") == 0
    tab.close()


def test_a_keyboard_reaches_the_main_part_first_and_sees_where_it_is(browser: Any, packs: dict[str, Path]) -> None:
    tab = opened(browser, packs["place"], 1280)
    tab.keyboard.press("Tab")
    focused = "document.activeElement"
    assert tab.evaluate(f"{focused}.textContent") == "Skip to the evidence"
    assert tab.evaluate(f"{focused}.getBoundingClientRect().left >= 0")
    tab.keyboard.press("Tab")
    assert tab.evaluate(f"getComputedStyle({focused}).outlineStyle") == "solid"
    tab.close()


def test_a_figure_leads_to_its_trail(browser: Any, packs: dict[str, Path]) -> None:
    tab = opened(browser, packs["place"], 1280)
    tab.click("a.fig[data-figure='demand/owed'] >> nth=0")
    target = tab.evaluate("document.querySelector(':target').textContent")
    assert target == "demand/owed"
    assert tab.evaluate("document.querySelector(':target').closest('section.trail') !== null")
    tab.close()


def test_without_script_the_page_is_the_same(browser: Any, packs: dict[str, Path]) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(packs["place"].as_uri())
    assert "83 for every 100 people, against 100" in tab.inner_text("main")
    context.close()
