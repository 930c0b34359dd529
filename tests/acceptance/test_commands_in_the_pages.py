"""The commands of the pages can be typed as printed: each is understood, and those of a new agreement run."""

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from proventive.cli import app

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
BLOCK = re.compile(r"^```(?:sh|console)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WRITTEN_AS_A_FORM = ROOT / "docs" / "reference" / "command-line.md"  # “[--json]”: to be filled in

OF_A_NEW_AGREEMENT = ("amend-and-seal", "count-and-follow-up", "stages-and-results")
"""Pages that ask for no more than an agreement and its records, called DIR."""


def commands(page: Path) -> list[list[str]]:
    """The words of each command of a page, without “proventive” itself."""
    blocks = "\n".join(BLOCK.findall(page.read_text(encoding="utf-8"))).replace("\\\n", " ")
    lines = [line.removeprefix("$ ").partition(" > ")[0] for line in blocks.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("proventive ")]


WITH_COMMANDS = [page for page in PAGES if page != WRITTEN_AS_A_FORM and commands(page)]


def test_commands_are_found_in_the_pages() -> None:
    assert len(WITH_COMMANDS) > 10
    assert sum(len(commands(page)) for page in WITH_COMMANDS) > 40


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.stem)
def test_every_command_of_a_page_is_understood(page: Path) -> None:
    for words in commands(page):
        understood(words)


def test_an_option_that_the_program_does_not_have_is_seen() -> None:
    with pytest.raises(Exception, match="No such option"):
        understood(["run", "DIR", "--as-of", "2027-06-30"])


def understood(words: list[str]) -> None:
    """Parse a command as the program would, down to its last option, and do nothing."""
    command, rest = get_command(app), words
    while hasattr(command, "commands"):
        name, *rest = rest
        command = command.commands[name]
    command.make_context(" ".join(words), rest)


@pytest.mark.parametrize("name", OF_A_NEW_AGREEMENT)
def test_the_commands_of_a_page_run_in_their_order(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (["new", "DIR"], *commands(ROOT / "docs" / "how-to" / f"{name}.md")):
        ran = CliRunner().invoke(app, words)
        assert ran.exit_code == 0, f"{' '.join(words)}: {ran.exception or ran.output}"
