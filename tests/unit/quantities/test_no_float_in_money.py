"""What is promised, owed and paid is Decimal throughout: read off the syntax tree of every module on its way."""

import ast
from pathlib import Path

import pytest

import proventive

SOURCE = Path(proventive.__file__).parent
EXACT = (
    *sorted((SOURCE / "quantities").glob("*.py")),
    *sorted((SOURCE / "agreement").rglob("*.py")),
    *sorted((SOURCE / "outturn").rglob("*.py")),
    *(SOURCE / "valuation" / f"{name}.py" for name in ("costs", "deflating", "discounting", "social_return")),
)
MAY = {
    "quantities/estimate.py": {"Estimate", "MoneyEstimate"},  # statistics, with their level
    "quantities/money.py": {"from_statistic"},  # where a statistic becomes money, once
    "quantities/words.py": {"as_decimal"},  # where a statistic becomes a Decimal, to be told
    "agreement/schema.py": {"as_json"},  # JSON as editors see it; nothing is computed from it
    "outturn/met.py": {
        "improvement_interval",
        "promised_direction",
        "_from_interval",
    },  # judges an interval; no money
}
FLOATING = ("numpy", "math", "statistics", "scipy")


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def floats_in(source: str, may: set[str]) -> list[str]:
    """Each use of a float outside the definitions that may use one."""
    found = []
    tree = ast.parse(source)
    for node in tree.body:
        inner = [part for part in ast.walk(node) if isinstance(part, (ast.FunctionDef, ast.ClassDef))]
        allowed = {id(part) for owner in inner if owner.name in may for part in ast.walk(owner)}
        allowed |= {id(part.value) for part in ast.walk(node) if is_likeness(part)}
        for part in ast.walk(node):
            if id(part) not in allowed and (said := floating(part)):
                found.append(f"line {part.lineno}: {said}")  # type: ignore[attr-defined]
    return found


def is_likeness(node: ast.AST) -> bool:
    """How alike two words must be for one to be suggested for the other: no amount of anything."""
    return isinstance(node, ast.keyword) and node.arg == "cutoff"


def floating(node: ast.AST) -> str | None:
    """What makes a node a use of floats, if anything."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (float, complex)):
        return f"the number {node.value}"
    if isinstance(node, ast.Name) and node.id == "float":
        return "the word float"
    if isinstance(node, ast.Import) and any(alias.name.split(".")[0] in FLOATING for alias in node.names):
        return f"import {node.names[0].name}"
    if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FLOATING:
        return f"from {node.module}"
    return None


@pytest.mark.parametrize("path", EXACT, ids=name_of)
def test_no_float_on_the_way_of_money(path: Path) -> None:
    assert floats_in(path.read_text(encoding="utf-8"), MAY.get(name_of(path), set())) == []


@pytest.mark.parametrize(
    "source",
    ["rate = 0.5", "def f(x: float) -> None: ...", "y = float(x)", "import numpy as np", "from math import sqrt"],
)
def test_a_float_would_be_seen(source: str) -> None:
    assert floats_in(source, set()) != []
    assert floats_in(f"def f():\n    {source}", set()) != []


def test_the_places_that_may_use_one_are_there() -> None:
    """An exception for something that has gone would hide the next one."""
    for name, owners in MAY.items():
        if not (SOURCE / name).exists():
            continue
        tree = ast.parse((SOURCE / name).read_text(encoding="utf-8"))
        held = {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
        assert owners <= held, name
