"""What an agreement's findings, or its value map, are worth and to whom."""

from proventive.agreement.document import Agreement, GrossLine
from proventive.evaluation.finding import Finding, Findings
from proventive.records import Records
from proventive.valuation.appraisal import Appraisal
from proventive.valuation.costs import cost_figure, cost_table, going_in
from proventive.valuation.discounting import Discounter
from proventive.valuation.lines import ValuedLine, gross_line, net_line
from proventive.valuation.notes import notes
from proventive.valuation.totals import by_payer, by_year, net_figure, ratio_figure, total_figure
from proventive.valuation.worth import Worth


def value(agreement: Agreement, records: Records, findings: Findings) -> Worth:
    """Worth in the period of the findings, beside the fixed price and the inputs of the same period.

    Lines that name an objective value its finding, net of the counterfactual; the other lines are a value map,
    gross. What has no counterfactual, no price or no finding is Unknown, and so is every total with it. Raises
    FactError or NotInForce where a line names a fact that is not held or not in force.
    """
    appraisal = Appraisal(agreement=agreement, reference=records.reference, period=findings.period)
    found = {finding.objective: finding for finding in findings.findings}
    lines = _lines(appraisal, found)
    what_went_in = going_in(appraisal)
    total, cost = total_figure(lines, appraisal), cost_figure(what_went_in, appraisal)
    return Worth(
        agreement=agreement.id,
        as_at=records.as_at.isoformat(),
        period=findings.period,
        lines=tuple(valued.line for valued in lines),
        by_payer=by_payer(lines, appraisal),
        by_year=by_year(lines, appraisal),
        total=total,
        fixed_cost=cost,
        inputs=cost_table(what_went_in, appraisal),
        net=net_figure(total, cost, lines, appraisal),
        ratio=ratio_figure(total, cost, lines, appraisal),
        notes=notes(lines, found, appraisal),
    )


def _lines(appraisal: Appraisal, found: dict[str, Finding]) -> list[ValuedLine]:
    written = appraisal.agreement.value
    if written is None:
        return []
    schedule = appraisal.reference.schedule(written.discounting.schedule)
    discounter = Discounter(schedule=schedule, first_year=written.discounting.first_year)
    return [
        gross_line(line, appraisal, discounter)
        if isinstance(line, GrossLine)
        else net_line(line, appraisal, discounter, found.get(line.objective))
        for line in written.lines
    ]
