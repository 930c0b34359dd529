"""The pack on disk, and what the command line prints of it."""

import json
from pathlib import Path

from invented_outturns import admissions, place, shipped, trajectory

from proventive.evidence import explanation, table_as_text, write_pack


def test_a_pack_is_a_page_and_its_data(tmp_path: Path) -> None:
    page = write_pack(place(), tmp_path / "pack" / "2027-06-30", reference=shipped())
    assert page == tmp_path / "pack" / "2027-06-30" / "index.html"
    assert sorted(file.name for file in page.parent.iterdir()) == ["index.html", "pack.json"]
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert json.loads((page.parent / "pack.json").read_text(encoding="utf-8"))["title"] == place().agreement.title


def test_writing_twice_gives_the_same_bytes_and_no_carriage_return(tmp_path: Path) -> None:
    once = write_pack(place(), tmp_path / "once", reference=shipped())
    twice = write_pack(place(), tmp_path / "twice", reference=shipped())
    write_pack(place(), tmp_path / "twice", reference=shipped())
    for name in ("index.html", "pack.json"):
        assert (once.parent / name).read_bytes() == (twice.parent / name).read_bytes()
        assert b"\r" not in (once.parent / name).read_bytes()


def test_the_trail_of_a_figure_is_explained_line_by_line() -> None:
    told = explanation(admissions().effect)
    assert told[0] == "emergency-admissions/effect"
    assert "  Method: matched cohort, difference in differences" in told
    assert any(line.startswith("  Records: linking-body, table demand: 48,211 rows, 3,120 used") for line in told)
    assert any(line.startswith("    from demand-2025.csv: 48,211 rows") for line in told)
    assert told[-1] == "  Seed: 20250401"


def test_a_table_is_printed_in_columns() -> None:
    lines = table_as_text(trajectory("emergency-admissions"))
    assert lines[0] == "Emergency admissions by month"
    assert lines[1].split("  ")[0] == "Month"
    assert len(lines) == 3 + 36
