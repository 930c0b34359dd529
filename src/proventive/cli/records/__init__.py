"""What can be asked of records at the command line?"""

from proventive.cli.records import counts, describe, due, importing, template
from proventive.cli.records.group import records

__all__ = ["counts", "describe", "due", "importing", "records", "template"]
