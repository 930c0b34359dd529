"""What was never recorded is told as not known: neither 0 people, nor an empty table."""

import pytest
from typer.testing import CliRunner

from proventive.cli import app
from proventive.records.importing import import_files


@pytest.fixture
def told(tmp_path):
    """The counts of the agreement that “new” lays out, with one referral and nothing else on record."""
    runner = CliRunner()
    assert runner.invoke(app, ["new", str(tmp_path / "ours")]).exit_code == 0
    (tmp_path / "ours" / "agreement.xlsx").unlink()
    file = tmp_path / "referrals.csv"
    file.write_text("Client ref,Referral received,Joined\nA1,2026-04-01,2026-04-09\n", encoding="utf-8")
    store = tmp_path / "ours" / "records" / "example-charity"
    import_files([file], store=store, agreement="falls-and-friendship")
    result = runner.invoke(app, ["records", "counts", str(tmp_path / "ours"), "--as-at", "2026-12-31"])
    assert result.exit_code == 0, result.output
    return dict(part.split("\n", 1) for part in result.output.split("\n\n") if "\n" in part)


@pytest.mark.parametrize(
    "title",
    [
        "What holds after support has ended",
        "People served who gave time",
        "Reach among groups",
        "What happened to the agreement",
        "Staff",
    ],
)
def test_a_table_that_rests_on_no_record_says_so(told, title):
    assert "not known: there is no" in told[title]
    assert "0 people" not in told[title]


def test_what_is_on_record_is_counted(told):
    assert "1 person" in told["Latest status"]
