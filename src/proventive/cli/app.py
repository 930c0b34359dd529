"""The application: one module a verb; a user's error is four sentences and an exit code, never a traceback."""

import errno
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from proventive.quantities import CannotWrite, InternalError, UserError
from proventive.reading.faults import Fault, FaultsFound

OF_THE_PLACE = frozenset((errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC))


class Mistyped(typer.BadParameter):
    """A word of the command that cannot be taken, told without the scolding word before it."""

    def format_message(self) -> str:
        return super().format_message().removeprefix("Invalid value for ").removeprefix("Invalid value: ")


class Verbs(TyperGroup):
    """The verbs of the command line."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            if type(error) is not typer.BadParameter:
                raise
            raise Mistyped(error.message, ctx=error.ctx, param=error.param, param_hint=error.param_hint) from None


app = typer.Typer(
    name="proventive",
    cls=Verbs,
    help="Prove what prevention is worth: an agreement from promise to proof to payment.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def read_day(text: str | date) -> date:
    """A day written like 2027-06-30."""
    try:
        return text if isinstance(text, date) else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"a day is written like 2027-06-30, not “{text}”") from None


Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The agreement's folder, or its file.")]
AsAt = Annotated[
    date, typer.Option("--as-at", metavar="DATE", parser=read_day, help="What was known on this day: 2027-06-30.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for machines.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing while working.")]
EngineUrl = Annotated[
    str, typer.Option("--engine", help="Where it is computed: duckdb (here), spark://HOST:PORT or sc://HOST:PORT.")
]


def main() -> None:
    """The entry point of ``proventive``."""
    as_json = "--json" in sys.argv[1:]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal in another code page still prints a pound sign
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(call(as_json))


def call(as_json: bool) -> int:
    """Run the command line; the exit code says which kind of error there was, if any."""
    try:
        app()  # a mistake in the words themselves ends here, with its usage and exit code 2
    except UserError as error:
        tell_error(error, as_json)
        return error.exit_code
    except OSError as error:
        if error.errno not in OF_THE_PLACE:
            return tell_fault(error)
        tell_error(cannot_write(error), as_json)
        return CannotWrite.exit_code
    except Exception as error:
        return tell_fault(error)
    return 0


def cannot_write(error: OSError) -> CannotWrite:
    """What the system refused, for a person. It names a file, never what stands in one."""
    where = f"“{error.filename}”" if error.filename else "A file or folder"
    return CannotWrite(
        f"{where} cannot be read or written ({error.strerror}). Nothing half-written was left behind. Check that "
        "you may write there and that the disk is not full, and run it again."
    )


def tell_fault(error: Exception) -> int:
    """A fault of ours. The error's own text is not shown: it could quote a row."""
    if os.environ.get("PROVENTIVE_TRACEBACK"):
        raise error
    typer.echo(
        f"This is a fault of Proventive, not of yours ({type(error).__name__}). Nothing half-written was left "
        "behind. Run it again with PROVENTIVE_TRACEBACK=1 in the environment to see where it happened, and "
        "tell the maintainers; look first whether the text quotes anything personal.",
        err=True,
    )
    return InternalError.exit_code


def tell_error(error: UserError, as_json: bool) -> None:
    """A user's error: words for a person on stderr, or JSON for a machine on stdout."""
    if as_json:
        faults = [plain_fault(fault) for fault in error.faults] if isinstance(error, FaultsFound) else []
        print_json(
            {"error": type(error).__name__, "exit_code": error.exit_code, "message": str(error), "faults": faults}
        )
    else:
        typer.echo(str(error), err=True)


def plain_fault(fault: Fault) -> dict[str, Any]:
    """A fault as plain data for JSON."""
    place = fault.where
    return {
        "code": fault.code,
        "what": fault.what,
        "where": {
            key: getattr(place, key)
            for key in ("file", "line", "column", "sheet", "cell")
            if place is not None and getattr(place, key) is not None
        },
        "why": fault.why,
        "do": fault.do,
        "stops": fault.stops,
    }


def print_json(plain: object) -> None:
    """Plain data as JSON on stdout."""
    typer.echo(json.dumps(plain, indent=1, ensure_ascii=False, sort_keys=True))


def progress_to_terminal(quiet: bool, as_json: bool) -> Any:
    """Where the lines of progress go: stderr, or nowhere."""
    return None if quiet or as_json else lambda text: typer.echo(f"· {text}", err=True)
