"""What two libraries say of the event studies of tests/reference/event_studies.py, and of expanding Medicaid.

Run in an environment of its own: pip install honestdid==0.1.1 diff-diff==3.13.0
moderndid==0.2.0 numpy==2.2.6, then python make.py
"""

import csv
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "reference"))

from diff_diff.honest_did import _compute_optimal_flci  # noqa: E402
from event_studies import LEAST_FAVOURABLE, POINTS, SETS, event_study  # noqa: E402
from honestdid import core  # noqa: E402
from moderndid.core.data import load_ehec  # noqa: E402


def accepted(study: dict, flag: str) -> str:
    """Which effects honestdid does not reject, as noughts and ones."""
    before, effects = study["before"], study["effects"]
    found = core.computeConditionalCS_DeltaRM(
        study["estimates"], study["covariance"], before, len(study["estimates"]) - before, l_vec=study["weights"],
        Mbar=study["most"], hybrid_flag=flag, gridPoints=POINTS, grid_lb=effects[0], grid_ub=effects[-1],
    )  # fmt: skip
    return "".join(str(int(one)) for one in found["accept"])


def interval(study: dict) -> tuple[float, float]:
    """The fixed-length interval of diff-diff."""
    before, estimates = study["before"], study["estimates"]
    return _compute_optimal_flci(
        estimates[:before], estimates[before:], study["covariance"], study["weights"], before,
        len(estimates) - before, study["bend"],
    )  # fmt: skip


def medicaid() -> None:
    """Four columns of the states that moderndid ships (its licence: MIT)."""
    frame = load_ehec()
    with (HERE / "ehec.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["stfips", "year", "dins", "yexp2"])
        for row in frame.select("stfips", "year", "dins", "yexp2").iter_rows():
            writer.writerow([row[0], row[1], repr(row[2]), "" if row[3] is None else int(row[3])])


def main() -> None:
    """Write both files."""
    warnings.simplefilter("ignore")
    core._compute_least_favorable_cv = lambda *args, **named: LEAST_FAVOURABLE
    medicaid()
    with (HERE / "libraries.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["set", "conditional", "hybrid", "low", "high"])
        for number in range(SETS):
            study = event_study(number)
            low, high = (f"{end:.10g}" for end in interval(study))
            writer.writerow([number, accepted(study, "ARP"), accepted(study, "LF"), low, high])
            file.flush()


if __name__ == "__main__":
    main()
