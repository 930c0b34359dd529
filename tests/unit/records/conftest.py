"""What most tests of records begin with."""

from pathlib import Path

import pytest


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store that holds nothing yet, and no keys."""
    folder = tmp_path / "records" / "hub"
    folder.mkdir(parents=True)
    (folder / "store.yaml").write_text("body: hub\nname: The hub\nid_space: hub-1\n", encoding="utf-8")
    return folder
