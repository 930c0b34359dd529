"""What it cost, and what it is worth and to whom: never the one without the other."""

from proventive.evidence.blocks import Form, Part, Parts, Sentence, Shown
from proventive.evidence.numbers import has_interval, without_stop
from proventive.evidence.words import CASHABILITY, mid_sentence, sentence_case
from proventive.outturn.outturn import Outturn
from proventive.quantities import Figure, Money, MoneyEstimate, Row, Table, Unknown


def what_it_cost(outturn: Outturn) -> tuple[Sentence, ...]:
    """Every line of the cost table in one sentence; what is not known below it, each reason once."""
    known: list[Part] = []
    unknown: dict[str, list[tuple[str, Figure]]] = {}
    for row in outturn.cost.rows:
        figure = money_in(outturn.cost, row)
        if figure is None:
            continue
        if isinstance(figure.value, Unknown):
            unknown.setdefault(figure.value.unknown, []).append((row.heading, figure))
        else:
            start = f"; {mid_sentence(row.heading)} " if known else f"{sentence_case(row.heading)} "
            known += [start, Shown(figure=figure, form="bare")]
    told = (Sentence(parts=(*known, ".")),) if known else ()
    left = tuple(Sentence(parts=not_known(headings(costs), costs[0][1])) for costs in unknown.values())
    return (*told, *left) or (Sentence(parts=("No cost is on record for this period.",)),)


def headings(costs: list[tuple[str, Figure]]) -> str:
    """“For results, and for each person who joined”."""
    first, *others = (heading for heading, _ in costs)
    return sentence_case(", and ".join((first, *(mid_sentence(other) for other in others))))


def what_it_is_worth(outturn: Outturn) -> tuple[Sentence, ...]:
    """A sentence for each payer and kind of value, then all of it beside its cost."""
    worth = outturn.worth
    if not worth.lines:
        return (whole_unknown(worth.total),)
    told = [Sentence(parts=line) for row in worth.by_payer.rows if (line := payer_line(worth.by_payer, row))]
    return (*told, *beside_its_cost(outturn))


def whole_unknown(total: Figure) -> Sentence:
    """Why the worth is not known, or that nothing was valued."""
    if isinstance(total.value, Unknown):
        return Sentence(parts=("Its worth is ", Shown(figure=total), "."))
    return Sentence(parts=("Nothing was valued under this agreement.",))


def payer_line(table: Table, row: Row) -> Parts:
    """“NHS Tayside: £215,000 to £830,000. Frees staff time and places, but no bill falls.”"""
    figure = money_in(table, row)
    if figure is None:
        return ()
    if isinstance(figure.value, Unknown):
        return not_known(sentence_case(row.heading), figure)
    form: Form = "interval" if has_interval(figure.value) else "bare"
    kind = ("A loss",) if is_loss(figure) else kinds(row)
    return (
        f"{sentence_case(row.heading)}: ",
        Shown(figure=figure, form=form),
        ".",
        *(f" {text}." for text in kind),
    )


def is_loss(figure: Figure) -> bool:
    """Whether somebody is worse off: the whole interval, or the number where there is none, is below 0."""
    value = figure.value
    return isinstance(value, MoneyEstimate) and (value.high or value.central).amount < 0


def not_known(heading: str, figure: Figure) -> Parts:
    """“The council: not known. Home-care hours were not recorded.”"""
    reason = f" {sentence_case(without_stop(figure.value.unknown))}." if isinstance(figure.value, Unknown) else ""
    return (f"{heading}: ", Shown(figure=figure, form="bare"), f".{reason}")


def kinds(row: Row) -> tuple[str, ...]:
    """What kind of value it is, in words, where the row says so."""
    words: dict[str, str] = dict[str, str](CASHABILITY)
    return tuple(sentence_case(words[cell]) for cell in row.cells if isinstance(cell, str) and cell in words)


def beside_its_cost(outturn: Outturn) -> tuple[Sentence, ...]:
    """All of the worth, and what is left when the cost is taken off."""
    worth, left = outturn.worth, outturn.worth_less_owed
    if isinstance(worth.total.value, Unknown):
        return ()
    total: Parts = ("In all: ", Shown(figure=worth.total, form="whole"))
    if isinstance(left.value, Unknown):
        return (Sentence(parts=(*total, ". Less what it cost: ", Shown(figure=left), ".")),)
    return (Sentence(parts=(*total, ". Less what it cost: ", Shown(figure=left, form="whole"), ".")),)


def money_in(table: Table, row: Row) -> Figure | None:
    """The last cell of a row that is money, or not known, as a figure."""
    for column, cell in reversed(tuple(zip(table.columns, row.cells, strict=True))):
        if isinstance(cell, Money | MoneyEstimate | Unknown):
            return Figure(
                id=f"{table.id}/{row.id}/{column.id}", value=cell, counts=table.counts, trail=table.trail
            )
    return None
