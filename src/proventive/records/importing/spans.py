"""One column of the sender for the first and the last day of what was counted: it is asked what span it names."""

from dataclasses import replace

from proventive.records.declarations import declarations
from proventive.records.importing.mapping import UNDECIDED, TableMapping

SPANS = ("day", "month", "financial quarter", "financial year", "census week")


def with_span(mapping: TableMapping) -> TableMapping:
    """It is open what span a column names that gives both days and does not say so: a month that is written as its
    last day would else be counted as that day alone."""
    ends = declarations()[mapping.table].period
    if ends is None or not mapping.columns.keys() >= set(ends):
        return mapping
    first, last = (mapping.columns[name] for name in ends)
    if first.heading in (None, UNDECIDED) or first.heading != last.heading or first.period or last.period:
        return mapping
    both = {ends[0]: replace(first, period="?"), ends[1]: replace(last, period="?", edge="last")}
    return replace(mapping, columns={**mapping.columns, **both})
