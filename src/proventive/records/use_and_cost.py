"""Use of public services and what it cost: by person and month, and in windows around an index date.

Everything is reduced where the rows are; only sums and one row a person come back. Costs are pence at the unit
cost of the financial year; where no unit cost is in force the cost is missing, never 0.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from proventive.engine import Columns
from proventive.records.opened import Records
from proventive.records.unit_costs import unit_costs

Span = tuple[int, int]
"""From one day to another, both included, counted from the index day (0)."""


def person_months(records: Records) -> int:
    """Keep the panel ``person_months`` (person, month, event, quantity, pence) in the engine; gives its rows."""
    records.engine.open_codes("unit_costs", unit_costs(records.reference).columns())
    return records.materialise("demand/person_months")


def use_by_month(records: Records) -> Columns:
    """The panel summed by month and event: people, quantity, pence, and person-months without a cost.

    ``months`` is year * 12 + month. ``pence`` sums what could be priced; ``without_cost`` says how much could not.
    """
    person_months(records)
    return records.query("demand/use_by_month")


def aligned_use(records: Records, spans: Mapping[str, Span], *, follow_up: int) -> Columns:
    """Use and cost in windows around the index dates that the engine keeps as ``index_dates``.

    ``index_dates`` has person_id and index_day (days since 2000), each pair once. ``follow_up``: days from the
    index day on. Gives one row for each person, index day, window (``span``, in the order of ``spans``) and event
    with any use: ``quantity``, ``pence`` (missing where any of it has no unit cost). Use after death or after
    moving away is not counted; ``demand/exposure`` keeps how long each was followed, and how they left.
    """
    records.engine.open_codes("unit_costs", unit_costs(records.reference).columns())
    records.engine.open_codes("windows", span_columns(spans))
    records.materialise("demand/exposure", days=follow_up)
    found = records.query("demand/aligned_use")
    return found | {"span": np.array(list(spans), dtype=object)[found["span"]]}


def span_columns(spans: Mapping[str, Span]) -> dict[str, Sequence[str]]:
    """The windows as the engine takes them: by number, which is grouped and fetched sooner than a name."""
    return {
        "span": [str(number) for number in range(len(spans))],
        "first_day": [str(first) for first, _ in spans.values()],
        "last_day": [str(last) for _, last in spans.values()],
    }
