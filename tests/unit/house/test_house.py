"""The rules of the house hold, and breaking one is seen."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "src" / "proventive"


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports" + Path(sys.executable).suffix)
    environment = {"PYTHONPATH": str(root / "src"), "PATH": str(program.parent), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [str(program), "--config", str(root / "pyproject.toml"), "--no-cache"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_house_stands(copy: Path) -> None:
    result = lint_imports(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("chapter", "line", "contract"),
    [
        ("evaluation", "import proventive.outturn.outturn", "A chapter may read earlier chapters"),
        ("quantities", "import proventive.reading.faults", "A chapter may read earlier chapters"),
        ("valuation", "import duckdb", "Only engine speaks to databases"),
    ],
)
def test_a_file_that_breaks_the_order_is_refused(copy: Path, chapter: str, line: str, contract: str) -> None:
    (copy / "src" / "proventive" / chapter / "intruder.py").write_text(f'"""No."""\n\n{line}\n', encoding="utf-8")
    result = lint_imports(copy)
    assert result.returncode != 0
    assert any(contract in told and "BROKEN" in told for told in result.stdout.splitlines()), result.stdout


def test_a_chapter_that_nobody_listed_is_refused(copy: Path) -> None:
    (copy / "src" / "proventive" / "utils").mkdir()
    (copy / "src" / "proventive" / "utils" / "__init__.py").write_text('"""No."""\n', encoding="utf-8")
    assert lint_imports(copy).returncode != 0


def test_every_package_begins_with_its_question() -> None:
    for path in sorted(SOURCE.glob("*/__init__.py")):
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        assert path.parent.name == "examples" or docstring.split("\n")[0].split(":")[0].strip(), path
        if path.parent.name != "examples":
            assert "?" in docstring.split("\n\n")[0], f"{path} does not begin with its question"


def test_no_module_is_longer_than_400_lines() -> None:
    long = [str(path) for path in SOURCE.rglob("*.py") if len(path.read_text(encoding="utf-8").splitlines()) > 400]
    assert long == []


def test_the_core_installs_light() -> None:
    names = {
        line.split("==")[0]
        for line in (ROOT / "requirements" / "core.txt").read_text().splitlines()
        if "==" in line
    }
    assert not names & {"pandas", "django", "pyspark", "pyarrow", "polars", "torch"}
