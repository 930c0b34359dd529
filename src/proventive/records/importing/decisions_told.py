"""What a mapping decides without a word in the sheet: told at every import."""

from collections.abc import Iterable

from proventive.records.importing.mapping import SheetMapping
from proventive.records.importing.sheets import SentSheet
from proventive.records.importing.splitting import splits


def what_is_told(sent: SentSheet, mapping: SheetMapping) -> Iterable[str]:
    """What a mapping decides that a sender should know of."""
    place = str(sent.sheet.place)
    if mapping.not_kept:
        yield f"{place}: nothing is kept of {', '.join(f'“{heading}”' for heading in mapping.not_kept)}."
    for table in mapping.tables:
        for heading in table.filled:
            yield f"{place}: “{heading}” gives a row of {table.table} where it is filled."
        for column in table.columns.values():
            if column.century is not None:
                yield (
                    f"{place}: a year of two digits in “{column.heading}” is one from {column.century} to "
                    f"{column.century + 99}."
                )
            if column.unit is not None:
                yield f"{place}: “{column.heading}” is read as {column.unit} and kept as minutes."
            if column.missing:
                stands = ", ".join(f"“{value}”" for value in column.missing)
                yield f"{place}: {stands} in “{column.heading}” is read as not known."
            if splits(column):
                yield f"{place}: a row with several answers in “{column.heading}” gives a row for each."
            if column.when_split == "each":
                yield f"{place}: each answer of such a row has the whole of “{column.heading}”."
            if column.when_split == "shared":
                yield f"{place}: the answers of such a row share “{column.heading}” in equal parts."
