"""What it is worth: by payer, type, cashability and year, beside what it cost in the same period."""

from proventive.evidence.blocks import Block, Bullets, Cell, Grid, Heading, Sentence, Sheet, SheetRow, Shown
from proventive.evidence.first_page import with_stop
from proventive.evidence.money_told import whole_unknown
from proventive.evidence.words import CASHABILITY, VALUE_TYPE, sentence_case
from proventive.outturn.outturn import Outturn
from proventive.quantities import Figure, Unknown
from proventive.valuation.worth import WorthLine


def worth_told(outturn: Outturn) -> tuple[Block, ...]:
    """Worth beside cost, by payer, then each benefit and each input."""
    worth = outturn.worth
    blocks: list[Block] = [Heading(level=2, text="What it is worth, beside what it cost", anchor="worth")]
    if worth.lines:
        blocks += [
            worth_beside_cost(outturn),
            Grid(table=worth.by_payer, caption=worth.by_payer.title),
            benefits(outturn),
        ]
        blocks += [
            Grid(table=line.by_year, caption=line.by_year.title, folded=True)
            for line in worth.lines
            if line.by_year.rows
        ]
    else:
        blocks.append(whole_unknown(worth.total))
    if outturn.cost.rows:
        blocks.append(Grid(table=outturn.cost, caption=outturn.cost.title))
    if worth.inputs.rows:
        blocks.append(Grid(table=worth.inputs, caption=worth.inputs.title))
    if worth.notes:
        blocks.append(Bullets(items=tuple(Sentence(parts=(with_stop(note),)) for note in worth.notes)))
    return tuple(blocks)


def worth_beside_cost(outturn: Outturn) -> Sheet:
    """Total, cost, net and ratio in one table."""
    worth = outturn.worth
    named: tuple[tuple[str, Figure], ...] = (
        ("What it is worth", worth.total),
        ("Fixed price, or what went in", worth.fixed_cost),
        ("Worth less fixed cost", worth.net),
        ("Worth for each £1 of fixed cost", worth.ratio),
        ("Worth less all that is owed", outturn.worth_less_owed),
    )
    rows = tuple(
        SheetRow(heading=heading, cells=(cell,), note=figure.counts)
        for (heading, figure), cell in zip(named, each_reason_once([figure for _, figure in named]), strict=True)
    )
    return Sheet(caption="Worth beside cost, in the same period", row_heading="", columns=("Amount",), rows=rows)


def each_reason_once(figures: list[Figure]) -> list[Cell]:
    """Figures as cells; where several are not known for one reason, it is given with the first."""
    given: set[str] = set()
    cells = []
    for figure in figures:
        reason = figure.value.unknown if isinstance(figure.value, Unknown) else ""
        cells.append(Cell(parts=(Shown(figure=figure, form="bare" if reason in given and reason else "whole"),)))
        given.add(reason)
    return cells


def benefits(outturn: Outturn) -> Sheet:
    """Each benefit: to whom, of what kind, at what value for one, and worth how much."""
    columns = ("To whom", "What kind of value", "Value of one", "Present value")
    names = {party.id: party.name for party in outturn.agreement.parties}
    rows = tuple(benefit_row(line, names.get(line.payer, line.payer)) for line in outturn.worth.lines)
    return Sheet(caption="Each benefit", row_heading="Benefit", columns=columns, rows=rows)


def benefit_row(line: WorthLine, payer: str) -> SheetRow:
    """One benefit."""
    net = line.kind == "net of counterfactual"
    kind = f"{sentence_case(VALUE_TYPE[line.type])}: {CASHABILITY[line.cashability]}"
    return SheetRow(
        heading=line.outcome,
        note="net of what would have happened anyway" if net else "from the value map, with what it takes off",
        cells=(
            Cell(parts=(payer,)),
            Cell(parts=(kind,)),
            Cell(parts=(Shown(figure=line.unit_value, form="value"),)),
            Cell(parts=(Shown(figure=line.present_value, form="whole"),)),
        ),
    )
