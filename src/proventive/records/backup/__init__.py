"""If this computer is lost, what is left? One encrypted file with the records, the identifiers and the keys."""

from proventive.records.backup.restoring import restore
from proventive.records.backup.writing import Backup, back_up

__all__ = ["Backup", "back_up", "restore"]
