"""Which steps of the engine a stage ran, kept beside its result, so that an analyst can show what ran.

``results/<as-at>/<stage>.steps.json`` holds their names and parameters in order; no row, and no result.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from proventive.agreement import agreement_folder
from proventive.engine.steps import literal, step, with_values
from proventive.engine.transpiling import spark_sql
from proventive.flow.saving import STAGES, results_folder, write_whole
from proventive.quantities import NotFound, from_json, to_json
from proventive.records.opened import StepRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A step that ran, and its parameters written as SQL."""

    step: str
    parameters: tuple[tuple[str, str], ...]


def save_steps(folder: Path, stage: str, runs: Sequence[StepRun]) -> None:
    """Keep what a stage ran, each step with the same parameters once."""
    ran = (
        Ran(step=run.step, parameters=tuple((name, literal(value)) for name, value in run.parameters.items()))
        for run in runs
    )
    write_whole(steps_file(folder, stage), to_json(tuple(dict.fromkeys(ran))).encode())


def explain_sql(path: Path, name: str, as_at: str, *, spark: bool = False) -> str:
    """A step as the saved stages of an as-at date ran it: SQL with its parameters written out.

    ``spark``: in the words of Spark, as sqlglot translates it. Raises NotFound where no saved stage ran it.
    """
    folder = results_folder(agreement_folder(path), as_at)
    found = [(stage, run) for stage, run in steps_run(folder) if run.step == name]
    if not found:
        names = ", ".join(dict.fromkeys(run.step for _, run in steps_run(folder))) or "none"
        raise NotFound(
            f"No step “{name}” was run for {as_at}. Only what ran can be shown as it ran. These steps ran: "
            f"{names}. If there are none, run “proventive run” first."
        )
    return "\n\n".join(told(stage, run, as_at, spark=spark) for stage, run in found) + "\n"


def told(stage: str, run: Ran, as_at: str, *, spark: bool) -> str:
    """One run of a step as SQL, under a comment that says what it is."""
    wanted = step(run.step)
    sql = with_values(wanted, dict(run.parameters))
    head = (
        f"-- {run.step}, run in the stage “{stage}”, {'as Spark is told it' if spark else 'as it ran'}.",
        f"-- One row is {wanted.one_row_is}.",
        f"-- Record tables hold what was known on {as_at}; a table that is no record table is an earlier step.",
    )
    return "\n".join((*head, (spark_sql(sql) if spark else sql) + ";"))


def steps_run(folder: Path) -> Iterator[tuple[str, Ran]]:
    """Every step that the saved stages ran, in order."""
    for stage in STAGES:
        file = steps_file(folder, stage)
        if file.exists():
            for run in from_json(file.read_text(encoding="utf-8"), tuple[Ran, ...]):
                yield stage, run


def steps_file(folder: Path, stage: str) -> Path:
    return folder / f"{stage}.steps.json"
