"""What was kept, and what is owed?"""

from proventive.outturn.claims import claims
from proventive.outturn.outturn import Because, Met, Outturn, Payment, Promise
from proventive.outturn.settle import settle

__all__ = ["Because", "Met", "Outturn", "Payment", "Promise", "claims", "settle"]
