"""How it was done: design, plan against what was done, balance and flow, seals and amendments."""

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation.finding import Finding
from proventive.evidence.blocks import Block, Bullets, Cell, Grid, Heading, Parts, Sentence, Sheet, SheetRow, Shown
from proventive.evidence.first_page import with_stop
from proventive.evidence.parties_told import parties_told
from proventive.evidence.promises_told import other_tables
from proventive.evidence.words import design, listed, sentence_case, with_names
from proventive.outturn.outturn import Outturn
from proventive.quantities.words import day_in_words

NOT_DONE = {"too early": "not yet", "not known": "could not be done"}


def method_told(outturn: Outturn) -> tuple[Block, ...]:
    """Every finding's design with its tables, then seals, amendments, people counted, and what is missing."""
    blocks: list[Block] = [Heading(level=2, text="How it was done", anchor="method")]
    for finding in outturn.findings.findings:
        blocks += design_told(finding, outturn.agreement)
    return (
        *blocks,
        *parties_told(outturn.agreement),
        *seals(outturn),
        *amendments(outturn.agreement),
        *came_in(outturn),
        *counted(outturn),
        *lacking(outturn),
    )


def design_told(finding: Finding, agreement: Agreement) -> tuple[Block, ...]:
    """What was done for one objective, against its plan."""
    words = design(finding.design)
    heading = Heading(level=3, text=f"{sentence_case(finding.label)}: {words.name}")
    how = (Sentence(parts=(words.how,)),) if words.how else ()
    tables = tuple(
        Grid(table=table, caption=table.title, folded=True) for table in other_tables(finding) if table.rows
    )
    return (heading, *how, plan_beside_done(finding, agreement.objective(finding.objective)), *tables)


def plan_beside_done(finding: Finding, objective: Objective) -> Sheet:
    """What the plan said, beside what was done."""
    plan, not_done = objective.plan, NOT_DONE.get(finding.status)
    from_plan = not_done or "taken from the plan"
    rows = [plan_row("Design", design(plan.design).name, (not_done or design(finding.design).name,))]
    if plan.follow_up:
        done = not_done or (f"{finding.follow_up} months" if finding.follow_up else "none")
        rows.append(plan_row("Follow-up", f"{listed([str(months) for months in plan.follow_up])} months", (done,)))
    if plan.starts is not None:
        rows.append(plan_row("Start", day_in_words(plan.starts), (from_plan,)))
    if plan.baseline is not None:
        months = f"months {plan.baseline.first} to {plan.baseline.last} before joining"
        rows.append(plan_row("Earlier period compared with", months, (from_plan,)))
    if plan.match_on:
        rows.append(plan_row("Paired on", listed([in_words(name) for name in plan.match_on]), (from_plan,)))
    if plan.matching is not None:
        chosen = f"distance: {plan.matching.distance}, {plan.matching.order}, up to {plan.matching.ratio} each"
        rows.append(plan_row("Pairs chosen by", chosen, (from_plan,)))
    rows.append(people_row(plan, finding))
    return Sheet(
        caption="The plan, and what was done", row_heading="", columns=("Planned", "Done"), rows=tuple(rows)
    )


def people_row(plan: Plan, finding: Finding) -> SheetRow:
    """How many people the plan foresaw, and how many there were."""
    planned = f"{plan.expects.people:,}" if plan.expects and plan.expects.people else "not stated"
    return plan_row("People", planned, (Shown(figure=finding.people, form="value"),))


def plan_row(heading: str, planned: str, done: Parts) -> SheetRow:
    """One line of the plan."""
    return SheetRow(heading=heading, cells=(Cell(parts=(planned,)), Cell(parts=done)))


def in_words(name: str) -> str:
    """A matching variable in words: “use.last_3_months” is “use in the last 3 months”."""
    use = {
        "use.last_3_months": "use in the last 3 months",
        "use.prior_9_months": "use in the 9 months before that",
    }
    return use.get(name, name.replace("_", " ").replace(".", " ").replace("simd", "SIMD"))


def seals(outturn: Outturn) -> tuple[Block, ...]:
    """Who sealed the plan, and when."""
    if not outturn.seals:
        return ()
    items = tuple(Sentence(parts=(with_stop(with_names(text, outturn.agreement)),)) for text in outturn.seals)
    heading = Heading(level=3, text="Seals: was the plan fixed before the data were seen?")
    return (heading, Bullets(items=items))


def amendments(agreement: Agreement) -> tuple[Block, ...]:
    """What was amended, from which day, and why."""
    amended = [version for version in (*agreement.earlier, agreement) if version.amends is not None]
    if not amended:
        return ()
    items = tuple(
        Sentence(parts=(f"From {day_in_words(version.first_day())}: {with_stop(version.amends.reason)}",))
        for version in amended
        if version.amends is not None
    )
    return (Heading(level=3, text="Amendments"), Bullets(items=items))


def counted(outturn: Outturn) -> tuple[Block, ...]:
    """People, contacts and hours: under this agreement, and once over all agreements."""
    if not outturn.counts.rows:
        return ()
    heading = Heading(level=2, text="People, time and money counted", anchor="counts")
    text = "Each person is counted once in each column, however many agreements they are served under."
    return (heading, Sentence(parts=(text,)), Grid(table=outturn.counts, caption=outturn.counts.title))


def came_in(outturn: Outturn) -> tuple[Block, ...]:
    """Every row of every file: accepted, or set aside. Nothing where no file came in."""
    if not outturn.accounts.rows:
        return ()
    text = (
        "Rows that came in are accepted or set aside; none is lost. “proventive open” says why each was set aside."
    )
    return (
        Heading(level=3, text="What came in"),
        Sentence(parts=(text,)),
        Grid(table=outturn.accounts, caption="Rows of each file", folded=True),
    )


def lacking(outturn: Outturn) -> tuple[Block, ...]:
    """What agreements of this kind are asked to have and this one lacks, kindly."""
    if not outturn.notes:
        return ()
    items = tuple(Sentence(parts=(with_stop(with_names(note, outturn.agreement)),)) for note in outturn.notes)
    heading = Heading(level=2, text="Worth adding to this agreement", anchor="worth-adding")
    return (heading, Bullets(items=items))
