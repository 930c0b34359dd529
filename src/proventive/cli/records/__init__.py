"""What can be asked of records at the command line?"""

from proventive.cli.records import (
    backup,
    counts,
    describe,
    due,
    duplicates,
    importing,
    merge,
    restore,
    rights,
    template,
)
from proventive.cli.records.group import records

__all__ = [
    "backup",
    "counts",
    "describe",
    "due",
    "duplicates",
    "importing",
    "merge",
    "records",
    "restore",
    "rights",
    "template",
]
