"""The framework view: each outcome that the commissioner answers to, and the evidence for it, or none."""

from proventive.evaluation.finding import Finding
from proventive.evidence.anchors import anchor
from proventive.evidence.blocks import Block, Cell, Heading, Link, Part, Sentence, Sheet, SheetRow, Shown
from proventive.evidence.first_page import finding_of
from proventive.evidence.words import because, design
from proventive.outturn.outturn import Outturn, Promise
from proventive.quantities import NotFound, Number
from proventive.reference import Framework, Reference, open_reference

COLUMNS = ("Measure", "People", "Change, with its interval", "Compared with", "Because of the service?")
NO_EVIDENCE = "No evidence"


def framework_told(outturn: Outturn, reference: Reference | None) -> tuple[Block, ...]:
    """Every outcome of the agreement's framework (of the shipped ones by default); nothing where it names none."""
    named = outturn.agreement.framework
    if named is None:
        return ()
    framework = framework_named(named, reference or open_reference())
    serving = serves(outturn)
    heading = Heading(level=2, text=f"In the framework: {framework.label}", anchor="framework")
    edition = Sentence(
        parts=(f"{framework.source.title}, {framework.edition}. {count_told(framework, serving)}",), style="small"
    )
    return (heading, edition, sheet_of(framework, serving, outturn))


def framework_named(id: str, reference: Reference) -> Framework:
    """The framework of that id; raises NotFound, for one of the agreement's own that was not handed over."""
    if id not in reference.frameworks:
        raise NotFound(
            f"The framework “{id}” is not among the shipped ones. Without its wording the results cannot be told "
            "in it. Hand over the agreement's own facts too: write_pack(outturn, to, reference=records.reference)."
        )
    return reference.frameworks[id]


def serves(outturn: Outturn) -> dict[str, list[Promise]]:
    """The promises that serve each outcome, by code, in the order of the agreement."""
    agreement = outturn.agreement
    codes = {part.id: part.serves for part in (*agreement.objectives, *agreement.obligations)}
    serving: dict[str, list[Promise]] = {}
    for promise in outturn.promises:
        for code in codes.get(promise.id, ()):
            serving.setdefault(code, []).append(promise)
    return serving


def count_told(framework: Framework, serving: dict[str, list[Promise]]) -> str:
    """How many outcomes have evidence."""
    with_evidence = sum(outcome.code in serving for outcome in framework.outcomes)
    return f"This agreement has evidence for {with_evidence} of {len(framework.outcomes)} outcomes."


def sheet_of(framework: Framework, serving: dict[str, list[Promise]], outturn: Outturn) -> Sheet:
    """A row for each promise that serves an outcome; one row that says so where none does."""
    rows = []
    for number, outcome in enumerate(framework.outcomes, start=1):
        heading = f"{number}. {outcome.label}"
        promises = serving.get(outcome.code, [])
        rows += [evidence_row(heading, promise, outturn) for promise in promises] or [empty_row(heading)]
    return Sheet(
        caption=f"{framework.label}: evidence for each outcome",
        row_heading="Outcome",
        columns=COLUMNS,
        rows=tuple(rows),
    )


def empty_row(heading: str) -> SheetRow:
    """An outcome that no promise serves."""
    blank = Cell(parts=())
    return SheetRow(heading=heading, cells=(Cell(parts=(NO_EVIDENCE,)), blank, blank, blank, blank))


def evidence_row(heading: str, promise: Promise, outturn: Outturn) -> SheetRow:
    """One promise as evidence for an outcome."""
    finding = finding_of(promise, outturn)
    measure = Cell(parts=(Link(text=promise.label, anchor=anchor("promise", promise.id)),))
    people: tuple[Part, ...] = ()
    grade: tuple[Part, ...] = ()
    against: tuple[Part, ...] = ("nothing: it is counted",)
    if finding is not None:
        words = design(finding.design)
        against = (f"{words.name}: {words.others.lower()}",)
        grade = tuple(f"{grade.scale}: {grade.level}" for grade in finding.grades[:1])
        if isinstance(finding.people.value, Number):
            people = measured_of(finding)
    cells = (
        measure,
        Cell(parts=people),
        Cell(parts=(Shown(figure=promise.happened),)),
        Cell(parts=against, note=grade),
        Cell(parts=(because(promise.because_of_the_service),)),
    )
    return SheetRow(heading=heading, cells=cells)


def measured_of(finding: Finding) -> tuple[Part, ...]:
    """“1,296 of 1,506”: how many were measured, of all who joined."""
    joined = Shown(figure=finding.people, form="bare")
    followed = finding.followed.value
    if isinstance(followed, Number) and followed != finding.people.value:
        return (Shown(figure=finding.followed, form="bare"), " of ", joined)
    return (joined,)
