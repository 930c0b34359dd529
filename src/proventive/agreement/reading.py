"""Reading an agreement: a file or a folder in, the agreement or every fault at once out.

An amendment is a whole document beside the first, ``agreement.<day from which it is in force>.yaml``, that names
the version it amends and why. The latest version is returned; the earlier ones stand in ``Agreement.earlier``.
"""

from dataclasses import replace
from pathlib import Path

from proventive.agreement.document import Agreement
from proventive.agreement.form import read_form
from proventive.reading.faults import FaultsFound
from proventive.reading.yaml import read_yaml


def read_agreement(path: str | Path) -> Agreement:
    """The agreement that a file (YAML or spreadsheet), or a folder with an ``agreement.yaml``, holds.

    Raises FaultsFound, with all that is wrong and where, and NotFound where there is no such file.
    """
    path = Path(path)
    located = read_yaml(path / "agreement.yaml" if path.is_dir() else path)
    agreement, faults = read_form(located)
    if agreement is None:
        raise FaultsFound(faults)
    return replace(agreement, places=located.by_path())
