"""Does a monthly series bear the model that is laid over it?"""

import numpy as np
from scipy import stats

from proventive.evaluation.finding import CheckResult
from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.fixed_b import FixedBFit
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.reml_ar1 import RemlFit

COMPARED = ("comparative-interrupted-time-series",)
DESIGNS = ("interrupted-time-series", *COMPARED)
LEAST_BEFORE = 24
"""Assumed: two years, so that each month of the year is seen twice before the start."""
FURTHEST_FORWARD = 0.5
"""Assumed: a straight line is carried no further than half the time over which it was seen."""
SHORT = 84
"""Months below which the interval is widened much by what is not known of the autocorrelation."""
DOUBT = 0.01
"""The p-value below which a pattern counts as more than chance: 1 in 100, so that a sound series seldom fails."""


def months_before(before: int, after: int) -> CheckResult:
    """Whether the series is long enough before the start."""
    return CheckResult(
        name="months before",
        passed=before >= LEAST_BEFORE,
        text=f"{before} months before the start and {after} after it; {LEAST_BEFORE} before are wanted, so that "
        "each month of the year is seen twice.",
        designs=DESIGNS,
    )


def carried_forward(before: int, after: int) -> CheckResult:
    """Whether the line of the months before is carried further than it can be trusted."""
    near = after <= FURTHEST_FORWARD * before
    trusted = "no further than half as far as it was seen" if near else "further than half as far as it was seen"
    return CheckResult(
        name="carried forward",
        passed=near,
        text=f"The line of the {before} months before is carried {after} months beyond them, {trusted}. A trend "
        "seldom stays straight for long, and a bend in it looks like an effect.",
        designs=DESIGNS,
    )


def short_series(points: int, freedom: float | None) -> CheckResult:
    """Says so where the series is short."""
    said = f"about {freedom:.0f} degrees of freedom" if freedom else "too few degrees of freedom"
    text = f"{points} months leave {said} once trend, season and autocorrelation are taken out."
    if points < SHORT:
        text += " The series is short: the interval is wide because the autocorrelation is poorly known."
    return CheckResult(name="short series", passed=None, text=text, designs=DESIGNS)


def autocorrelation(model: RemlFit | FixedBFit) -> CheckResult:
    """Whether a pattern is left once the first-order one is taken out (Ljung and Box 1978, Biometrika 65)."""
    if isinstance(model, FixedBFit):
        return CheckResult(
            name="autocorrelation",
            passed=None,
            text="Months may be correlated in any way that dies out: the interval allows for it over "
            f"{model.bandwidth:.0f} months (fixed-b). It still covers too seldom where the correlation is strong.",
            designs=DESIGNS,
        )
    rho, p = model.rho, ljung_box(model.innovations, lags=min(12, len(model.innovations) // 4))
    return CheckResult(
        name="autocorrelation",
        passed=p >= DOUBT,
        text=f"Neighbouring months are correlated by {rho:.2f}, which the interval allows for. What is left shows "
        f"{'no further pattern' if p >= DOUBT else 'a further pattern'} (Ljung-Box p = {p:.3f}).",
        designs=DESIGNS,
    )


def same_slope_before(slope: Inference, unit: str) -> CheckResult:
    """Whether the area moved as the others did before the start, as Linden (2015) asks of a comparison.

    The model allows for another slope, but where there was one, going on with it is a guess.
    """
    if not slope.has_interval:
        text = "The months before do not tell whether the area moved as the others did."
        return CheckResult(name="same slope before", passed=None, text=text, designs=COMPARED)
    low, high = slope.interval()
    return CheckResult(
        name="same slope before",
        passed=slope.covers(0.0),
        text=f"Before the start the area moved by {slope.value:.2f} {unit} a year more than the others (95% "
        f"interval {low:.2f} to {high:.2f}). Zero has to lie within. A wide interval proves little.",
        designs=COMPARED,
    )


def ljung_box(innovations: Floats, *, lags: int) -> float:
    """The p-value that the first lags are uncorrelated; one degree of freedom goes to the estimated rho."""
    n, centred = len(innovations), innovations - innovations.mean()
    total = float(centred @ centred)
    if total == 0 or lags < 2:
        return 1.0
    correlations = [float(centred[lag:] @ centred[:-lag]) / total for lag in range(1, lags + 1)]
    statistic = n * (n + 2) * sum(r**2 / (n - lag) for lag, r in enumerate(correlations, 1))
    return float(stats.chi2.sf(statistic, lags - 1))


def steady_before(placebo: Inference | None, unit: str) -> CheckResult:
    """Whether the same model finds a change at a false start half way through the months before."""
    if placebo is None or not placebo.has_interval:
        return CheckResult(
            name="steady before",
            passed=None,
            text="There are too few months before the start to try a false one.",
            designs=DESIGNS,
        )
    low, high = placebo.interval()
    steady = placebo.covers(0.0)
    verdict = (
        "no clear change, as it should be"
        if steady
        else "a change: the trend bends by itself, and what follows the start may be such a bend"
    )
    return CheckResult(
        name="steady before",
        passed=steady,
        text="At a false start half way through the months before, the same model finds "
        f"{placebo.value:.2f} {unit} (95% interval {low:.2f} to {high:.2f}), {verdict}.",
        designs=DESIGNS,
    )


def season(months: np.ndarray) -> CheckResult:
    """How often each month of the year is seen."""
    seen = np.bincount(months, minlength=13)[1:]
    return CheckResult(
        name="season",
        passed=None,
        text=f"The season is a step for each month of the year, seen {seen.min()} to {seen.max()} times.",
        designs=DESIGNS,
    )
