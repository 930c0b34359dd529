"""What can be asked of records at the command line?"""

from proventive.cli.records import importing
from proventive.cli.records.group import records

__all__ = ["importing", "records"]
