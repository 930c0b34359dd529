"""``proventive schema``: the JSON Schema of the agreement document, for editors."""

from proventive.agreement import agreement_schema
from proventive.cli.app import app, print_json


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of the agreement document, made from the same declaration as the reader."""
    print_json(agreement_schema())
