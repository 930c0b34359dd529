"""Each objective and obligation in full: measure, people, change with its interval, comparison, grade, checks."""

from proventive.evaluation.finding import BEFORE, BEYOND, EXPECTED, NAIVE, CheckResult, Finding
from proventive.evidence.anchors import anchor
from proventive.evidence.blocks import (
    Block,
    Callout,
    Cell,
    Grid,
    Heading,
    Link,
    Parts,
    Sentence,
    Sheet,
    SheetRow,
    Shown,
    Terms,
)
from proventive.evidence.drawn import chart_of
from proventive.evidence.first_page import finding_of, with_stop
from proventive.evidence.lead import change_sentence, level
from proventive.evidence.words import because, change_words, design, met, passed, sentence_case, span
from proventive.outturn.outturn import Outturn, Promise
from proventive.quantities import Estimate, Figure, Table, Unknown

BESIDE = {
    "follow-up-only": "Comparing the time after joining alone",
    "follow-up-only-relative": "Comparing the time after joining alone, as a share",
    "doubly-robust": "Corrected by regression as well (doubly robust)",
    "deaths-counted-as-savings": "If what a death ends were counted as saved",
    "at-joining": "When they joined",
    "expected-with-no-service": "Change to be expected with no service, if they were drawn from people in general",
    "beyond-expected": "Change beyond that",
    BEFORE: "In the 12 months before joining",
    NAIVE: "Change since joining, taken on its own",
    EXPECTED: "Change to be expected with no service at all",
    BEYOND: "Change beyond what was to be expected",
}
CHANGES = frozenset(  # differences; other estimates are levels or shares
    {NAIVE, EXPECTED, BEYOND, "follow-up-only", "doubly-robust", "deaths-counted-as-savings"}
)
ON_THE_FIRST_PAGE = ("/trajectory", "/series", "/funnel")


def promises_told(outturn: Outturn, drawn: str | None) -> tuple[Block, ...]:
    """Every promise, one after the other. ``drawn`` names the objective whose chart the first page has."""
    if not outturn.promises:
        return ()
    blocks: list[Block] = [Heading(level=2, text="Each promise in full", anchor="promises")]
    for promise in outturn.promises:
        blocks += promise_told(promise, outturn, drawn)
    return tuple(blocks)


def promise_told(promise: Promise, outturn: Outturn, drawn: str | None) -> tuple[Block, ...]:
    """One promise: the answers first, then what lies behind them."""
    finding = finding_of(promise, outturn)
    heading = Heading(level=3, text=promise.label, anchor=anchor("promise", promise.id))
    answers = Terms(entries=answer_entries(promise, outturn))
    levels = (Grid(table=promise.levels, caption="Promised at three levels"),) if promise.levels else ()
    return (heading, answers, *levels, *(finding_told(finding, outturn, drawn) if finding else ()))


def answer_entries(promise: Promise, outturn: Outturn) -> tuple[tuple[str, tuple[Sentence, ...]], ...]:
    """Promised, happened, met, because of the service, owner, paid by."""
    reason = (
        (Sentence(parts=(sentence_case(with_stop(promise.reason)),), style="small"),) if promise.reason else ()
    )
    asked = promise.because_of_the_service != "not asked"
    entries: list[tuple[str, tuple[Sentence, ...]]] = [
        ("Promised", (Sentence(parts=(Shown(figure=promise.promised),)),)),
        ("Happened", (Sentence(parts=(Shown(figure=promise.happened),)),)),
        ("Target met?", (Sentence(parts=(met(promise.target_met),)), *(() if asked else reason))),
    ]
    if asked:
        cause = Sentence(parts=(because(promise.because_of_the_service),))
        entries.append(("Because of the service?", (cause, *reason)))
    if promise.owner:
        entries.append(("Who answers for it", (Sentence(parts=(sentence_case(promise.owner),)),)))
    paid = [payment for payment in outturn.payments if payment.term in promise.owed]
    for payment in paid:
        see: Parts = (". ", Link(text="See it line by line", anchor=anchor("payment", payment.term)), ".")
        entries.append(("Owed for it", (Sentence(parts=(Shown(figure=payment.owed, form="value"), *see)),)))
    return tuple(entries)


def finding_told(finding: Finding, outturn: Outturn, drawn: str | None) -> tuple[Block, ...]:
    """The finding behind an objective."""
    caution = Callout(title="Read with care", sentences=(Sentence(parts=(finding.caution,)),), kind="warning")
    chart = chart_of(finding, outturn) if finding.objective != drawn else None
    return (
        Sentence(parts=change_sentence(finding)),
        *((caution,) if finding.caution else ()),
        *((measured(finding),) if finding.status == "estimated" else ()),
        *beside(finding),
        *((chart,) if chart is not None else ()),
        *grades(finding),
        *checks(finding.checks),
    )


def measured(finding: Finding) -> Sheet:
    """What was measured: people, observed, counterfactual, difference, each with its interval."""
    words = design(finding.design)
    down, up = change_words(finding)
    effect = Shown(figure=finding.effect, form="change", down=down, up=up)
    people = (measured_row("People", finding.people), measured_row("Of whom measured", finding.followed))
    compared = (
        measured_row(words.joined, finding.observed),
        measured_row(words.others, finding.counterfactual),
        SheetRow(heading="Difference", cells=(Cell(parts=(effect,)), interval_cell(finding.effect, down, up))),
        measured_row("Difference as a share", finding.relative),
    )
    alone = (
        measured_row("Change since they joined", finding.happened),
        measured_row("What would have happened anyway", finding.counterfactual),
    )
    if (foretold := finding.foretold()) is not None:
        alone = (measured_row(words.joined, finding.observed), measured_row(words.others, foretold[0]))
    after = f", {finding.follow_up} months after joining" if finding.follow_up else ""
    return Sheet(
        caption=f"What was measured: {finding.label}{after}. People counted from {span(finding.period)}",
        row_heading="Measure",
        columns=("Number", "Interval"),
        rows=(*people, *(compared if words.has_counterfactual else alone)),
    )


def measured_row(heading: str, figure: Figure) -> SheetRow:
    """A figure, its interval, and whom it counts."""
    return SheetRow(
        heading=heading,
        note=figure.counts,
        cells=(Cell(parts=(Shown(figure=figure, form="value"),)), interval_cell(figure)),
    )


def interval_cell(figure: Figure, down: str = "", up: str = "") -> Cell:
    """The interval of a figure; why there is none; or that it was counted."""
    value = figure.value
    if isinstance(value, Estimate) and value.has_interval:
        form = (
            Shown(figure=figure, form="change interval", down=down, up=up)
            if down
            else Shown(figure=figure, form="interval")
        )
        return Cell(parts=(form,), note=(f"{level(value)} interval",))
    if isinstance(value, Estimate) and value.no_interval is not None:
        return Cell(parts=("none",), note=(value.no_interval.unknown,))
    return Cell(parts=("not known" if isinstance(value, Unknown) else "counted",))


def beside(finding: Finding) -> tuple[Block, ...]:
    """Other estimates. A before-after stands here only beside what regression to the mean predicts."""
    by_name = {figure.id.rsplit("/", 1)[-1]: figure for figure in finding.beside}
    if EXPECTED not in by_name:
        by_name.pop(NAIVE, None)
    if not by_name:
        return ()
    down, up = change_words(finding)
    rows = tuple(
        SheetRow(
            heading=BESIDE.get(name, sentence_case(name.replace("-", " "))),
            note=figure.counts,
            cells=beside_cells(name, figure, down, up),
        )
        for name, figure in by_name.items()
    )
    sheet = Sheet(
        caption="Other estimates, beside the main one",
        row_heading="Estimate",
        columns=("Number", "Interval"),
        rows=rows,
    )
    return (*(regression_to_the_mean(by_name)), sheet)


def regression_to_the_mean(by_name: dict[str, Figure]) -> tuple[Block, ...]:
    """Why a fall since joining is no evidence by itself."""
    if NAIVE not in by_name:
        return ()
    text = (
        "People often join when things are at their worst, and the worst seldom lasts. So use falls after joining "
        "even where nothing is done. Such a fall says nothing about the service until it is held against similar "
        "people."
    )
    return (
        Callout(
            title="A fall since joining proves nothing by itself",
            sentences=(Sentence(parts=(text,)),),
            kind="warning",
        ),
    )


def beside_cells(name: str, figure: Figure, down: str, up: str) -> tuple[Cell, Cell]:
    """An estimate beside the main one: differences as so many fewer or more, others as they stand."""
    if name in CHANGES:
        shown = Shown(figure=figure, form="change", down=down, up=up)
        return Cell(parts=(shown,)), interval_cell(figure, down, up)
    return Cell(parts=(Shown(figure=figure, form="value"),)), interval_cell(figure)


def grades(finding: Finding) -> tuple[Block, ...]:
    """The grade on each named scale and edition, never merged."""
    if not finding.grades:
        return ()
    rows = tuple(
        SheetRow(
            heading=grade.scale,
            note=grade.edition,
            cells=(Cell(parts=(grade.level,)), Cell(parts=(grade.meaning,)), Cell(parts=(grade.next_step,))),
        )
        for grade in finding.grades
    )
    columns = ("Grade", "What it means", "What would raise it")
    return (Sheet(caption="How strong the evidence is", row_heading="Scale", columns=columns, rows=rows),)


def checks(results: tuple[CheckResult, ...]) -> tuple[Block, ...]:
    """Every check: what was looked at, what was seen, and how it came out."""
    if not results:
        return ()
    rows = tuple(
        SheetRow(
            heading=sentence_case(check.name), cells=(Cell(parts=(passed(check),)), Cell(parts=(check.text,)))
        )
        for check in results
    )
    sheet = Sheet(caption="Checks", row_heading="Check", columns=("How it came out", "What was seen"), rows=rows)
    tables = [check.table for check in results if check.table is not None]
    return (sheet, *(Grid(table=table, caption=table.title, folded=True) for table in tables))


def other_tables(finding: Finding) -> tuple[Table, ...]:
    """The tables of a finding that no chart shows: balance, flow."""
    return tuple(table for table in finding.tables if not table.id.endswith(ON_THE_FIRST_PAGE))
