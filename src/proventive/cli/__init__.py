"""What can be asked for at the command line?"""

from proventive.cli import check, cohort, demo, explain, new, records, run, schema, seal, simulate, stages
from proventive.cli.app import app, main

__all__ = [
    "app",
    "check",
    "cohort",
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
