"""A browser for the packs: any Chromium that PROVENTIVE_CHROMIUM names, or that is found on the path."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from proventive.evidence import write_pack
from proventive.flow.demo import lay_out, run
from proventive.flow.demo import shipped as shipped_examples

EVIDENCE = Path(__file__).parent.parent / "unit" / "evidence"
if str(EVIDENCE) not in sys.path:
    sys.path.insert(0, str(EVIDENCE))  # the hand-made outturns of the unit tests

EXAMPLES = tuple(example for example in shipped_examples() if example.seed is None)
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def chromium() -> str | None:
    """The path of a Chromium, if there is one."""
    named = os.environ.get("PROVENTIVE_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A headless Chromium without a network."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium was found: name one in PROVENTIVE_CHROMIUM")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where pictures of the pages are kept, to be looked at."""
    folder = Path(__file__).parent.parent.parent / "test-output"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A written pack for each hand-made outturn, and for each shipped example that needs no simulation."""
    from invented_outturns import OUTTURNS, shipped

    folder = tmp_path_factory.mktemp("packs")
    written = {name: write_pack(make(), folder / name, reference=shipped()) for name, make in OUTTURNS.items()}
    for example in EXAMPLES:
        place = folder / example.example
        lay_out(example, place, None)
        outturn = run(place / example.agreement, example.as_at)
        written[example.agreement] = write_pack(outturn, folder / example.agreement)
    return written
