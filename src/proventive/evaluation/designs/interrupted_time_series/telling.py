"""The series, month by month."""

from proventive.evaluation.designs.interrupted_time_series.gathering import SeriesInputs
from proventive.evaluation.figures import Figures, described, inferred
from proventive.evaluation.methods.interrupted_series import InterruptedFit
from proventive.quantities import Table, Unknown, Value

OF_THE_MEAN = "the interval is that of the mean over the months after the start"
BEFORE = Unknown(unknown="before the start there is nothing to hold it against")
SETTLING = Unknown(unknown="it is left out while the service settles in")


def series_table(
    inputs: SeriesInputs, fit: InterruptedFit, figures: Figures, *, unit: str, basis: str, against: str
) -> Table:
    """What was seen each month, and after the start what was expected."""

    def expected(number: int) -> Value:
        if inputs.left_out[number]:
            return SETTLING
        if not fit.after[number]:
            return BEFORE
        return inferred(fit.expected[number], unit=unit, basis=basis, why_not=OF_THE_MEAN)

    return figures.table(
        "series",
        f"{inputs.question.plural.capitalize()} by month",
        "Month",
        (("observed", "What happened"), ("counterfactual", against.capitalize())),
        [
            (f"{month:%Y-%m}", f"{month:%Y-%m}", (described(inputs.per_day[number], unit), expected(number)))
            for number, month in enumerate(inputs.months)
        ],
        counts=f"{inputs.question.plural} per day in {inputs.question.objective.plan.area}",
    )
