"""Reading an agreement: a file or a folder in, the agreement or every fault at once out.

An amendment is a whole document beside the first (:mod:`proventive.agreement.versions`). The latest version is
returned; the earlier ones stand in ``Agreement.earlier``.
"""

from dataclasses import replace
from pathlib import Path

from proventive.agreement.amendments import amendment_faults, changes
from proventive.agreement.amendments import versions as versions_of
from proventive.agreement.checks import contradictions
from proventive.agreement.document import Agreement
from proventive.agreement.form import read_form
from proventive.agreement.rest import contradictions_in_the_rest
from proventive.agreement.versions import Version, versions_at
from proventive.quantities import Place
from proventive.reading.faults import Fault, FaultsFound
from proventive.reading.located import Located
from proventive.reading.workbook import read_workbook
from proventive.reading.yaml import read_yaml
from proventive.reference import Reference, open_reference


def read_agreement(path: str | Path, *, reference: Reference | None = None) -> Agreement:
    """The agreement that a file (YAML or spreadsheet), or a folder with an ``agreement.yaml``, holds.

    Its worked examples are run, in every version. ``reference`` is what the field already knows; unless given, the
    shipped facts and those in the folder ``reference`` beside the agreement. Raises FaultsFound, with all that is
    wrong and where, and NotFound where there is no such file.
    """
    if reference is None:
        reference = open_reference(agreement_folder(path) / "reference")
    agreement = read_document(path, reference=reference)
    found = contradictions_of_versions(agreement, reference)
    if any(fault.stops for fault in found):
        raise FaultsFound(found)
    return agreement


def contradictions_of_versions(agreement: Agreement, reference: Reference) -> list[Fault]:
    """What cannot hold in any version of an agreement, and in the chain of its amendments."""
    found = amendment_faults(agreement)
    for version in versions_of(agreement):
        found += contradictions(version, reference)
    return found


def read_document(path: str | Path, *, reference: Reference | None = None) -> Agreement:
    """The agreement that a file or folder says, before anybody asks whether it can hold; raises as above.

    Where it cannot be read, the contradictions of what is left are told beside its faults of form.
    """
    if reference is None:
        reference = open_reference(agreement_folder(path) / "reference")
    agreements: list[Agreement] = []
    faults: list[Fault] = []
    for version in versions_at(Path(path)):
        agreement, found = read_version(version, reference)
        faults += found
        if agreement is not None:
            agreements.append(agreement)
    if faults:
        raise FaultsFound(faults)
    return replace(agreements[-1], earlier=tuple(agreements[:-1]))


def read_version(version: Version, reference: Reference) -> tuple[Agreement | None, list[Fault]]:
    """One version of an agreement, from each of its files, or all that is wrong with them."""
    agreements: list[Agreement] = []
    faults: list[Fault] = []
    for file in version.files:
        try:
            located = located_in(file)
        except FaultsFound as error:
            faults += error.faults
            continue
        agreement, found = read_form(located)
        faults += found
        if agreement is None:
            faults += contradictions_in_the_rest(located, found, reference)
        else:
            places = located.by_path()
            agreements.append(replace(agreement, in_force_from=version.in_force_from, places=places))
    if faults:
        return None, faults
    first, *others = agreements
    for other, file in zip(others, version.files[1:], strict=True):
        faults += differences(first, other, version.files[0].name, file.name)
    return (None if faults else first), faults


def located_in(file: Path) -> Located:
    """What a file says, by the kind that its name says it is."""
    return read_workbook(file) if file.suffix.lower() == ".xlsx" else read_yaml(file)


def differences(first: Agreement, other: Agreement, first_file: str, other_file: str) -> list[Fault]:
    """What two files of one version say otherwise."""
    if first == other:
        return []
    absent = "not there"
    found = [
        f"“{change.path}” is {change.before or absent} in {first_file}, and {change.after or absent} in this one"
        for change in changes(first, other)
    ]
    said = found or ["this one says things in another order, or amends another version"]
    return [
        Fault(
            code="two-files-differ",
            what=f"This file and {first_file} are one version of the agreement, and differ: {difference}.",
            where=Place(file=other_file),
            why="It cannot be told which of the two the parties agreed to.",
            do=f"Make both say the same, or delete the one that does not count: {first_file} or {other_file}.",
        )
        for difference in said
    ]


def agreement_folder(path: str | Path) -> Path:
    """The folder of an agreement, from the folder itself or from the file in it."""
    path = Path(path)
    return path if path.is_dir() else path.parent
