"""The public API reads as the flow: six lines, each result with something to show in a notebook."""

import shutil
from pathlib import Path

import proventive as pv
from proventive.examples import __file__ as examples


def test_the_six_lines(tmp_path: Path) -> None:
    place = tmp_path / "peterborough"
    shutil.copytree(Path(examples).parent / "peterborough", place)
    folder = place / "one-service"

    agreement = pv.read_agreement(folder / "agreement.yaml")
    records = pv.open_records(folder, agreement=agreement, as_at="2017-07-31")
    findings = pv.evaluate(agreement, records)
    worth = pv.value(agreement, records, findings)
    outturn = pv.settle(agreement, records, findings, worth)
    written = pv.write_pack(outturn, folder / "pack" / "2017-07-31")

    assert written.read_text(encoding="utf-8").startswith("<!doctype html>")
    for result in (agreement, records, findings, worth, outturn):
        shown = result._repr_html_()
        assert shown.startswith("<")
        assert len(shown) > 60


def test_the_chapters_are_named_by_the_package() -> None:
    assert set(dir(pv)) >= {"read_agreement", "open_records", "evaluate", "value", "settle", "write_pack"}
    assert pv.Unknown(unknown="why").unknown == "why"
