"""``proventive schema``: the JSON Schema of the agreement document, or of a finding that is handed over."""

from typing import Annotated

import typer

from proventive.agreement import agreement_schema
from proventive.cli.app import app, print_json
from proventive.evaluation.handing_over import finding_schema


@app.command("schema")
def schema(
    finding: Annotated[
        bool, typer.Option("--finding", help="Of finding.json, in place of the agreement.")
    ] = False,
) -> None:
    """Print the JSON Schema of the agreement document, made from the same declaration as the reader."""
    print_json(finding_schema() if finding else agreement_schema())
