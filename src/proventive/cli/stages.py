"""``proventive open``, ``evaluate``, ``value``, ``settle``, ``pack``: one stage at a time, each saved."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from proventive.cli.app import AsAt, AsJson, EngineUrl, Folder, Quiet, app, print_json, progress_to_terminal
from proventive.cli.results import lines, plain
from proventive.disclosure import PROFILES
from proventive.flow import hand_over, run_stage, settle_on

WHAT = {
    "open": "Bring in and count the records, as known on a day.",
    "evaluate": "Say what changed, against what would have happened anyway. Rests on “open”.",
    "value": "Say what that is worth, and to whom, beside what it cost. Rests on “evaluate”.",
    "settle": "Hold promises against what was delivered, and say what is owed. Rests on “value”.",
    "pack": "Write the evidence pack. Rests on “settle”.",
}


def verb(stage: str) -> Callable[..., None]:
    """The command of a stage."""

    def command(
        folder: Folder, as_at: AsAt, as_json: AsJson = False, quiet: Quiet = False, engine: EngineUrl = "duckdb"
    ) -> None:
        result = run_stage(stage, folder, as_at, engine=engine, progress=progress_to_terminal(quiet, as_json))
        if as_json:
            print_json(plain(result))
        else:
            typer.echo("\n".join(lines(result)))

    return command


for stage, what in WHAT.items():
    if stage not in ("evaluate", "settle"):
        app.command(stage, help=what)(verb(stage))


@app.command("evaluate", help=WHAT["evaluate"])
def evaluate(
    folder: Folder,
    as_at: AsAt,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="Open, evaluate, and write what may leave: finding.json."),
    ] = None,
    rules: Annotated[
        str,
        typer.Option(
            "--rules", help=f"Under which rules it leaves: {', '.join(PROFILES)}, or a file with your own."
        ),
    ] = PROFILES[0],
    as_json: AsJson = False,
    quiet: Quiet = False,
    engine: EngineUrl = "duckdb",
) -> None:
    if to is None:
        verb("evaluate")(folder, as_at, as_json, quiet, engine)
        return
    handed = hand_over(
        folder, as_at, to, rules=rules, engine=engine, progress=progress_to_terminal(quiet, as_json)
    )
    if as_json:
        print_json(plain(handed))
        return
    typer.echo(f"Written to {to}: aggregates only ({handed.rules.words if handed.rules else ''}).")
    for finding in handed.findings:
        gone = f"; withheld: {', '.join(finding.withheld)}" if finding.withheld else ""
        typer.echo(f"{finding.objective}: {finding.status}{f' ({finding.why})' if finding.why else ''}{gone}")


@app.command("settle", help=WHAT["settle"])
def settle(
    folder: Folder,
    as_at: AsAt,
    finding: Annotated[
        list[Path] | None,
        typer.Option(
            "--finding", metavar="FILE", help="Settle on a finding that was handed over; the plan is held."
        ),
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    engine: EngineUrl = "duckdb",
) -> None:
    if not finding:
        verb("settle")(folder, as_at, as_json, quiet, engine)
        return
    outturn = settle_on(folder, as_at, finding, engine=engine, progress=progress_to_terminal(quiet, as_json))
    if as_json:
        print_json(plain(outturn))
    else:
        typer.echo("\n".join(lines(outturn)))
