"""The value map of an agreement: what goes in, and the lines by which worth is reckoned."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Annotated, Literal

from proventive.agreement.annotations import ANY_NUMBER, MONEY, STATUS, UNIT_VALUE, Id, Share, Text, Whole
from proventive.agreement.phrases import FactValue
from proventive.agreement.written import AsMapping, Kinds
from proventive.quantities import Money, Real, Source, Status

SOURCE = AsMapping(
    noun=Source,
    required={"title": Text, "status": Annotated[Status, STATUS]},
    optional=dict.fromkeys(("publisher", "where", "url", "licence", "note"), Text),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something that goes in: the money, time or goods of one party."""

    id: Id
    who: Text
    what: Text
    amount: Annotated[Money, MONEY]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gross:
    """What to take off a gross effect. An effect against a counterfactual has deadweight in it already."""

    deadweight: Share
    displacement: Share
    attribution: Share
    drop_off: Share
    years: Whole
    starts: Literal["in the period of activity", "in the period after"] = "in the period of activity"


ValueType = Literal["fiscal", "economic", "social"]
Cashability = Literal["cashable", "capacity released", "growth avoided", "not cashable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrossLine:
    """A line of a value map: outcome, quantity, unit value, and what to take off."""

    id: Id
    stakeholder: Text
    outcome: Text
    indicator: Text | None = None
    quantity: Annotated[Decimal, ANY_NUMBER]
    unit_value: Annotated[Money | FactValue, UNIT_VALUE]
    type: ValueType
    payer: Text
    cashability: Cashability
    gross: Gross
    source: Annotated[Source, SOURCE] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NetLine:
    """A line that values a finding: the effect on an objective, net of its counterfactual, at a unit value."""

    id: Id
    objective: Id
    unit_value: Annotated[Money | FactValue, UNIT_VALUE]
    type: ValueType
    payer: Text  # the id of a party, or words
    cashability: Cashability


Line = GrossLine | NetLine
LINE = Kinds(what="value line", telling={GrossLine: ("outcome", "gross"), NetLine: ("objective",)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Discounting:
    """Which schedule, and whether the first year is discounted. The convention belongs to the method's edition."""

    schedule: Text
    first_year: Literal["discounted once", "not discounted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueMap:
    """How worth is reckoned: inputs, lines, discounting, and the source of lines that name none."""

    inputs: tuple[Input, ...] = ()
    lines: tuple[Annotated[Line, LINE], ...] = ()
    discounting: Discounting
    source: Annotated[Source, SOURCE] | None = None

    def at(self, basis: Real) -> "ValueMap":
        """The map with the unit values that it writes out itself at these prices."""

        def line_at(line: Line) -> Line:
            if isinstance(line.unit_value, FactValue):
                return line
            return replace(line, unit_value=replace(line.unit_value, basis=basis))

        return replace(self, lines=tuple(line_at(line) for line in self.lines))
