"""What can be asked for at the command line?"""

from proventive.cli import check, demo, explain, new, records, run, schema, seal, simulate, stages
from proventive.cli.app import app, main

__all__ = [
    "app",
    "check",
    "demo",
    "explain",
    "main",
    "new",
    "records",
    "run",
    "schema",
    "seal",
    "simulate",
    "stages",
]
