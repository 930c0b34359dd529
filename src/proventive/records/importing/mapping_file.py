"""Mappings as files: ``<store>/mappings/<name>.yaml``, to be read and mended by people."""

import re
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML

from proventive.quantities import RecordsError
from proventive.quantities.words import in_quotes
from proventive.reading.yaml import read_yaml
from proventive.records.declarations import TABLES, declarations
from proventive.records.importing.mapping import SheetMapping, alike, told_apart
from proventive.records.importing.other_names import in_names_of
from proventive.records.importing.splitting import wrong_splits

MAPPINGS = "mappings"
ABOUT = """\
# How the columns and codes of this sheet become ours. Change it as you need: the next import uses it.
# A “?” is not decided yet. Put one of the words of the question in its place, and import again.
"""


def mapping_text(mapping: SheetMapping) -> str:
    """A mapping as YAML, without what says nothing; the same mapping gives the same text."""
    plain = TypeAdapter(SheetMapping).dump_python(mapping, mode="json", exclude_defaults=True)
    plain = {"proventive_mapping": mapping.proventive_mapping} | plain
    lines = [ABOUT.rstrip()]
    write(plain, 0, lines)
    return "\n".join(lines) + "\n"


def write(plain: Any, depth: int, lines: list[str]) -> None:
    """A mapping of keys to values, one a line, deeper ones indented."""
    margin = "  " * depth
    for key, value in plain.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append(f"{margin}{scalar(key)}:")
            for item in value:
                inner: list[str] = []
                write(item, depth + 2, inner)
                inner[0] = f"{margin}  - {inner[0].lstrip()}"
                lines.extend(inner)
        elif isinstance(value, dict) and any(isinstance(inside, dict) for inside in value.values()):
            lines.append(f"{margin}{scalar(key)}:")
            write(value, depth + 1, lines)
        else:
            lines.append(f"{margin}{scalar(key)}: {on_one_line(value)}")


def on_one_line(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {on_one_line(inside)}" for key, inside in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(on_one_line(inside) for inside in value) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if re.fullmatch(r"[A-Za-z][A-Za-z _/()&-]*[A-Za-z)]|[A-Za-z]", value) and value.lower() not in (
        "yes",
        "no",
        "y",
        "n",
        "true",
        "false",
        "null",
        "on",
        "off",
    ):
        return str(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def read_mapping(file: Path) -> SheetMapping:
    """A mapping from its file. Raises FaultsFound where it is no YAML, RecordsError where it is no mapping."""
    plain = as_text(read_yaml(file).plain)
    try:
        mapping = TypeAdapter(SheetMapping).validate_python(plain)
    except ValidationError as error:
        first = error.errors()[0]
        where = "/".join(str(step) for step in first["loc"])
        raise not_a_mapping(file, f"{where or 'the whole file'}: {first['msg']}") from None
    for table in mapping.tables:
        if table.table not in TABLES:
            raise not_a_mapping(file, f"“{table.table}” is not one of our tables: {in_quotes(TABLES)}")
        unknown = sorted(set(table.columns) - set(declarations()[table.table].names))
        if unknown:
            raise not_a_mapping(file, f"{', '.join(unknown)} is not a column of {table.table}")
        for wrong in wrong_splits(table):
            raise not_a_mapping(file, wrong)
    return mapping


def as_text(plain: Any) -> Any:
    """Numbers as the text that they were written as: codes and years alike."""
    if isinstance(plain, Mapping):
        return {str(key): as_text(value) for key, value in plain.items()}
    if isinstance(plain, list | tuple):
        return [as_text(value) for value in plain]
    return plain if isinstance(plain, bool) or plain is None else str(plain)


def not_a_mapping(file: Path, why: str) -> RecordsError:
    return RecordsError(
        f"This mapping cannot be used: {why} ({file}). Without it nobody knows which column is which. Mend that "
        "line, or delete the file, so that a new one is proposed."
    )


def saved_mappings(folder: Path) -> list[SheetMapping]:
    return [read_mapping(file) for file in sorted((folder / MAPPINGS).glob("*.yaml"))]


def known_mappings(folder: Path, earlier: Iterable[SheetMapping] = ()) -> list[SheetMapping]:
    """The mappings that were saved, or decided ``earlier`` in the same import, each name once."""
    return list({mapping.name: mapping for mapping in (*saved_mappings(folder), *earlier)}.values())


def mapping_for(mappings: Iterable[SheetMapping], headings: tuple[str, ...]) -> SheetMapping | None:
    """The mapping for a sheet with these headings, in any order and by any of their names; None without one."""
    wanted = sorted(alike(heading) for heading in told_apart(headings))
    for mapping in mappings:
        named = in_names_of(mapping, headings)
        if sorted(alike(heading) for heading in named.headings) == wanted:
            return named
    return None


def save_mapping(folder: Path, mapping: SheetMapping) -> Path:
    """Write a mapping beside the records; a file that says the same is left alone."""
    file = folder / MAPPINGS / f"{mapping.name}.yaml"
    text = mapping_text(mapping)
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        file.parent.mkdir(exist_ok=True)
        beside = file.with_name(f".{file.name}.part")
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(file)
    return file


def free_name(folder: Path, wanted: str, taken: Container[str] = ()) -> str:
    """A name for a new mapping: of the file without its numbers and dates, and free."""
    plain = re.sub(r"[^a-z]+", "-", wanted.casefold()).strip("-") or "sheet"
    names = [plain, *(f"{plain}-{number}" for number in range(2, 1000))]
    return next(name for name in names if name not in taken and not (folder / MAPPINGS / f"{name}.yaml").exists())


def yaml_of(text: str) -> Any:
    """Plain YAML, for data that ships with the program."""
    return YAML(typ="safe", pure=True).load(text)
