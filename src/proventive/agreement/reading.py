"""Reading an agreement: a file or a folder in, the agreement or every fault at once out.

An amendment is a whole document beside the first, ``agreement.<day from which it is in force>.yaml``, that names
the version it amends and why. The latest version is returned; the earlier ones stand in ``Agreement.earlier``.
"""

from dataclasses import replace
from pathlib import Path

from proventive.agreement.checks import contradictions
from proventive.agreement.document import Agreement
from proventive.agreement.form import read_form
from proventive.reading.faults import FaultsFound
from proventive.reading.yaml import read_yaml
from proventive.reference import Reference, open_reference


def read_agreement(path: str | Path, *, reference: Reference | None = None) -> Agreement:
    """The agreement that a file (YAML or spreadsheet), or a folder with an ``agreement.yaml``, holds.

    Its worked examples are run. ``reference`` is what the field already knows; unless given, the shipped facts and
    those in the folder ``reference`` beside the agreement. Raises FaultsFound, with all that is wrong and where,
    and NotFound where there is no such file.
    """
    if reference is None:
        reference = open_reference(agreement_folder(path) / "reference")
    agreement = read_document(path)
    if found := contradictions(agreement, reference):
        raise FaultsFound(found)
    return agreement


def read_document(path: str | Path) -> Agreement:
    """The agreement that a file or folder says, before anybody asks whether it can hold; raises as above."""
    path = Path(path)
    located = read_yaml(path / "agreement.yaml" if path.is_dir() else path)
    agreement, faults = read_form(located)
    if agreement is None:
        raise FaultsFound(faults)
    return replace(agreement, places=located.by_path())


def agreement_folder(path: str | Path) -> Path:
    """The folder of an agreement, from the folder itself or from the file in it."""
    path = Path(path)
    return path if path.is_dir() else path.parent
