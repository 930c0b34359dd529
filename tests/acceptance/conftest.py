"""The shipped examples, run once for all acceptance tests."""

import shutil
from pathlib import Path

import pytest
from demonstration import Demonstration, demonstrate


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    return demonstrate(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def wheels(demonstration: Demonstration, tmp_path: Path) -> Path:
    """A copy of the Wheels-to-Meals example with its results, to be broken."""
    copied = tmp_path / "wheels-to-meals"
    shutil.copytree(demonstration.to / "wheels-to-meals", copied)
    return copied / "wheels-to-meals"
