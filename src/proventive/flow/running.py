"""The flow in order: open, evaluate, value, settle, pack; all of it, or one stage at a time."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from proventive import __version__
from proventive.agreement import Agreement, agreement_folder, agreement_hash, period_told
from proventive.agreement.seals import FILE as SEALS
from proventive.engine import Where
from proventive.evaluation import Findings, evaluate
from proventive.evidence import write_pack
from proventive.flow.checking import check
from proventive.flow.saving import STAGES, RestsOn, hash_of, load, read, results_folder, save
from proventive.flow.siblings import claimed_elsewhere
from proventive.flow.steps_run import save_steps
from proventive.outturn import Outturn, settle
from proventive.outturn.case import NOBODY_LOOKED
from proventive.quantities import Table
from proventive.records import Records, open_records
from proventive.valuation import Worth, value

Progress = Callable[[str], None]
HANDED_OVER = "handed-over"
"""The folder of an as-at date's results that keeps the findings that were handed over, on which they rest."""

EMBEDDED_IN_OUTTURN = frozenset({"agreement", "findings", "worth"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The result of the first stage: what was read from each file, and which rows were set aside, and why."""

    agreement: str
    as_at: str
    accounts: Table
    set_aside: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every stage has before it: the checked agreement in force, its records, and where results go."""

    folder: Path
    agreement: Agreement
    records: Records
    results: Path
    progress: Progress | None
    records_hash: str = ""  # what the records were known by when the results were saved, before people were erased

    def rests_on(self, *earlier: str) -> RestsOn:
        return RestsOn(
            version=__version__,
            agreement=agreement_hash(self.agreement),
            records=self.records_hash or self.records.hash,
            reference=self.records.reference.hash,
            seals=seals_hash(self.folder),
            engine=self.records.engine.name,
            earlier={stage: hash_of(self.results, stage) for stage in earlier},
        )

    def say(self, text: str) -> None:
        if self.progress is not None:
            self.progress(text)


def at_desk(
    path: Path,
    as_at: date,
    *,
    engine: Where = "duckdb",
    progress: Progress | None = None,
    records_needed: bool = True,
) -> Desk:
    """Check the agreement and open its records as they were known on a day.

    Records are not needed where what was found is handed over: whoever pays may hold none.
    """
    folder = agreement_folder(path)
    results = results_folder(folder, as_at.isoformat())
    latest, _ = check(path)
    if progress is not None:
        progress(f"Opening the records of “{latest.title}”")
    agreement = version_told(latest, as_at)
    records = open_records(
        folder,
        agreement=agreement,
        as_at=as_at,
        engine=engine,
        progress=progress,
        needed=records_needed and not (results / HANDED_OVER).exists(),
    )
    return Desk(
        folder=folder,
        agreement=agreement,
        records=records,
        results=results,
        progress=progress,
    )


def before_erasures(desk: Desk) -> Desk:
    """The desk as it was when its results were saved, where the records differ by recorded erasures alone.

    Results that were made before a person was erased stand, as packs that were issued do.
    """
    was = str(json.loads(read(desk.results, "settle"))["rests_on"]["records"])
    return replace(desk, records_hash=was) if was in desk.records.hashes_before_erasures() else desk


def seals_hash(folder: Path) -> str:
    """The hash of the seals beside an agreement: an outturn says who had sealed what."""
    path = folder / SEALS
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def version_told(latest: Agreement, as_at: date) -> Agreement:
    """The version whose terms govern the period that is told: the one in force on the period's last day."""
    told = period_told(latest.as_at(as_at), as_at)
    return (
        latest.as_at(max(told.end, latest.as_at(as_at).term.start)) if told.end <= as_at else latest.as_at(as_at)
    )


def run(path: Path, as_at: date, *, engine: Where = "duckdb", progress: Progress | None = None) -> Outturn:
    """The whole flow: every stage in order, each saved. Gives the outturn; the pack lies in ``pack/<as-at>/``."""
    desk = at_desk(path, as_at, engine=engine, progress=progress)
    for stage in STAGES:
        done(stage, desk)
    return saved_outturn(desk)


def run_stage(
    stage: str, path: Path, as_at: date, *, engine: Where = "duckdb", progress: Progress | None = None
) -> object:
    """One stage, from the saved results of the stages before it. Raises StaleResult or NotFound."""
    return done(stage, at_desk(path, as_at, engine=engine, progress=progress))


def done(stage: str, desk: Desk) -> object:
    """Do one stage, and keep which steps of the engine it ran."""
    before = len(desk.records.ran)
    result = BY_STAGE[stage](desk)
    save_steps(desk.results, stage, desk.records.ran[before:])
    return result


def stage_open(desk: Desk) -> Opened:
    opened = Opened(
        agreement=desk.agreement.id,
        as_at=desk.records.as_at.isoformat(),
        accounts=desk.records.accounts(),
        set_aside=desk.records.set_aside(),
    )
    save(desk.results, "open", opened, desk.rests_on())
    return opened


def stage_evaluate(desk: Desk) -> Findings:
    load(desk.results, "open", Opened, desk.rests_on())
    findings = evaluate(desk.agreement, desk.records, progress=desk.progress)
    save(desk.results, "evaluate", findings, desk.rests_on("open"))
    return findings


def stage_value(desk: Desk) -> Worth:
    findings = saved_findings(desk)
    desk.say("Valuing what was found")
    worth = value(desk.agreement, desk.records, findings)
    save(desk.results, "value", worth, desk.rests_on("open", "evaluate"))
    return worth


def stage_settle(desk: Desk) -> Outturn:
    findings, worth = saved_findings(desk), saved_worth(desk)
    desk.say("Settling: promised against delivered, and what is owed")
    elsewhere = claimed_elsewhere(desk.agreement, desk.records) if desk.records.stores else NOBODY_LOOKED
    outturn = settle(desk.agreement, desk.records, findings, worth, elsewhere=elsewhere)
    save(
        desk.results,
        "settle",
        outturn,
        desk.rests_on("open", "evaluate", "value"),
        leave_out=EMBEDDED_IN_OUTTURN,
    )
    return outturn


def stage_pack(desk: Desk) -> Path:
    desk.say("Writing the evidence pack")
    to = desk.folder / "pack" / desk.records.as_at.isoformat()
    return write_pack(saved_outturn(desk), to, reference=desk.records.reference)


def saved_findings(desk: Desk) -> Findings:
    return load(desk.results, "evaluate", Findings, desk.rests_on("open"))


def saved_worth(desk: Desk) -> Worth:
    return load(desk.results, "value", Worth, desk.rests_on("open", "evaluate"))


def saved_outturn(desk: Desk) -> Outturn:
    return load(
        desk.results,
        "settle",
        Outturn,
        desk.rests_on("open", "evaluate", "value"),
        agreement=desk.agreement,
        findings=saved_findings(desk),
        worth=saved_worth(desk),
    )


BY_STAGE: dict[str, Callable[[Desk], object]] = {
    "open": stage_open,
    "evaluate": stage_evaluate,
    "value": stage_value,
    "settle": stage_settle,
    "pack": stage_pack,
}
