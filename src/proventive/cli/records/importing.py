"""``proventive records import``: the files that people send, whatever they call their columns."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from proventive.agreement import read_agreement
from proventive.cli.app import AsJson, Quiet, print_json, progress_to_terminal, read_day
from proventive.cli.records.group import records
from proventive.cli.results import plain
from proventive.quantities import NotFound
from proventive.records import stores_of
from proventive.records.importing import Imported, Question, import_files


@records.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="The files, as they were sent.")],
    agreement: Annotated[
        Path | None,
        typer.Option("--agreement", metavar="DIR", help="The agreement that rows without one belong to."),
    ] = None,
    store: Annotated[
        Path | None, typer.Option("--store", metavar="DIR", help="The store, records/<body>.", show_default=False)
    ] = None,
    table: Annotated[
        list[str] | None, typer.Option("--table", help="What one row stands for. Left out, it is proposed.")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help="The mapping to use, in place of a saved one.")
    ] = None,
    answer: Annotated[
        list[str] | None, typer.Option("--answer", metavar="ID=ANSWER", help="The answer to a question.")
    ] = None,
    as_at: Annotated[
        date | None,
        typer.Option(
            "--as-at", metavar="DATE", parser=read_day, help="Dates after this day are told: 2027-06-30."
        ),
    ] = None,
    to_fix: Annotated[
        Path | None,
        typer.Option("--to-fix", metavar="DIR", help="Where rows to fix are written. Else to-fix/ in the store."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Rows that say other things than those that stand take their place.")
    ] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Bring in the files that people send: good rows go on, bad rows come back with what to fix."""
    folder, agreement_id = where(agreement, store)
    outcome = import_files(
        files,
        store=folder,
        agreement=agreement_id,
        tables=table or (),
        mapping=mapping,
        answers=dict(parted(text) for text in answer or ()),
        ask=None if as_json or not sys.stdin.isatty() else asked,
        as_at=as_at,
        to_fix=to_fix,
        replace_standing=replace,
        progress=progress_to_terminal(quiet, as_json),
    )
    if as_json:
        print_json(as_plain(outcome))
    else:
        for line in lines(outcome):
            typer.echo(line)


def where(agreement: Path | None, store: Path | None) -> tuple[Path, str | None]:
    """The store to bring the files into, and the agreement that rows without one belong to."""
    id = None if agreement is None else read_agreement(agreement).id
    if store is not None:
        return store, id
    if agreement is None:
        raise typer.BadParameter("say where the rows belong: --agreement DIR, or --store DIR")
    stores = stores_of(agreement if agreement.is_dir() else agreement.parent)
    if len(stores) != 1:
        listed = ", ".join(str(each) for each in stores) or "none"
        raise NotFound(
            f"This agreement has {len(stores)} stores ({listed}). The rows could belong to any. Nothing was "
            "brought in. Name the store: --store DIR."
        )
    return stores[0], id


def parted(text: str) -> tuple[str, str]:
    id, mark, answer = text.partition("=")
    if not mark or not answer:
        raise typer.BadParameter(f"an answer is written ID=ANSWER, not “{text}”", param_hint="--answer")
    return id.strip(), answer


def asked(question: Question) -> str:
    """Ask at the terminal until there is an answer."""
    whose = f"Sheet “{question.sheet}”: " if question.sheet else ""
    typer.echo(f"\n{whose}{question.asks}\n  Why it matters: {question.why}")
    for option in question.options:
        typer.echo(f"  {option}")
    return str(typer.prompt("Your answer"))


def lines(outcome: Imported) -> list[str]:
    """What an import did, for a person: the account first, then what there is to know."""
    told = [str(account) for account in outcome.accounts]
    told += ["", *(f"{message}\n" for message in outcome.messages)] if outcome.messages else []
    told += [f"· {note}" for note in outcome.notes]
    told += [f"The rows to fix are in {file}" for file in outcome.to_fix]
    told += [f"The mapping is kept in {file}" for file in dict.fromkeys(outcome.mappings)]
    return [*told, "The records have changed." if outcome.changed else "The records are as they were."]


def as_plain(outcome: Imported) -> dict[str, Any]:
    return {
        "changed": outcome.changed,
        "accounts": [plain(account) for account in outcome.accounts],
        "messages": [plain(message) | {"where": message.where} for message in outcome.messages],
        "notes": list(outcome.notes),
        "mappings": [str(file) for file in outcome.mappings],
        "to_fix": [str(file) for file in outcome.to_fix],
        "hash": outcome.manifest.hash,
    }
