"""The blocks of code in the pages of the designs run as printed, and give what they say."""

import ast
import inspect
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from proventive import flow

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)
SAID = re.compile(r"# (True|\(?-?\d[\d_.]*(?:, -?\d[\d_.]*\))?)(?=[ ;:]|$)")
"""What a comment says first: a number, two in brackets, or True."""

BLOCKS = [
    pytest.param(block, id=f"{page.stem}-{number}")
    for page in sorted((ROOT / "docs/designs").glob("*.md"))
    for number, block in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")), start=1)
]


def told(block: str) -> Iterator[tuple[object, str]]:
    """The value of each line that is an expression, and what its comment says."""
    names: dict[str, object] = {}
    lines = block.splitlines()
    for statement in ast.parse(block).body:
        if isinstance(statement, ast.Expr):
            value = eval(compile(ast.Expression(statement.value), "page", "eval"), names)
            yield value, "".join(SAID.findall(lines[(statement.end_lineno or 0) - 1]))
        else:
            exec(compile(ast.Module([statement], []), "page", "exec"), names)


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_gives_what_it_says(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found = list(told(block))
    assert found
    for value, said in found:
        if said == "True":
            assert value is True or value == np.True_
        elif said:
            assert as_printed(value, said) == said


def test_the_call_for_a_platform_with_spark_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The session is the platform's, so that the run itself is no part of this; the call binds, as printed."""
    (block,) = BLOCK.findall((ROOT / "docs/how-to/national-data.md").read_text(encoding="utf-8"))
    asked, spark = [], object()
    signature = inspect.signature(flow.run)
    monkeypatch.setattr(flow, "run", lambda *given, **also: asked.append(signature.bind(*given, **also)))
    exec(block, {"spark": spark})
    assert [call.arguments for call in asked] == [
        {"path": Path("my-agreement"), "as_at": date(2027, 6, 30), "engine": spark}
    ]


def as_printed(value: object, said: str) -> str:
    """A number, or two, to as many decimals as are printed."""
    values = value if isinstance(value, tuple) else (value,)
    decimals = [len(number.partition(".")[2]) for number in re.findall(r"[\d_.]+", said)]
    printed = [f"{one:_.{places}f}" for one, places in zip(values, decimals, strict=True)]
    return f"({', '.join(printed)})" if isinstance(value, tuple) else printed[0]


def test_a_page_that_says_another_number_would_be_found() -> None:
    ((value, said),) = told("import math\nmath.pi  # 3.15 by mistake\n")
    assert as_printed(value, said) == "3.14" != said
