"""Every refusal of the records room, found in its source: what, what to do, no scolding word, easy to read."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from reading_grade import BANNED, HARDEST, grade, printed

SOURCE = Path(__file__).parents[3] / "src" / "proventive"
FILES = sorted([*SOURCE.glob("records/**/*.py"), *SOURCE.glob("cli/records/*.py"), SOURCE / "cli" / "cohort.py"])
REFUSALS = ("RecordsError", "NotFound", "AgreementError", "EngineError", "BadParameter")
TO_DO = re.compile(
    r"\b(?:Agree|Answer|Ask|Bring|Check|Choose|Close|Compare|Delete|Give|Keep|Look|Make|Mend|Move|Name|Put|Restore|"
    r"Run|Take|Try|Undo|Use|Wait|Write|tell the maintainers)\b|“proventive [a-z ]+” takes|\{[a-z_.]*do\}"
)


def constants() -> dict[str, str]:
    """The texts that have a name of their own."""
    return {
        node.targets[0].id: node.value.value
        for file in FILES
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


NAMED = constants()


def text_of(node: ast.expr) -> str:
    """A text as it is written, with what is put in at the time in braces."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(map(text_of, node.values))
    if isinstance(node, ast.FormattedValue):
        return text_of(node.value)
    if isinstance(node, ast.Name) and node.id in NAMED:
        return NAMED[node.id]
    return "{" + re.sub(r"[{}]", "", ast.unparse(node)) + "}"


def refusals() -> Iterator[tuple[str, str, str]]:
    """Every refusal: where it is raised, of which kind, and its text."""
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                kind = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if kind in REFUSALS:
                    yield f"{file.relative_to(SOURCE).as_posix()}:{node.lineno}", kind, text_of(node.args[0])


FOUND = {where: (kind, text) for where, kind, text in refusals()}


def test_refusals_are_found_in_every_part_of_the_room():
    parts = {where.rpartition("/")[0] for where in FOUND}
    assert {
        f"records/{part}" for part in ("backup", "cohort", "identity", "importing", "rights", "same_people")
    } < parts
    assert len(FOUND) > 70


@pytest.mark.parametrize("where", FOUND)
def test_a_refusal_is_plain(where):
    kind, text = FOUND[where]
    assert not BANNED.search(text)
    assert grade(printed(text)) <= HARDEST, round(grade(printed(text)), 1)
    if kind != "BadParameter":  # of a word of the command, printed below its name and how to get help
        assert TO_DO.search(text), "it says what to do"
        assert len(re.findall(r"[.!?:”](?: |$)|\{[a-z_.]*do\}", text)) >= 2, "it says what, and what to do"


@pytest.mark.parametrize(
    "words",
    [
        ("records", "counts", ".", "--as-at", "soon"),
        ("records", "import", "visits.csv"),
        ("records", "import", "visits.csv", "--store", ".", "--answer", "table"),
    ],
)
def test_a_word_of_the_command_that_cannot_be_taken_is_told_without_scolding(words):
    result = subprocess.run(
        [sys.executable, "-m", "proventive", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert result.returncode == 2
    assert "Error: " in result.stderr
    assert not BANNED.search(result.stderr)
