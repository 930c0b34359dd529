"""The errors of Proventive, one tree.

ProventiveError
├── UserError              something that the user can mend: shown without a traceback
│   ├── AgreementError     exit code 10: the agreement says something that cannot hold
│   ├── RecordsError       exit code 11: the records cannot be read, or do not fit their declaration
│   ├── FactError     exit code 12: a fact is missing, doubled or not in force
│   ├── StaleResult        exit code 13: a saved result rests on something that has changed
│   ├── NotFound           exit code 14: a file, stage or figure that was asked for does not exist
│   ├── BasesDiffer        exit code 15: amounts of money that cannot be added
│   ├── EngineError        exit code 16: the cluster does not answer, or could not compute
│   └── CannotWrite        exit code 17: a folder may not be written to, or the disk is full
└── InternalError          exit code 70: a fault of ours
"""

from typing import ClassVar


class ProventiveError(Exception):
    """The root of every error that Proventive raises on purpose."""

    exit_code: ClassVar[int] = 70


class UserError(ProventiveError):
    """Something the user can mend. The message says what, where, why it matters and what to do."""

    exit_code: ClassVar[int] = 1


class AgreementError(UserError):
    """The agreement document says something that cannot hold."""

    exit_code: ClassVar[int] = 10


class RecordsError(UserError):
    """The records cannot be read, or do not fit what is declared of them."""

    exit_code: ClassVar[int] = 11


class FactError(UserError):
    """A reference fact is missing, given twice, or not in force on the date asked for."""

    exit_code: ClassVar[int] = 12


class StaleResult(UserError):
    """A saved result rests on an agreement, records, facts or an earlier result that has changed."""

    exit_code: ClassVar[int] = 13


class NotFound(UserError):
    """A file, a stage or a figure that was asked for does not exist."""

    exit_code: ClassVar[int] = 14


class BasesDiffer(UserError):
    """Amounts of money in different currencies or price bases were to be added or compared."""

    exit_code: ClassVar[int] = 15


class EngineError(UserError):
    """The place where it is computed does not answer, or could not compute."""

    exit_code: ClassVar[int] = 16


class CannotWrite(UserError):
    """A file or folder may not be read or written, or the disk is full."""

    exit_code: ClassVar[int] = 17


class InternalError(ProventiveError):
    """A fault of Proventive itself."""
