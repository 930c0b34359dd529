"""Starting an agreement from a commented template, as YAML and as a spreadsheet."""

from pathlib import Path

from proventive.agreement.layout import HELP_BY_KEY, LISTS
from proventive.quantities import AgreementError
from proventive.reading.located import Located
from proventive.reading.workbook_writing import write_workbook
from proventive.reading.yaml import read_yaml

TEMPLATE = Path(__file__).parent / "templates" / "agreement.yaml"


def start_agreement(folder: Path | str) -> tuple[Path, ...]:
    """Write ``agreement.yaml`` and ``agreement.xlsx`` into a folder, made if need be; return where they stand.

    Both are read to the identical agreement. Raises AgreementError where either is there already, or where the
    folder cannot be written to; nothing is overwritten.
    """
    folder = Path(folder)
    text, workbook = folder / "agreement.yaml", folder / "agreement.xlsx"
    for path in (text, workbook):
        if path.exists():
            raise AgreementError(
                f"“{path}” is there already. To start again would overwrite what was agreed. Choose another "
                "folder, or move the file away first."
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
        write_as_workbook(read_yaml(TEMPLATE), workbook)
    except OSError as error:
        raise AgreementError(
            f"The folder “{folder}” cannot be written to. Without it there is no place for the agreement. "
            "Choose a folder of your own."
        ) from error
    return text, workbook


def write_as_workbook(document: Located, path: Path | str) -> None:
    """Write an agreement document as a spreadsheet, with a row or column for every key and help beside it."""
    assert isinstance(document.plain, dict)
    write_workbook(document.plain, path, help=HELP_BY_KEY, lists=LISTS)
