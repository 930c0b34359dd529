"""Between three places: a finding leaves where the records are, and is settled on where they are not."""

from collections.abc import Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from proventive import __version__
from proventive.agreement import agreement_folder, period_told
from proventive.agreement.document import Objective
from proventive.agreement.seals import Seal, read_seals
from proventive.disclosure import PROFILES, rules_named
from proventive.engine import Where
from proventive.evaluation import Finding, Findings
from proventive.evaluation.evaluating import answer
from proventive.evaluation.handing_over import (
    HandedFinding,
    HandedOver,
    SoftwareUsed,
    check_apart,
    handed_over,
    read_handed_over,
    taken_in,
    verify,
    written,
)
from proventive.evaluation.handing_over.areas import behind_areas
from proventive.evaluation.handing_over.nouns import PlanAnswered
from proventive.evaluation.handing_over.reading import hash_of
from proventive.evaluation.handing_over.verifying import plan_of, seals_apart
from proventive.flow.checking import check
from proventive.flow.running import (
    HANDED_OVER,
    Desk,
    Progress,
    at_desk,
    done,
    saved_findings,
    saved_outturn,
    version_told,
)
from proventive.flow.saving import save, write_whole
from proventive.flow.steps_run import save_steps
from proventive.outturn import Outturn
from proventive.quantities import Period

LEFT = "handed-over"
"""The folder beside an agreement that keeps a copy of every finding that left: what went cannot be asked back."""


def hand_over(
    path: Path,
    as_at: date,
    to: Path,
    *,
    rules: str = PROFILES[0],
    engine: Where = "duckdb",
    progress: Progress | None = None,
) -> HandedOver:
    """Evaluate, and write what may leave under the rules to ``to``; a copy is kept beside the agreement.

    Raises RecordsError where a finding that left before differs from this one by too few people.
    """
    desk = at_desk(path, as_at, engine=engine, progress=progress)
    profile = rules_named(rules)
    done("open", desk)
    done("evaluate", desk)
    left = desk.folder / LEFT
    earlier = [read_handed_over(file) for file in sorted(left.glob("*.json"))]
    handed = handed_over(
        saved_findings(desk),
        plan=plan_of(desk.agreement, sealed(desk)),
        rules=profile,
        software=software(desk),
        behind=behind_areas(desk.records, desk.agreement, told_until=[one.period.end for one in earlier]),
    )
    check_apart(handed, earlier, profile)
    text = written(handed)
    left.mkdir(exist_ok=True)
    write_whole(left / f"{as_at.isoformat()}-{hash_of(handed)[:12]}.json", text.encode())
    write_whole(to, text.encode())
    return handed


def plan_to_answer(path: Path, as_at: date) -> dict[str, Any]:
    """What a finding of other software has to name, as plain data: the plan, the day and the period."""
    folder = agreement_folder(path)
    agreement = version_told(check(path)[0], as_at)
    answered = plan_of(agreement, tuple(seal for seal in read_seals(folder) if seal.on <= as_at))
    period = period_told(agreement, as_at)
    return {
        "plan": TypeAdapter(PlanAnswered).dump_python(answered, mode="json"),
        "as_at": as_at.isoformat(),
        "period": TypeAdapter(Period).dump_python(period, mode="json"),
    }


def sealed(desk: Desk) -> tuple[Seal, ...]:
    """The seals beside an agreement that were given by the day."""
    return tuple(seal for seal in read_seals(desk.folder) if seal.on <= desk.records.as_at)


def software(desk: Desk) -> tuple[SoftwareUsed, ...]:
    """Proventive, and the engine that counted, with their versions."""
    name = desk.records.engine.name
    package = {"spark": "pyspark"}.get(name, name)
    try:
        of_engine = version(package)
    except PackageNotFoundError:
        of_engine = "of the platform"
    return (SoftwareUsed(name="proventive", version=__version__), SoftwareUsed(name=name, version=of_engine))


def settle_on(
    path: Path, as_at: date, files: Sequence[Path], *, engine: Where = "duckdb", progress: Progress | None = None
) -> Outturn:
    """Settle on findings that were handed over: what they tell is taken from them, the rest is evaluated here.

    Raises AgreementError where a finding answers another plan, or its seals are others than here.
    """
    handed = [read_handed_over(file) for file in files]
    desk = at_desk(path, as_at, engine=engine, progress=progress, records_needed=False)
    period = period_told(desk.agreement, as_at)
    for one in handed:
        verify(one, desk.agreement, sealed(desk), as_at=as_at, period=period)
    done("open", desk)
    before = len(desk.records.ran)
    found = tuple(found_for(desk, objective, handed) for objective in desk.agreement.objectives)
    findings = Findings(agreement=desk.agreement.id, as_at=str(as_at), period=period, findings=found)
    keep_copies(desk, handed)
    save(desk.results, "evaluate", findings, desk.rests_on("open"))
    save_steps(desk.results, "evaluate", desk.records.ran[before:])
    done("value", desk)
    done("settle", desk)
    return saved_outturn(desk)


def keep_copies(desk: Desk, handed: Sequence[HandedOver]) -> None:
    """What was settled on lies beside the results, so that anybody can look it up."""
    folder = desk.results / HANDED_OVER
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json"):
        old.unlink()
    for number, one in enumerate(handed, 1):
        write_whole(folder / f"{number}.json", written(one).encode())


def found_for(desk: Desk, objective: Objective, handed: Sequence[HandedOver]) -> Finding:
    """The finding for one objective: handed over where it says something, else from the records here."""
    given = [(file, one) for file in handed for one in file.findings if one.objective == objective.id]
    known = [pair for pair in given if pair[1].status != "not known"]
    if known:
        return as_finding(desk, objective, *known[0])
    period = period_told(desk.agreement, desk.records.as_at)
    here = answer(desk.agreement, desk.records, objective, period)
    return as_finding(desk, objective, *given[0]) if given and here.status == "not known" else here


def as_finding(desk: Desk, objective: Objective, file: HandedOver, one: HandedFinding) -> Finding:
    return taken_in(file, one, objective, desk.records, seals_apart(file, sealed(desk)))
