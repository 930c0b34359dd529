"""Worth: money that follows from findings, by payer, type and cashability, beside what it cost."""

from dataclasses import dataclass
from typing import Literal

from proventive.agreement.document import Cashability, ValueType
from proventive.quantities import Figure, Period, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthLine:
    """One benefit: an effect at a unit value, to one payer. Its figures are present values at the price base."""

    id: str
    outcome: str
    objective: str | None  # None: a line of a value map, gross
    kind: Literal["gross", "net of counterfactual"]
    type: ValueType
    payer: str
    cashability: Cashability
    unit_value: Figure
    present_value: Figure  # MoneyEstimate or Unknown
    by_year: Table
    draws: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What the findings of a period are worth and to whom, beside the fixed price and inputs of that period."""

    agreement: str
    as_at: str
    period: Period
    lines: tuple[WorthLine, ...]
    by_payer: Table  # a row for each payer, type and cashability
    by_year: Table  # a row for each year: undiscounted, and present value
    total: Figure  # says in “counts” which types it adds
    fixed_cost: Figure  # the fixed price of the period and the inputs of the value map
    inputs: Table
    net: Figure  # total less fixed cost; what results cost is taken off when it is settled
    ratio: Figure
    notes: tuple[str, ...] = ()
