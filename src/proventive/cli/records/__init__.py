"""What can be asked of records at the command line?"""

from proventive.cli.records import counts, due, importing
from proventive.cli.records.group import records

__all__ = ["counts", "due", "importing", "records"]
