"""Which drawings a pack has, and what they say in words."""

import re
from dataclasses import replace

from proventive.evaluation.finding import Finding
from proventive.evidence.blocks import Block, Cell, Chart, Grid, Sheet, SheetRow, Shown
from proventive.evidence.charts import remarks
from proventive.evidence.lead import in_order_of_strength
from proventive.evidence.words import DesignWords, design, mid_sentence, sentence_case
from proventive.outturn.outturn import Outturn
from proventive.quantities import Estimate, Number, Row, Table, Unknown
from proventive.quantities.words import MONTHS, day_in_words


def main_chart(outturn: Outturn) -> tuple[Block, ...]:
    """The drawing of the first page: of the strongest finding that can be drawn, else of the value map."""
    for finding in in_order_of_strength(outturn.findings.findings):
        chart = chart_of(finding, outturn)
        if chart is not None:
            return (chart,)
    chart = None if outturn.findings.findings else value_beside_cost(outturn)
    return (chart,) if chart is not None else ()


def drawn_for(outturn: Outturn) -> str | None:
    """The objective whose drawing stands on the first page."""
    for finding in in_order_of_strength(outturn.findings.findings):
        if chart_of(finding, outturn) is not None:
            return finding.objective
    return None


def chart_of(finding: Finding, outturn: Outturn) -> Chart | None:
    """The drawing of a finding: over time where a table tells of it, else observed beside the comparison."""
    for table in finding.tables:
        if table.id.endswith("/trajectory"):
            return with_remarks(trajectory(finding, table), earlier_gap(finding, outturn))
        if table.id.endswith("/series"):
            return with_remarks(series(finding, table, outturn))
        if table.id.endswith("/funnel"):
            return funnel(finding, table, outturn)
    return two_bars(finding)


def with_remarks(chart: Chart, more: str = "") -> Chart:
    """A chart with what the drawing does not say by itself."""
    return replace(chart, remark=" ".join(text for text in (remarks(chart), more) if text))


def earlier_gap(finding: Finding, outturn: Outturn) -> str:
    """Where the estimate takes out how far apart the groups were before, the drawing alone would mislead."""
    plans = {objective.id: objective.plan for objective in outturn.agreement.objectives}
    plan = plans.get(finding.objective)
    if plan is None or plan.baseline is None:
        return ""
    return (
        f"The lines are plain counts. The result also takes into account how far apart the two groups were "
        f"in months {plan.baseline.first} to {plan.baseline.last} before joining."
    )


def trajectory(finding: Finding, table: Table) -> Chart:
    """People who joined and similar people, month by month around joining."""
    label = sentence_case(finding.label)
    table = replace(table, rows=tuple(replace(row, heading=months_in_words(row)) for row in table.rows))
    return Chart(
        kind="lines",
        data=Grid(table=table, caption=f"{label} by month, before and after joining"),
        caption=f"{label} for every 100 people, each month before and after joining",
        description=f"Two lines by month: people who joined, and similar people. {ends_in_words(table)}",
        mark="0",
        mark_label="Date of joining",
    )


def months_in_words(row: Row) -> str:
    """“24 months before”, “12 months after”, where the id of the row is a month from joining."""
    if not row.id.lstrip("-").isdigit():
        return row.heading
    month = int(row.id)
    count = -month if month < 0 else month + 1
    return f"{count} month{'' if count == 1 else 's'} {'before' if month < 0 else 'after'}"


def month_in_words(heading: str) -> str:
    """“July 2007” for “2007-07”; any other heading as it stands."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", heading)
    return f"{MONTHS[int(match[2]) - 1]} {match[1]}" if match and 1 <= int(match[2]) <= 12 else heading


def series(finding: Finding, table: Table, outturn: Outturn) -> Chart:
    """What happened in an area, and what was foreseen from the months before the start."""
    label = sentence_case(finding.label)
    table = replace(table, rows=tuple(replace(row, heading=month_in_words(row.heading)) for row in table.rows))
    starts = next(
        (objective.plan.starts for objective in outturn.agreement.objectives if objective.id == finding.objective),
        None,
    )
    return Chart(
        kind="lines",
        data=Grid(table=table, caption=f"{label} over time"),
        caption=f"{label}: what happened, and what the time before the start pointed to",
        description=f"Two lines over time: what happened, and what was expected. {ends_in_words(table)}",
        mark=first_known_row(table, 1),
        mark_label=f"Start: {day_in_words(starts)}" if starts else "Start",
    )


def funnel(finding: Finding, table: Table, outturn: Outturn) -> Chart:
    """Areas or providers side by side, each at its size, between the limits of chance."""
    label = sentence_case(finding.label)
    areas = {objective.id: objective.plan.area for objective in outturn.agreement.objectives}
    observed = finding.observed.value
    outside = sum(row.cells[-1] != "within the limits" for row in table.rows)
    return Chart(
        kind="funnel",
        data=Grid(table=table, caption=f"{label} of each area, in the order of codes"),
        caption=f"{label}: areas side by side, by their size, and the limits of chance",
        description=f"A dot for each of {len(table.rows)} areas; {outside} of them outside an inner limit. The "
        "larger the area, the narrower the limits.",
        mark=areas.get(finding.objective) or "",
        mark_label=sentence_case(observed.unit) if isinstance(observed, Number) else label,
        remark="Broken lines: 95 of 100 would lie between them by chance alone. Solid lines and shading: 998 of "
        "1,000. All limits are wider where areas differ of themselves.",
    )


def two_bars(finding: Finding) -> Chart | None:
    """What was observed beside the counterfactual, where both are numbers."""
    words = design(finding.design)
    if not words.has_counterfactual or finding.status != "estimated":
        return None
    if isinstance(finding.observed.value, Unknown) or isinstance(finding.counterfactual.value, Unknown):
        return None
    sheet = Sheet(
        caption=f"{sentence_case(finding.label)}: {mid_sentence(words.joined)} and {mid_sentence(words.others)}",
        row_heading="Group",
        columns=(sentence_case(finding.label),),
        rows=two_rows(finding, words),
    )
    return Chart(
        kind="bars",
        data=sheet,
        caption=f"{sentence_case(finding.label)} in each group",
        description=f"Two bars: {mid_sentence(words.joined)}, and {mid_sentence(words.others)}.",
    )


def two_rows(finding: Finding, words: DesignWords) -> tuple[SheetRow, ...]:
    """The two groups of a comparison."""
    return tuple(
        SheetRow(heading=heading, cells=(Cell(parts=(Shown(figure=figure, form="rate"),)),))
        for heading, figure in ((words.joined, finding.observed), (words.others, finding.counterfactual))
    )


def value_beside_cost(outturn: Outturn) -> Chart | None:
    """What went in, beside what came out."""
    worth = outturn.worth
    if not worth.lines or isinstance(worth.total.value, Unknown) or isinstance(worth.fixed_cost.value, Unknown):
        return None
    pairs = (("What went in", worth.fixed_cost), ("What it is worth", worth.total))
    rows = tuple(
        SheetRow(heading=heading, cells=(Cell(parts=(Shown(figure=figure, form="bare"),)),))
        for heading, figure in pairs
    )
    caption = "What went in, and what it is worth"
    return Chart(
        kind="bars",
        data=Sheet(caption=caption, row_heading="", columns=("Amount",), rows=rows),
        caption=caption,
        description="Two bars: what went in, and what it is worth.",
    )


def ends_in_words(table: Table) -> str:
    """Whether the first line ends below or above the second."""
    for row in reversed(table.rows):
        first, second = (plain(cell) for cell in row.cells[:2])
        if first is not None and second is not None:
            way = "below" if first < second else "above" if first > second else "level with"
            return f"At the end the first is {way} the second."
    return ""


def first_known_row(table: Table, column: int) -> str:
    """The id of the first row whose cell in a column is a number."""
    return next((row.id for row in table.rows if plain(row.cells[column]) is not None), "")


def plain(cell: object) -> float | None:
    """The number in a cell, where there is one."""
    if isinstance(cell, Number):
        return float(cell.number)
    return cell.value if isinstance(cell, Estimate) else None
