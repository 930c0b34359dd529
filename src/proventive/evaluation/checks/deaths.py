"""Did more die in one group? Whoever has died uses nothing, and that is no saving."""

from proventive.evaluation.finding import CheckResult
from proventive.evaluation.methods.intervals import Inference

NO_MORE_DEATHS = "no more deaths"
"""On this check a payment turns: outturn.claims."""


def no_more_deaths(difference: Inference | None, designs: tuple[str, ...]) -> CheckResult:
    """Whether no more of those served died than of the comparison; ``difference`` is in shares of people.

    That fewer of them died does not fail it: people who are kept alive use services, so that a fall is all the
    surer. The check of deaths, on which the grade rests, fails for either.
    """
    passed: bool | None
    if difference is None or not difference.has_interval:
        passed, found = None, "Whether more died among those served cannot be told."
    elif difference.interval()[0] > 0:
        passed, found = False, "More died among those served, by more than sampling error."
    else:
        passed, found = True, "No more died among those served, or no more than sampling error allows."
    return CheckResult(
        name=NO_MORE_DEATHS,
        passed=passed,
        text=f"{found} Where more did, a term that pays for the effect pays nothing, unless it says otherwise.",
        designs=designs,
    )
