"""``proventive open``, ``evaluate``, ``value``, ``settle``, ``pack``: one stage at a time, each saved."""

from collections.abc import Callable

import typer

from proventive.cli.app import AsAt, AsJson, EngineUrl, Folder, Quiet, app, print_json, progress_to_terminal
from proventive.cli.results import lines, plain
from proventive.flow import run_stage

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
    app.command(stage, help=what)(verb(stage))
