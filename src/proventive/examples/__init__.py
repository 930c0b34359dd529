"""The shipped examples: whole agreements with their records, run by ``proventive demo``."""
