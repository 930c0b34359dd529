"""Files that somebody damaged, by accident or on purpose, are told in faults, never in a traceback."""

import io
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from proventive.agreement import read_agreement, start_agreement
from proventive.reading.faults import FaultsFound
from proventive.reference import open_reference

SKETCH = (Path(__file__).parents[2] / "data" / "agreements" / "sketch.yaml").read_bytes()
REFERENCE = open_reference()
SPLINTERS = [
    b"\t", b"\n", b"  ", b": ", b"- ", b"[", b"]", b"{", b"}", b"&a ", b"*a", b"!x ", b"---\n", b"%", b"@", b"`",
    b"'", b'"', b"|", b">", b"#", b"? ", b",", b"\xff", b"\0", b"\xe2\x80\xae", b"<<: ", b"~", b"null", b"1e999",
    b"9" * 400, b".nan", b"=cmd()", b"\\U0011FFFF", b"{{{{", b"[[[[", b"2025-02-31", b"1000%", b"-", b"\r",
    b"\xc2\x85", b"\xef\xbb\xbf", b"9999-12-31", b"0001-01-01", b"999 months", b"0", b"0%",
]  # fmt: skip


def mutated(content: bytes, rng: np.random.Generator, splinters: list[bytes]) -> bytes:
    """The content with a few pieces cut out, doubled, or with splinters put in."""
    for _ in range(int(rng.integers(1, 5))):
        start = int(rng.integers(0, len(content)))
        end = min(len(content), start + int(rng.integers(0, 40)))
        splinter = splinters[int(rng.integers(0, len(splinters)))]
        piece = [b"", splinter, content[start:end] * 2, splinter + content[start:end]][int(rng.integers(0, 4))]
        content = content[:start] + piece + content[end:]
    return content


def read_or_told(path: Path) -> str:
    """Whether a file was read, or told in faults; anything else is an error of this test."""
    try:
        read_agreement(path, reference=REFERENCE)
    except FaultsFound as found:
        assert found.faults
        for fault in found.faults:
            assert fault.what and fault.why and fault.do
            assert fault.where is not None
        return "told"
    return "read"


@pytest.mark.parametrize("seed", range(15))
def test_damaged_yaml(tmp_path, seed):
    rng = np.random.default_rng(seed)
    path = tmp_path / "agreement.yaml"
    outcomes = []
    for _ in range(10):
        path.write_bytes(mutated(SKETCH, rng, SPLINTERS))
        outcomes.append(read_or_told(path))
    assert "told" in outcomes


XML = [b"<", b">", b"/>", b"&x;", b'"', b"<f>1</f>", b"<v>1e400</v>", b' t="e"', b' r="A0"', b"99999999"]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> bytes:
    return start_agreement(tmp_path_factory.mktemp("new"))[1].read_bytes()


@pytest.mark.parametrize("seed", range(5))
def test_damaged_spreadsheet_bytes(tmp_path, workbook, seed):
    rng = np.random.default_rng(seed)
    path = tmp_path / "agreement.xlsx"
    for _ in range(10):
        path.write_bytes(mutated(workbook, rng, SPLINTERS))
        read_or_told(path)


@pytest.mark.parametrize("seed", range(5))
def test_damaged_spreadsheet_parts(tmp_path, workbook, seed):
    """The zip file is whole, and the XML in it is not."""
    rng = np.random.default_rng(seed)
    path = tmp_path / "agreement.xlsx"
    for _ in range(8):
        with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
            contents = {name: parts.read(name) for name in parts.namelist()}
        name = sorted(contents)[int(rng.integers(0, len(contents)))]
        xml = [
            b"<",
            b">",
            b"/>",
            b"&lt;",
            b"&x;",
            b'"',
            b"<f>1</f>",
            b"<v>1e400</v>",
            b' t="e"',
            b' r="A0"',
            b"99999999",
        ]
        contents[name] = mutated(contents[name], rng, xml)
        with zipfile.ZipFile(path, "w") as parts:
            for part, content in contents.items():
                parts.writestr(part, content)
        read_or_told(path)


CELLS = [
    None, "", " ", "=1+1", "[", "{", "[a, {b: *c}]", "a: b: c", '"', "'x'", True, -1, 1e308, 1e-300, float("nan"),
    "é" * 5000, "{a: 1, a: 2}", "[" * 40, "#REF!", "2025-02-31", "1000%", "!!python/object:os.system x", "term",
    "id", "x.", "~", "9999-12-31", "0001-01-01", "999 months", 0,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_damaged_cells(tmp_path, workbook, seed):
    rng = np.random.default_rng(seed)
    path = tmp_path / "agreement.xlsx"
    for _ in range(10):
        book = openpyxl.load_workbook(io.BytesIO(workbook))
        for _ in range(int(rng.integers(1, 8))):
            sheet = book.worksheets[int(rng.integers(0, len(book.worksheets)))]
            row, column = int(rng.integers(1, 9)), int(rng.integers(1, 9))
            sheet.cell(row, column).value = CELLS[int(rng.integers(0, len(CELLS)))]
        if rng.random() < 0.2:
            book.worksheets[int(rng.integers(0, len(book.worksheets)))].title = "parties.x"
        book.save(path)
        read_or_told(path)
