"""Tables as people really send them, read as they stand: whatever the encoding, titles and totals told apart.

Nothing is changed and nothing is guessed: what a cell says is given exactly as sent, what is no record is told
with its row and its reason, and what the file leaves open is asked.
"""

from proventive.reading.sent.dates import DateOrder, date_order
from proventive.reading.sent.limits import LIMITS, Limits
from proventive.reading.sent.opening import kind_of, sheets_of
from proventive.reading.sent.sheet import AS_SENT, CellNote, Declared, NoRecord, Rows, Sheet

__all__ = [
    "AS_SENT",
    "LIMITS",
    "CellNote",
    "DateOrder",
    "Declared",
    "Limits",
    "NoRecord",
    "Rows",
    "Sheet",
    "date_order",
    "kind_of",
    "sheets_of",
]
